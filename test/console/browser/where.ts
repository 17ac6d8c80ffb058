import { existsSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { Role } from '../../../functions/domain/access.ts';

/** Where the console runs, and how one gets into it. */
export interface Where {
  readonly base: string;
  /** Signs in with some roles, and leads to a path. */
  signIn(page: Page, roles: readonly Role[], path: string): Promise<void>;
  /** Lets something drift now. */
  drift(): Promise<void>;
}

/** Debian's and others' usual places; `CHROMIUM` names another. Where none is there, these tests are skipped, but not in CI. */
const executablePath = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path !== undefined && existsSync(path));
export const isBrowserThere = executablePath !== undefined || process.env['CI'] !== undefined;
const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];

export function launch(): Promise<Browser> {
  return chromium.launch({ ...(executablePath && { executablePath }), args });
}

interface Look {
  readonly roles?: readonly Role[];
}

export const everyRole: readonly Role[] = ['viewer', 'operator', 'approver', 'admin'];

/** A page as somebody opens it, with what the browser complained about. */
interface Opened {
  readonly page: Page;
  readonly complaints: readonly string[];
}

/** Opens a path for somebody who is signed in, and waits until the page shows what it has. */
export async function open(browser: Browser, where: Where, path: string, look: Look = {}): Promise<Opened> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    colorScheme: 'light',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await where.signIn(page, look.roles ?? everyRole, path);
  await settled(page);
  return { page, complaints };
}

/** Until nothing is waited for any more. */
export async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor();
  await until(page, '!/Waiting for|Looking what/.test(document.body.innerText)');
}

/** Until the page says that something holds. The page's policy lets nothing be evaluated within it, so it is asked from outside. */
export async function until(page: Page, holds: string): Promise<void> {
  const end = Date.now() + 30_000;
  while (!(await page.evaluate(holds))) {
    if (Date.now() > end) throw new Error(`it never held that ${holds}`);
    await page.waitForTimeout(50);
  }
}

/** The rules of accessibility that a page breaks seriously. */
export async function serious(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`);
}

/** Goes on with Tab until what has the focus is called so; as somebody without a mouse would. */
export async function tabTo(page: Page, name: RegExp, most = 120): Promise<void> {
  for (let pressed = 0; pressed < most; pressed += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate<string>(
      "(document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '').trim()",
    );
    if (name.test(focused)) return;
  }
  throw new Error(`Tab did not reach ${name}`);
}

interface Head {
  readonly id: string;
  readonly resource: string;
}

/** The newest remediation of a status. */
export async function newest(page: Page, status: string): Promise<Head> {
  const answer = await page.request.get(new URL(`/api/remediations?limit=1&status=${status}`, page.url()).href);
  const { items } = (await answer.json()) as { items: readonly Head[] };
  if (items[0] === undefined) throw new Error(`nothing is ${status}`);
  return items[0];
}
