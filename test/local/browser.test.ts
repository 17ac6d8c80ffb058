import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { isBrowserThere, launch, obstacles, overhang } from './chromium.ts';
import { slack } from './cloud.ts';
import { type Drift, drift, isUntouched, question } from './drifts.ts';
import { codeFor, invitationFor } from './questions.ts';
import { messageAbout } from './slack-client.ts';

(isBrowserThere ? describe : describe.skip)('the approvers’ page in a browser', () => {
  let browser: Browser;
  let role: Drift;
  let link: string;

  beforeAll(async () => {
    browser = await launch();
    role = await drift('looked-at');
    await question(role.arn);
    ({ link } = await invitationFor(role.arn));
  });
  afterAll(async () => {
    await browser?.close();
  });

  async function open(address: string, options: { scripts: boolean; dark?: boolean; width?: number }): Promise<Page> {
    const context = await browser.newContext({
      javaScriptEnabled: options.scripts,
      viewport: { width: options.width ?? 360, height: 740 },
      colorScheme: options.dark ? 'dark' : 'light',
    });
    const page = await context.newPage();
    await page.goto(address);
    return page;
  }

  it('changes nothing when a scanner opens it, scripts and all', async () => {
    const page = await open(link, { scripts: true });
    await page.waitForTimeout(500);
    expect(await page.locator('[role=status]').count()).toBe(0);
    expect(await isUntouched(role)).toBe(true);
  });

  it.each([
    ['by day, on a phone', { dark: false, width: 360 }],
    ['by night, on a phone', { dark: true, width: 360 }],
    ['on a desk', { dark: false, width: 1200 }],
  ])('can be read by everybody, and fits: %s', async (_, look) => {
    const page = await open(link, { scripts: true, ...look });
    expect(await obstacles(page)).toEqual([]);
    expect(await overhang(page)).toBeLessThanOrEqual(0);
  });

  it('is decided without scripts and with the keyboard alone', async () => {
    const page = await open(link, { scripts: false });
    await page.getByRole('button', { name: 'Send me a code' }).focus();
    await page.keyboard.press('Enter');
    // Where another test's question came at the same moment, they are asked as one.
    const choice = page.getByLabel(role.arn, { exact: true });
    if ((await choice.count()) > 0) {
      await choice.check();
    }
    await page.getByLabel(/Code from your mail/).focus();
    await page.keyboard.type(await codeFor(link));
    await page.keyboard.press('Tab');
    await page.keyboard.type('seen with the keyboard');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('You rejected the change').first().waitFor();
    expect(await isUntouched(role)).toBe(true);
  });

  it('shows the message in Slack’s stand-in, too', async () => {
    await messageAbout(role.arn);
    const page = await open(slack, { scripts: true });
    await page.getByText(role.arn).first().waitFor();
  });
});
