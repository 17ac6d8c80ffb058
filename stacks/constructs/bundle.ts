import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { wakersOf } from '../../catalogue/derive/wakers.ts';
import { catalogue } from '../../catalogue/index.ts';
import type { Config } from '../../functions/domain/config.ts';
import { functionNames } from '../names.ts';

const root = join(import.meta.dirname, '../..');

/**
 * Bundles all functions into the folder `out`: ESM, the SDK inside, shared code in shared chunks, and each service's client in a
 * chunk of its own that is loaded on its first call, and so each control. The configuration, and what wakes which control up, lie
 * beside them.
 */
export function bundleFunctions(config: Config, out: string): string {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  buildSync({
    absWorkingDir: root,
    entryPoints: functionNames.map((name) => ({
      in: `functions/${name}${name === 'pages' ? '.tsx' : '.ts'}`,
      out: name,
    })),
    outdir: out,
    bundle: true,
    minify: true,
    keepNames: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    outExtension: { '.js': '.mjs' },
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    // Some dependencies of the tracer are CommonJS and ask for Node's own modules.
    banner: { js: "import{createRequire as __r}from'node:module';const require=__r(import.meta.url);" },
    legalComments: 'none',
    logLevel: 'warning',
  });
  writeFileSync(join(out, 'config.json'), JSON.stringify(config));
  writeFileSync(join(out, 'controls.json'), JSON.stringify(wakersOf(catalogue)));
  return out;
}
