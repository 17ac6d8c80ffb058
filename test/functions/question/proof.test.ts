import { expect, test } from '@jest/globals';
import { wholePlan } from '../../../cli/whole-plan.ts';
import { parseConfig } from '../../../functions/domain/config.ts';
import { questionMail } from '../../../functions/question/mail.tsx';
import { QuestionPage } from '../../../functions/question/page.tsx';
import { questionOf } from '../../../functions/question/question.ts';
import { questionMessage } from '../../../functions/slack/message.ts';
import { actingConfig } from '../environment.ts';
import { bucketDrift, planOf } from '../findings.ts';

const until = '2026-11-27T12:00:00.000Z';
const proof = [
  { check: 'it grants no more than before', by: 'IAM Access Analyzer', holds: true, says: 'CheckNoNewAccess passed' },
  { check: 'every call of the window is allowed as before', by: 'Homeostat', holds: true, says: '2 calls are' },
];
const told = [
  'Yes: it grants no more than before. IAM Access Analyzer: CheckNoNewAccess passed',
  'Yes: every call of the window is allowed as before. Homeostat: 2 calls are',
];
const plain = bucketDrift();
const finding = bucketDrift({ verdict: { outcome: 'change', plan: { ...planOf(plain), proof } } });

/** Everything that somebody reads before they decide. */
function shown(of: typeof finding): readonly string[] {
  const asked = { finding: of, planDigest: 'x', taskToken: 't', askedAt: until, expiresAt: until, group: 0, quorum: 1 };
  const questions = [questionOf({ asked, votes: [] }, parseConfig(actingConfig), new Date('2026-11-24T12:00:00Z'))];
  const mail = questionMail({ questions, occasion: 'ask', late: false, to: 'ann@example.com', link: 'https://x.y/q' });
  const slack = questionMessage({ batch: 'b-1', questions, late: false, page: 'https://x.y/q' });
  const { control, target, state } = of;
  return [
    QuestionPage({ questions, approver: undefined, notices: [], form: 'none' }).toString(),
    mail.text,
    mail.html,
    slack.blocks.map((block) => JSON.stringify(block)).join('\n'),
    wholePlan({ control, target, state, plan: planOf(of), about: '', end: '' }),
  ];
}

test('what was checked of a plan stands on the page, in the mail, in Slack and in the terminal, whole', () => {
  for (const text of shown(finding)) {
    expect(text).toContain('What was checked');
    expect(told.filter((one) => !text.includes(one))).toEqual([]);
  }
});

test('of a plan of which nothing was checked, nothing is said', () => {
  expect(shown(plain).filter((text) => text.includes('What was checked'))).toEqual([]);
});
