import { describe, expect, test } from '@jest/globals';
import { type ConfigInput, parseConfig } from '../../../functions/domain/config.ts';
import { type Circumstances, decide, type Earlier } from '../../../functions/domain/decide.ts';
import { actingConfig } from '../environment.ts';
import { bucketDrift, cause, planOf, roleDrift } from '../findings.ts';

const now = new Date('2026-11-24T12:00:00Z');
const safe = bucketDrift();
const disruptive = roleDrift();

interface Case extends Partial<Omit<Circumstances, 'config'>> {
  readonly config?: Partial<ConfigInput>;
}

function decided({ config, ...rest }: Case) {
  return decide({
    finding: safe,
    own: [],
    exemptions: [],
    switches: { pauses: [], modes: [] },
    earlier: [],
    changesThisHour: 0,
    settled: false,
    now,
    ...rest,
    config: parseConfig({ ...actingConfig, ...config }),
  });
}

const verdictOf = (level: 'irreversible') => ({
  outcome: 'change' as const,
  plan: { ...planOf(safe), risk: { level, because: 'gone is gone' } },
});
const by = (actor: { arn: string; userAgent?: string }) =>
  bucketDrift({ cause: { ...cause, actor: { type: 'AssumedRole', ...actor } } });
const exemption = { id: 'x', control: '*', owner: 'Ann', reason: 'a campaign', until: '2026-12-01T00:00:00Z' };
const earlier = (change: Partial<Earlier> = {}): Earlier => ({
  id: 'r-earlier',
  control: safe.control,
  status: 'remediated',
  openedAt: '2026-11-24T11:30:00Z',
  ...change,
});
const undoing = bucketDrift({ undoes: 'r-mended' });

test.each<[string, Case, string, RegExp]>([
  ['does what is safe by itself', {}, 'apply', /lets Homeostat act/],
  ['asks before what is disruptive', { finding: disruptive }, 'ask', /asks a person first/],
  [
    'asks before what is irreversible',
    { finding: bucketDrift({ verdict: verdictOf('irreversible') }) },
    'ask',
    /asks a person/,
  ],
  ['observes where no rule speaks', { config: { policy: [] } }, 'observe', /observes safe changes/],
  [
    'observes where the rule says so',
    { config: { policy: [{ safe: 'observe' }] } },
    'observe',
    /observes safe changes/,
  ],
  [
    'asks about what a person always decides, even where the rule makes it automatic',
    { finding: bucketDrift({ verdict: { outcome: 'change', plan: { ...planOf(bucketDrift()), asks: true } } }) },
    'ask',
    /asks a person first/,
  ],
  [
    'holds what a control leaves',
    { finding: bucketDrift({ verdict: { outcome: 'leave', because: 'it serves a website' } }) },
    'hold',
    /^it serves a website$/,
  ],
  [
    'holds what could not be read',
    { finding: bucketDrift({ verdict: { outcome: 'unreadable', because: 'AccessDenied' } }) },
    'hold',
    /^AccessDenied$/,
  ],
  [
    'holds while the tags that decide are unknown',
    { config: { policy: [{ tags: { a: ['b'] }, safe: 'automatic' }] } },
    'hold',
    /tags could not be read/,
  ],
  ['holds what belongs to Homeostat', { own: ['arn:aws:s3:::logs'] }, 'hold', /logs is protected/],
  [
    'holds what takes something from somebody who is protected, wherever the protected one has its path',
    {
      finding: affecting('arn:aws:iam::111122223333:role/break-glass'),
      config: { protect: ['arn:aws:iam::*:role/ops/break-glass'] },
    },
    'hold',
    /role\/break-glass is protected/,
  ],
  ['holds what the owner protects', { config: { protect: ['arn:aws:s3:::lo*'] } }, 'hold', /protected/],
  [
    'holds what is exempt, and says until when, who and why',
    { exemptions: [exemption] },
    'hold',
    /2026-12-01T00:00:00Z, says Ann: a campaign/,
  ],
  ['holds what is exempt for this control', { exemptions: [{ ...exemption, control: 's3.*' }] }, 'hold', /exempt/],
  ['minds no exemption for another control', { exemptions: [{ ...exemption, control: 'iam.*' }] }, 'apply', /./],
  [
    'minds no exemption that has ended',
    { exemptions: [{ ...exemption, until: '2026-11-24T12:00:00Z' }] },
    'apply',
    /./,
  ],
  [
    'minds an exemption whose end cannot be read',
    { exemptions: [{ ...exemption, until: 'Christmas' }] },
    'hold',
    /exempt until Christmas/,
  ],
  [
    'holds a question that reaches nobody',
    { finding: disruptive, config: { approvers: [] } },
    'hold',
    /no approver can be reached/,
  ],
  [
    'holds a question that has no channel',
    { finding: disruptive, config: { channels: {} } },
    'hold',
    /no approver can be reached/,
  ],
  ['holds at the limit of changes', { changesThisHour: 5 }, 'hold', /5 changes in account 111122223333 within an hour/],
  ['acts below the limit of changes', { changesThisHour: 4 }, 'apply', /./],
  [
    'holds everything where no change is allowed',
    { config: { limits: { changesPerHour: 0 } } },
    'hold',
    /reach the limit/,
  ],
])('%s', (_, circumstances, action, because) => {
  expect(decided(circumstances)).toEqual(expect.objectContaining({ action, because: expect.stringMatching(because) }));
});

/** A drift whose plan touches somebody besides its own resource. */
function affecting(arn: string) {
  const finding = bucketDrift();
  return { ...finding, verdict: { outcome: 'change' as const, plan: { ...planOf(finding), affects: [arn] } } };
}

describe('a resource of a tool that may still be deploying', () => {
  test.each([
    [
      'the role of the CDK',
      { arn: 'arn:aws:sts::1:assumed-role/cdk-hnb659fds-cfn-exec-role-1-eu-central-1/AWSCloudFormation' },
    ],
    ['CloudFormation itself', { arn: 'cloudformation.amazonaws.com' }],
    [
      'Terraform',
      { arn: 'arn:aws:iam::1:user/ci', userAgent: 'APN/1.0 HashiCorp/1.0 Terraform/1.9.0 (+https://www.terraform.io)' },
    ],
    ['Pulumi', { arn: 'arn:aws:iam::1:user/ci', userAgent: 'APN/1.0 Pulumi/1.0' }],
  ])('gets time to settle, once: %s', (_, actor) => {
    expect(decided({ finding: by(actor) })).toMatchObject({ action: 'settle', seconds: 120 });
    expect(decided({ finding: by(actor), settled: true }).action).toBe('apply');
    expect(decided({ finding: by(actor), config: { settle: { seconds: 0 } } }).action).toBe('apply');
  });

  test('does not settle for a person', () => {
    expect(decided({ finding: by({ arn: 'arn:aws:iam::1:user/terraform', userAgent: 'aws-cli/2' }) }).action).toBe(
      'apply',
    );
  });

  test('is only observed where the policy observes', () => {
    expect(decided({ finding: by({ arn: 'cloudformation.amazonaws.com' }), config: { policy: [] } }).action).toBe(
      'observe',
    );
  });
});

describe('a struggle', () => {
  const mends = ['r-1', 'r-2', 'r-3'].map((id) => earlier({ id }));
  const asking = earlier({
    status: 'awaiting-approval',
    control: disruptive.control,
    planDigest: planOf(disruptive).digest,
  });

  test.each<[string, readonly Earlier[], string]>([
    ['is seen in the third mend within the hour', mends, 'hold'],
    ['is not seen in two mends', mends.slice(1), 'apply'],
    [
      'is not seen in mends of an earlier hour',
      mends.map((mend) => ({ ...mend, openedAt: '2026-11-24T10:59:00Z' })),
      'apply',
    ],
    ['is not seen in mends of another control', mends.map((mend) => ({ ...mend, control: 'other' })), 'apply'],
    ['is not seen in remediations that changed nothing', mends.map((mend) => ({ ...mend, status: 'held' })), 'apply'],
    ['is not seen in the same remediation', mends.map((mend) => ({ ...mend, id: safe.id })), 'apply'],
  ])('%s', (_, mended, action) => {
    expect(decided({ earlier: mended }).action).toBe(action);
  });

  test.each<[string, Earlier, string]>([
    ['while the same question is open', asking, 'hold'],
    ['unless the plan is another one', { ...asking, planDigest: 'other' }, 'ask'],
    ['unless it was answered', { ...asking, status: 'rejected' }, 'ask'],
  ])('asks nothing twice %s', (_, open, action) => {
    expect(decided({ finding: disruptive, earlier: [open] }).action).toBe(action);
  });
});

describe('an undo', () => {
  test.each<[string, Case]>([
    ['the policy only observes', { config: { policy: [] } }],
    ['the resource is exempt', { exemptions: [exemption] }],
    ['the resource was mended often', { earlier: ['r-1', 'r-2', 'r-3'].map((id) => earlier({ id })) }],
  ])('goes ahead although %s', (_, circumstances) => {
    expect(decided({ ...circumstances, finding: undoing })).toEqual({
      action: 'apply',
      because: 'an operator undoes r-mended',
    });
  });

  const disruptiveUndo = roleDrift({
    undoes: 'r-mended',
    cause: { ...cause, actor: { type: 'Operator', arn: 'arn:aws:sts::111122223333:assumed-role/ops/ann' } },
  });
  const ofRole = (disruptive?: 'observe' | 'ask' | 'automatic') => ({
    config: { policy: disruptive ? [{ disruptive }] : [] },
    finding: disruptiveUndo,
  });
  const mode = {
    control: disruptive.control,
    account: '*',
    disruptive: 'ask' as const,
    by: 'ann',
    reason: 'x',
    at: '',
  };

  test.each<[string, Case, string]>([
    ['is made where the policy lets Homeostat act', ofRole('automatic'), 'apply'],
    ['is asked about where the policy asks', ofRole('ask'), 'ask'],
    ['is asked about where the policy observes', ofRole('observe'), 'ask'],
    ['is asked about where the policy says nothing', ofRole(), 'ask'],
    ['is asked about where a mode asks', { ...ofRole('automatic'), switches: { pauses: [], modes: [mode] } }, 'ask'],
    ['is held where nobody can be asked', { ...ofRole('ask'), config: { approvers: [] } }, 'hold'],
    [
      'is held where only the operator could be asked',
      { ...ofRole('ask'), config: { approvers: [{ name: 'Ann', mail: 'ann@example.com' }] } },
      'hold',
    ],
    [
      'is held where whom to ask depends on tags that could not be read',
      {
        finding: disruptiveUndo,
        config: {
          policy: [{ tags: { a: ['b'] }, disruptive: 'automatic' }],
          groups: { g: ['bob@example.com'] },
          questions: { rules: [{ tags: { a: ['b'] }, groups: ['g'] }] },
        },
      },
      'hold',
    ],
    [
      'is held where the same undo is asked about already',
      {
        ...ofRole('ask'),
        earlier: [
          earlier({ control: disruptive.control, status: 'awaiting-approval', planDigest: planOf(disruptive).digest }),
        ],
      },
      'hold',
    ],
    [
      'that Homeostat began because somebody misses it asks nobody',
      { ...ofRole('ask'), finding: { ...disruptiveUndo, unasked: true } as Case['finding'] & object },
      'apply',
    ],
  ])('of what is disruptive %s', (_, circumstances, action) => {
    expect(decided(circumstances).action).toBe(action);
  });

  test.each([
    ['by an operator', undoing],
    ['by Homeostat itself', { ...undoing, unasked: true }],
  ])('%s is held while changes are stopped', (_, finding) => {
    const scope = { kind: 'everything' as const };
    const open = { endedAt: null, endedBy: null, endedBecause: null };
    const pause = { id: 'p-1', scope, says: 'everything', by: 'ann', reason: 'an incident', at: '2026', ...open };
    expect(decided({ finding: finding as typeof undoing, switches: { pauses: [pause], modes: [] } })).toEqual({
      action: 'hold',
      because: 'everything is stopped since 2026, says ann: an incident',
      pause: 'p-1',
    });
  });

  test('is held where the resource is protected', () => {
    expect(decided({ finding: undoing, config: { protect: ['*'] } })).toMatchObject({
      action: 'hold',
      because: expect.stringContaining('protected'),
    });
  });
});
