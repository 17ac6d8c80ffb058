import { describe, expect, test } from '@jest/globals';
import type { Caller } from '../../../catalogue/control.ts';
import { roleUnused } from '../../../catalogue/controls/iam/role-unused.ts';
import { deactivation } from '../../../catalogue/iam/deactivation.ts';
import { guard } from '../../../functions/domain/decide.ts';
import { judge } from '../../../functions/domain/plan.ts';
import { ownResources } from '../../../stacks/names.ts';
import { roleDrift } from '../../functions/findings.ts';

const now = new Date('2026-06-30T12:00:00.000Z');
const [lately, longAgo] = ['2026-06-20T10:00:00.000Z', '2025-01-15T00:00:00.000Z'];

interface Told {
  readonly path?: string;
  readonly name?: string;
  readonly createdAt?: string;
  readonly lastUsed?: string;
  /** Calls that a sweep gathered; absent where none was made. */
  readonly gathered?: Readonly<Record<string, string>>;
  readonly isComplete?: boolean;
  readonly tag?: string;
  readonly policy?: string;
}

async function says(told: Told): Promise<string> {
  const { name = 'app', path = '/' } = told;
  const target = { account: '111122223333', region: 'us-east-1', arn: `arn:aws:iam::111122223333:role${path}${name}` };
  const settings = { windowDays: 90 };
  const state = await roleUnused.read(target, answering(told) as Caller<never>, settings);
  const verdict = judge({ control: roleUnused, target, state, settings, readAt: now.toISOString() });
  return verdict === undefined ? 'compliant' : verdict.outcome === 'change' ? 'change' : verdict.because;
}

function answering({ createdAt = longAgo, lastUsed, gathered, isComplete = true, tag, policy }: Told) {
  const Tags = tag === undefined ? [] : [{ Key: 'homeostat:keep-permissions', Value: tag }];
  const RoleLastUsed = lastUsed === undefined ? {} : { LastUsedDate: new Date(lastUsed) };
  const evidence = {
    principal: 'app',
    reportedAt: lately,
    isComplete,
    services: {},
    calls: gathered,
    trailSince: null,
  };
  const answers: Readonly<Record<string, unknown>> = {
    'iam:GetRole': { Role: { CreateDate: new Date(createdAt), RoleLastUsed, Tags } },
    'iam:GetRolePolicy': policy === undefined ? undefined : { PolicyDocument: encodeURIComponent(policy) },
    'homeostat:GetUsage': gathered === undefined ? undefined : { evidence: [evidence], notice: null },
  };
  return async (call: string) => answers[call];
}

describe('a role', () => {
  test.each<[string, Told, RegExp | string]>([
    ['that nobody ever used is deactivated', {}, 'change'],
    ['that was last used before the window is deactivated', { lastUsed: longAgo }, 'change'],
    ['that was used in the window is compliant', { lastUsed: lately }, 'compliant'],
    ['that is younger than the window is compliant', { createdAt: lately }, 'compliant'],
    ['that the trail saw in the window is compliant', { gathered: { 's3:GetObject': lately } }, 'compliant'],
    ['of which the trail knows old uses alone is deactivated', { gathered: { 's3:GetObject': longAgo } }, 'change'],
    [
      'of which the gathered use is not complete stays',
      { gathered: {}, isComplete: false },
      /what it was used for is not known completely/,
    ],
    ['that is deactivated is compliant', { policy: deactivation.document }, 'compliant'],
    ['with another policy of that name stays', { policy: '{}' }, /somebody else wrote/],
    [
      'that is linked to a service stays',
      { name: 'AWSServiceRoleForSupport', path: '/aws-service-role/support.amazonaws.com/' },
      /kept by AWS/,
    ],
    [
      'of IAM Identity Center stays',
      { name: 'AWSReservedSSO_Admin_0', path: '/aws-reserved/sso.amazonaws.com/' },
      /kept by AWS/,
    ],
    ['of the organization stays', { name: 'OrganizationAccountAccessRole' }, /own way into the account/],
    ['that somebody keeps stays', { tag: 'owner=ann until=2099-01-01' }, /ann keeps the permissions of role app/],
  ])('%s', async (_, told, expected) => {
    expect(await says(told)).toEqual(typeof expected === 'string' ? expected : expect.stringMatching(expected));
  });

  test.each(['HomeostatReader', 'HomeostatWriter', 'Homeostat-apply'])(
    'of Homeostat is held, whatever this control says: %s',
    (name) => {
      const target = { account: '111122223333', region: 'us-east-1', arn: `arn:aws:iam::111122223333:role/${name}` };
      const finding = roleDrift({ control: 'iam.role-unused', target });
      const config = { protect: [] } as unknown as Parameters<typeof guard>[0]['config'];
      const switches = { pauses: [], modes: [] };
      expect(guard({ finding, config, own: ownResources, exemptions: [], switches, now })).toMatchObject({
        action: 'hold',
      });
    },
  );
});
