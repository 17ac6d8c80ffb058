import { defineConfig } from 'vite';

/** Everything comes from its own origin, and no script or font is inlined: the page is served with a strict content security policy. */
export default defineConfig({
  root: import.meta.dirname,
  // Relative to the page's `<base>`: it may be served below a stage.
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'react' } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1000,
    // Libraries mark their modules for React's server, which is not here.
    rolldownOptions: { checks: { moduleLevelDirective: false } },
  },
  server: {
    proxy: { '/api': 'http://127.0.0.1:4600', '/auth': 'http://127.0.0.1:4600', '/files': 'http://127.0.0.1:4600' },
  },
});
