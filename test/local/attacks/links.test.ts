import { beforeAll, describe, expect, it } from '@jest/globals';
import { mails, remediated } from '../cloud.ts';
import { type Drift, drift, isUntouched, question } from '../drifts.ts';
import { choiceOn, codeFor, decide, invitationFor, noticeOn, post } from '../questions.ts';

let role: Drift;
let other: Drift;
let link: string;
let id: string;

beforeAll(async () => {
  role = await drift('link-attacked');
  ({ id } = await question(role.arn));
  ({ link } = await invitationFor(role.arn));
  other = await drift('link-of-another');
});

describe('a mailed link', () => {
  it('changes nothing by being fetched, by anyone, any number of times', async () => {
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'GET', 'GET']) {
      await fetch(`${link}?step=decide&decision=approve&code=12345678`, { method });
    }
    expect(await isUntouched(role)).toBe(true);
  });

  it('leads to a page on which a scanner that runs scripts finds nothing to run and nothing that submits itself', async () => {
    const page = await (await fetch(link)).text();
    expect(page).not.toMatch(/<script|\son\w+=|javascript:|http-equiv="refresh"/i);
  });

  it('says yes and no on one page: no address stands for an outcome', async () => {
    const page = await (await fetch(link)).text();
    expect(page.match(/(href|action)="[^"]*(approve|reject)/g)).toBeNull();
    expect((await mails()).flatMap(({ BodyText }) => BodyText.match(/questions\/\S*(approve|reject)/g) ?? [])).toEqual(
      [],
    );
  });

  it('decides nothing by itself when it is forwarded or leaks', async () => {
    const of = await choiceOn(link, id);
    for (const code of ['', '00000000', '12345678']) {
      await post(link, 'decide', { of, decision: 'approve', code });
    }
    expect(await isUntouched(role)).toBe(true);
  });

  it('does not work for another question than its own', async () => {
    const asked = await question(other.arn);
    const { link: others } = await invitationFor(other.arn);
    const of = await choiceOn(others, asked.id);
    await post(link, 'code', {});
    const notice = await post(link, 'decide', { of, decision: 'approve', code: await codeFor(link) });
    expect(notice).toContain('of those that are still open');
    expect(await isUntouched(other)).toBe(true);
  });

  it('is told to nobody, framed nowhere, and answers only forms of its own', async () => {
    const { headers } = await fetch(link);
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    const foreign = await fetch(`${link}?step=code`, {
      method: 'POST',
      headers: { origin: 'https://evil.example.com' },
    });
    expect(foreign.status).toBe(403);
  });

  it('cannot be guessed, and its code cannot be tried out', async () => {
    expect(/questions\/([\w-]+)$/.exec(link)?.[1]).toHaveLength(43);
    const wrong = link.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    expect((await fetch(wrong)).status).toBe(404);
    const of = await choiceOn(link, id);
    const notices = [];
    for (let tries = 0; tries < 7; tries++) {
      notices.push(await post(link, 'decide', { of, decision: 'approve', code: '00000000' }));
    }
    expect(notices.at(-1)).toContain('tried too often');
    expect(await isUntouched(role)).toBe(true);
  });
});

describe('a late or second click', () => {
  it('gets a page that says what already happened', async () => {
    const asked = await question(other.arn);
    const { link: others } = await invitationFor(other.arn);
    expect(await decide(others, asked.id, 'reject', { comment: 'it is a test' })).toContain('You rejected');
    await remediated(other.arn, 'rejected');
    expect(noticeOn(await (await fetch(others)).text())).toContain('operator@example.com rejected on');
    expect(await post(others, 'decide', { code: '12345678', decision: 'approve' })).toContain('rejected on');
    expect(await isUntouched(other)).toBe(true);
  });
});
