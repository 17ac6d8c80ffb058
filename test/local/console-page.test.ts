import type { Page } from 'playwright-core';
import { consoleSuite } from '../console/browser/suite.ts';
import { consoleUrl, eventually, historyOf, openBucket, people } from './cloud.ts';
import { drift, question } from './drifts.ts';

let drifts = 0;

/** A bucket that was opened and closed again. */
async function mendedBucket(): Promise<void> {
  drifts += 1;
  const name = `seen-in-the-console-${drifts}`;
  const arn = await openBucket(name);
  // How fast it is, other tests say; this one waits.
  await eventually(async () => (await historyOf(arn)).find(({ status }) => status === 'remediated'), 60_000);
}

/** Through the form of the sign-in service, as a person does. */
async function signIn(page: Page, { user, password }: { user: string; password: string }, path: string): Promise<void> {
  await page.goto(`${consoleUrl}/auth/sign-in?return=${encodeURIComponent(path)}`);
  await page.locator('input[name=username]').fill(user);
  await page.locator('input[name=password]').fill(password);
  await page.locator('input[name=password]').press('Enter');
  await page.waitForURL((url) => url.href.startsWith(`${consoleUrl}/`));
}

consoleSuite('the console of a running cloud', async () => {
  await mendedBucket();
  await mendedBucket();
  await mendedBucket();
  const { arn } = await drift('asked-in-the-console');
  await question(arn);
  return {
    base: consoleUrl,
    signIn: (page, roles, path) => signIn(page, roles.includes('admin') ? people.operator : people.viewer, path),
    drift: async () => {
      drifts += 1;
      await openBucket(`seen-in-the-console-${drifts}`);
    },
    stop: async () => {},
  };
});
