import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import {
  everyRole,
  isBrowserThere,
  launch,
  newest,
  open,
  serious,
  settled,
  tabTo,
  until,
  type Where,
} from './where.ts';

/** The console in a browser, wherever it runs: in front of a made-up organization, or of a whole cloud. */
export function consoleSuite(title: string, begin: () => Promise<Where & { stop(): Promise<void> }>): void {
  (isBrowserThere ? describe : describe.skip)(title, () => {
    let browser: Browser;
    let where: Awaited<ReturnType<typeof begin>>;
    const paths: Record<string, string> = {};

    beforeAll(async () => {
      [browser, where] = await Promise.all([launch(), begin()]);
      const { page } = await open(browser, where, '/');
      const mended = await newest(page, 'remediated');
      const query = new URLSearchParams(await placeOf(mended.id));
      Object.assign(paths, {
        'the overview': '/',
        'the remediations': '/remediations?status=held&last=7d',
        'one remediation': `/remediations/${mended.id}`,
        'a resource': `/resource?${query}`,
        'the approvals': '/approvals',
        'the exemptions': '/exemptions',
        'the controls': '/controls?practice=WAF',
        'one control': '/controls/s3.bucket-closed-to-public',
        'the settings': '/settings',
        'a page that there is not': '/nowhere',
      });
      await page.context().close();

      async function placeOf(id: string) {
        const answer = await page.request.get(`${where.base}/api/remediations/${id}`);
        const { head } = (await answer.json()) as { head: Record<'account' | 'region' | 'resource', string> };
        return { account: head.account, region: head.region, arn: head.resource };
      }
    }, 240_000);
    afterAll(async () => {
      await browser?.close();
      await where?.stop();
    });

    const pages = [
      'the overview',
      'the remediations',
      'one remediation',
      'a resource',
      'the approvals',
      'the exemptions',
      'the controls',
      'one control',
      'the settings',
      'a page that there is not',
    ];

    it.each(pages)(
      'shows %s without complaints, to everybody, by day, by night and on a phone',
      async (name) => {
        const { page, complaints } = await open(browser, where, paths[name] ?? '');
        expect(await page.title()).toMatch(/ · Homeostat$/);
        expect({ day: await serious(page) }).toEqual({ day: [] });
        await page.emulateMedia({ colorScheme: 'dark' });
        await until(page, "document.body.classList.contains('awsui-dark-mode')");
        expect({ night: await serious(page) }).toEqual({ night: [] });
        await page.setViewportSize({ width: 360, height: 740 });
        await settled(page);
        await until(page, 'document.documentElement.scrollWidth <= 360');
        expect({ phone: await serious(page) }).toEqual({ phone: [] });
        expect(complaints).toEqual([]);
        await page.context().close();
      },
      240_000,
    );

    it('takes somebody who is not signed in to the sign-in, and back', async () => {
      const context = await browser.newContext();
      const page = await context.newPage();
      const asked = page.waitForRequest((request) => request.url().includes('/auth/sign-in'));
      await page.goto(`${where.base}/approvals`);
      expect(new URL((await asked).url()).searchParams.get('return')).toBe('/approvals');
      await context.close();
    });

    it('keeps nothing in the browser but how it looks', async () => {
      const { page } = await open(browser, where, '/');
      await page.getByRole('button', { name: 'How the page looks' }).click();
      await page.getByRole('menuitemcheckbox', { name: 'Dark' }).click();
      await until(page, "document.body.classList.contains('awsui-dark-mode')");
      const kept = await page.evaluate<string[]>('Object.entries({ ...localStorage, ...sessionStorage }).flat()');
      expect(kept.filter((text) => !/^homeostat\.preferences$|^\{"mode":"dark"\}$/.test(text))).toEqual([]);
      await page.context().close();
    });

    it('is used with the keyboard alone: finds a mend, and undoes it', async () => {
      const { page } = await open(browser, where, '/remediations?status=remediated');
      const { id } = await newest(page, 'remediated');
      await page.getByRole('searchbox').or(page.getByRole('combobox')).first().focus();
      // In a table, Tab goes to where one was, and arrows lead on.
      await tabTo(page, /^Resource/);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/remediations\/r-/);
      expect(page.url()).toContain(id);
      await settled(page);
      await tabTo(page, /^Undo$/);
      await page.keyboard.press('Enter');
      const dialog = page.getByRole('dialog');
      await dialog.getByText('The exact calls').waitFor();
      expect(await serious(page)).toEqual([]);
      await tabTo(page, /^$/);
      await dialog.getByLabel('Reason').focus();
      await page.keyboard.type('It was meant to be so');
      await tabTo(page, /^Undo$/);
      await page.keyboard.press('Enter');
      await page.getByRole('link', { name: 'Follow it' }).waitFor();
      await page.context().close();
    }, 180_000);

    it('insists on a reason for an undo', async () => {
      const { page } = await open(browser, where, '/');
      const { id } = await newest(page, 'remediated');
      await page.goto(`${where.base}/remediations/${id}`);
      await page.getByRole('button', { name: 'Undo', exact: true }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('The exact calls').waitFor();
      await dialog.getByRole('button', { name: 'Undo', exact: true }).click();
      await dialog.getByText('Say why').waitFor();
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'hidden' });
      await page.context().close();
    });

    it('lets an approver decide with the keyboard alone', async () => {
      const { page } = await open(browser, where, '/approvals');
      const button = page.getByRole('button', { name: /^Approve: /, disabled: false }).first();
      const name = (await button.getAttribute('aria-label')) ?? '';
      await page.locator('#content').focus();
      await tabTo(page, new RegExp(`^${name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`));
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').getByText('these calls are made now').waitFor();
      await tabTo(page, /^Approve$/);
      await page.keyboard.press('Enter');
      await page.getByText(/You approved/).waitFor();
      await page.context().close();
    });

    it('stops everything, shows it on every page, and lets changes go on', async () => {
      const { page } = await open(browser, where, '/');
      await page.getByRole('button', { name: 'Pause changes' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: 'Stop changes now' }).click();
      await dialog.getByText('Say why').waitFor();
      await dialog.getByLabel('Reason').fill('Something is odd');
      await dialog.getByRole('button', { name: 'Stop changes now' }).click();
      const banner = page.getByText('Changes to everything are stopped', { exact: true });
      await banner.first().waitFor();
      await page.getByRole('link', { name: 'Exemptions' }).click();
      await banner.first().waitFor();
      await page.getByRole('link', { name: 'See the switch' }).click();
      await page.getByRole('button', { name: 'Let changes to everything go on' }).click();
      await page.getByRole('dialog').getByLabel('Reason').fill('It was a test');
      await page.getByRole('button', { name: 'Let them go on' }).click();
      await page.getByText('Nothing is stopped').waitFor();
      await page.getByText('It was a test').first().waitFor();
      await page.context().close();
    });

    it('gives a viewer no undo, and says why', async () => {
      const { page } = await open(browser, where, paths['one remediation'] ?? '', { roles: ['viewer'] });
      const { id } = await newest(page, 'remediated');
      await page.goto(`${where.base}/remediations/${id}`);
      const undo = page.getByRole('button', { name: 'Undo', exact: true });
      expect(await undo.getAttribute('aria-disabled')).toBe('true');
      await undo.hover();
      await page.getByText('This takes the role operator or admin').last().waitFor();
      await page.context().close();
    });

    it('lets a viewer decide, stop and set nothing', async () => {
      const { page } = await open(browser, where, '/settings', { roles: ['viewer'] });
      const isOff = async (name: RegExp | string) =>
        expect(await page.getByRole('button', { name }).first().getAttribute('aria-disabled')).toBe('true');
      await isOff('Pause changes');
      await page.goto(`${where.base}/controls/s3.bucket-closed-to-public`);
      await isOff('Change its mode');
      await page.goto(`${where.base}/exemptions`);
      await isOff('Leave something alone');
      await page.context().close();
    });

    it('shows what happens by the second time it asks, and moves nothing under the reader', async () => {
      const { page } = await open(browser, where, '/remediations');
      const rows = () => page.locator('tbody tr').allInnerTexts();
      const [first] = await rows();
      // It asks every 1.5 seconds; how long the rest takes is the machine's matter.
      let asked = 0;
      page.on('request', (request) => {
        asked += request.url().includes('/api/changes') ? 1 : 0;
      });
      await where.drift();
      const news = page.getByRole('button', { name: /^Show \d+ new/ });
      await news.waitFor();
      expect(asked).toBeLessThanOrEqual(2);
      expect((await rows())[0]?.split('\t')[0]).toBe(first?.split('\t')[0]);
      await news.click();
      await news.waitFor({ state: 'hidden' });
      await page.context().close();
    });

    it('has what is shown in its address, and shows it again from there', async () => {
      const { page } = await open(browser, where, '/remediations');
      const field = page.getByRole('combobox', { name: 'Find remediations' });
      await field.fill('shop');
      await field.press('Enter');
      await page.waitForURL(/contains=shop/);
      const { page: other } = await open(browser, where, new URL(page.url()).pathname + new URL(page.url()).search);
      await other.getByText('shop', { exact: false }).first().waitFor();
      expect(await other.getByRole('button', { name: 'Clear filters' }).count()).toBe(1);
      await Promise.all([page.context().close(), other.context().close()]);
    });

    it('exports what is filtered, and gives the file', async () => {
      const { page } = await open(browser, where, '/remediations?status=remediated');
      await page.getByRole('button', { name: 'Export' }).click();
      await page.getByRole('menuitem', { name: /CSV/ }).click();
      await page.getByRole('link', { name: 'Download' }).waitFor();
      await page.context().close();
    });

    it('says what to do where the API cannot be reached, and goes on when it can', async () => {
      const { page } = await open(browser, where, '/');
      await page.route('**/api/exemptions*', (route) => route.abort());
      await page.getByRole('link', { name: 'Exemptions' }).click();
      await page.getByText('Homeostat cannot be reached').waitFor({ timeout: 20_000 });
      await page.unroute('**/api/exemptions*');
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.getByText('What is left alone for a control').waitFor();
      await page.context().close();
    });

    it('signs out', async () => {
      const { page } = await open(browser, where, '/', { roles: everyRole });
      await page.locator('header').getByRole('button').last().click();
      const out = page.waitForRequest((request) => request.url().endsWith('/auth/sign-out'));
      await page.getByRole('menuitem', { name: /Sign out/ }).click();
      expect((await out).method()).toBe('POST');
      await page.context().close();
    });
  });
}
