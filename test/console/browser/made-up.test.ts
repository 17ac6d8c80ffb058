import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { serveConsole } from '../dev/serve.ts';
import { consoleSuite } from './suite.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

consoleSuite('the console, before a made-up organization', async () => {
  execFileSync(process.execPath, ['node_modules/vite/bin/vite.js', 'build', 'console', '--logLevel', 'error'], {
    cwd: root,
  });
  const { base, organization, stop } = await serveConsole();
  return {
    base,
    stop,
    async signIn(page, roles, path) {
      await page.goto(`${base}/auth/sign-in?as=${roles.join()}&return=${encodeURIComponent(path)}`);
    },
    async drift() {
      organization.drift('applying');
    },
  };
});
