import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildConsole } from '../../../local/console-page.ts';
import { serveConsole } from '../dev/serve.ts';
import { consoleSuite } from './suite.ts';

const directory = fileURLToPath(new URL('../../../.local', import.meta.url));

consoleSuite('the console, before a made-up organization', async () => {
  mkdirSync(directory, { recursive: true });
  await buildConsole({ directory });
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
