import {
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  ListRulesCommand,
} from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { account, homeostat, homeostatAs, operator, plain } from './cloud.ts';

interface Line {
  readonly state: string;
  readonly where: string;
  readonly check: string;
  readonly says: string;
}

const events = new EventBridgeClient(plain);
const doctor = async (): Promise<{ status: number; lines: readonly Line[] }> => {
  const { status, out, err } = await homeostatAs(operator, 'doctor', '--json');
  if (out === '') {
    throw new Error(err);
  }
  return { status, lines: JSON.parse(out) };
};

describe('homeostat doctor', () => {
  it('finds that everything works, whoever asks and changes nothing', async () => {
    const { status, lines } = await doctor();
    // Other tests leave dead letters, and nobody listens to the alarms here.
    const others = lines.filter(({ check }) => !['dead letters', 'alarms', 'alarms reach'].includes(check));
    expect(others.filter(({ state }) => state !== 'ok')).toEqual([]);
    expect(others.map(({ where, check }) => `${where} ${check}`).toSorted()).toEqual(
      [
        'hub tables',
        'hub channel mail',
        'hub channel slack',
        `${account} HomeostatReader from verify`,
        `${account} HomeostatReader from apply`,
        `${account} HomeostatWriter from apply`,
        `${account} us-east-1 trail`,
        `${account} us-east-1 rules`,
        `${account} us-east-1 events arrive`,
      ].toSorted(),
    );
    expect(status).toBe(lines.some(({ state }) => state === 'broken') ? 1 : 0);
  });

  describe('with a rule disabled', () => {
    let Name = '';
    beforeAll(async () => {
      const { Rules = [] } = await events.send(new ListRulesCommand({ NamePrefix: 'HomeostatMember' }));
      Name = Rules.find(({ EventPattern = '' }) => EventPattern.includes('"iam.amazonaws.com"'))?.Name ?? '';
      await events.send(new DisableRuleCommand({ Name }));
    });
    afterAll(() => events.send(new EnableRuleCommand({ Name })));

    it('says so, which controls sleep, and what to do', async () => {
      const { status, out } = await homeostat('doctor');
      expect(status).toBe(1);
      expect(out).toContain(`rules: disabled: ${Name}`);
      expect(out).toMatch(/nothing wakes these controls: .*iam\./);
      expect(out).toContain('→ Enable them: aws events enable-rule');
    });
  });
});
