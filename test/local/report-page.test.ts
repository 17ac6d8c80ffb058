import { writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { weeklyReport } from '../../functions/domain/weekly-report.ts';
import { reportHtml } from '../../functions/report/mail.tsx';
import { busy, quiet } from '../functions/report/sources.ts';
import { isBrowserThere, launch, obstacles, overhang } from './chromium.ts';

(isBrowserThere ? describe : describe.skip)('the report in a browser', () => {
  let browser: Browser;
  let directory = '';
  beforeAll(async () => {
    browser = await launch();
    directory = await mkdtemp(join(tmpdir(), 'homeostat-'));
  });
  afterAll(async () => {
    await browser?.close();
  });

  async function show(sources: typeof busy, options: { width: number; colorScheme: 'light' | 'dark' }) {
    const file = join(directory, 'report.html');
    writeFileSync(file, reportHtml(weeklyReport(sources), 'https://console.example.com/'));
    const { width, colorScheme } = options;
    const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
    const page = await context.newPage();
    await page.goto(pathToFileURL(file).href);
    return page;
  }

  it.each([
    ['a week full of things', 'by day', busy, { width: 1000, colorScheme: 'light' }],
    ['a week full of things', 'by night', busy, { width: 1000, colorScheme: 'dark' }],
    ['a week full of things', 'on a phone, by night', busy, { width: 360, colorScheme: 'dark' }],
    ['a quiet week', 'on a phone', quiet, { width: 360, colorScheme: 'light' }],
  ] as const)('on %s can be read by everybody, and fits: %s', async (_, __, sources, look) => {
    const page = await show(sources, look);
    expect(await obstacles(page)).toEqual([]);
    expect(await overhang(page)).toBeLessThanOrEqual(0);
  });

  it('is printed on light paper, even by night', async () => {
    const page = await show(busy, { width: 1000, colorScheme: 'dark' });
    const paper = () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    expect(await paper()).toBe('rgb(15, 27, 42)');
    await page.emulateMedia({ media: 'print' });
    expect(await paper()).toBe('rgb(255, 255, 255)');
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length).toBeLessThanOrEqual(4);
  });
});
