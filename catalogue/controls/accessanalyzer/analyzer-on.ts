import * as z from 'zod';
import { accountSettings, settingArn } from '../../account-setting.ts';
import type { Output } from '../../calls.ts';
import { type Caller, type Change, defineControl } from '../../control.ts';

const Analyzer = z.object({ name: z.string(), type: z.string(), status: z.string() });
type Analyzer = z.infer<typeof Analyzer>;

const Account = z.object({ account: z.string(), region: z.string(), analyzers: z.array(Analyzer) });
type Account = z.infer<typeof Account>;

const Settings = z.object({
  name: z
    .string()
    .regex(/^[A-Za-z][\w.-]{0,254}$/)
    .default('homeostat')
    .describe('What a new analyzer is called'),
});

/** Those that look for access from outside, which costs nothing; others look for access that is unused or internal. */
const external: readonly string[] = ['ACCOUNT', 'ORGANIZATION'];

/** In the examples. */
const unused: Analyzer = { name: 'unused', type: 'ACCOUNT_UNUSED_ACCESS', status: 'ACTIVE' };

const analyzerArn = 'arn:{partition}:access-analyzer:{region}:{account}:analyzer/*';

export const analyzerOn = defineControl({
  id: 'accessanalyzer.analyzer-on',
  title: 'Access Analyzer looks for access from outside',
  practice: 'audits',
  severity: 'medium',
  standards: {
    'Security Hub': ['IAM.28'],
    'CIS AWS Foundations 3.0': ['1.20'],
    Prowler: ['accessanalyzer_enabled'],
  },
  why: 'Access Analyzer proves, for every policy of the region, who outside gets in by it. Without it, a bucket, a key or a role that is open to somebody else is found by them first.',
  impact:
    'An analyzer of the account reads the policies in the region and reports what is open to anybody outside the account. Looking for access from outside costs nothing. An analyzer of the organization, in another account, does not show here; its findings and those of this one may tell the same.',
  triggers: [
    { kind: 'api-call', service: 'access-analyzer', events: ['DeleteAnalyzer'], target: settingArn('access-analyzer') },
    { kind: 'config-rule', rule: 'iam-external-access-analyzer-enabled' },
    { kind: 'security-hub', control: 'IAM.28' },
  ],
  settings: Settings,
  ...accountSettings('access-analyzer'),
  reads: [{ call: 'access-analyzer:ListAnalyzers', on: '*' }],
  writes: [
    { call: 'access-analyzer:CreateAnalyzer', on: analyzerArn },
    { call: 'access-analyzer:DeleteAnalyzer', on: analyzerArn },
    {
      call: 'access-analyzer:CreateAnalyzer',
      action: 'iam:CreateServiceLinkedRole',
      on: 'arn:{partition}:iam::{account}:role/aws-service-role/access-analyzer.amazonaws.com/AWSServiceRoleForAccessAnalyzer',
      besides: true,
    },
  ],
  state: Account,

  async read({ account, region }, aws) {
    return { account, region, analyzers: await analyzersOf(aws) };
  },

  plan(state, { name }) {
    const { region, analyzers } = state;
    const looking = analyzers.filter(({ type }) => external.includes(type));
    const [first] = looking;
    if (looking.some(({ status }) => status === 'ACTIVE')) {
      return { outcome: 'compliant' };
    }
    if (first !== undefined) {
      return {
        outcome: 'leave',
        because: `the analyzer ${first.name} in ${region} is ${first.status}: whether it is to work again, or another is to take its place, is for a person`,
      };
    }
    if (analyzers.some((one) => one.name === name)) {
      return {
        outcome: 'leave',
        because: `an analyzer that looks for something else is called ${name} in ${region} already`,
      };
    }
    return {
      outcome: 'change',
      risk: {
        level: 'safe',
        because: 'an analyzer only reads policies, and looking for access from outside costs nothing',
      },
      apply: [create(name, region)],
      undo: [remove(name, region)],
      after: { ...state, analyzers: [...analyzers, { name, type: 'ACCOUNT', status: 'ACTIVE' }] },
    };
  },

  examples: [
    {
      name: 'a region that an analyzer of the account looks at',
      state: of({ name: 'outside', type: 'ACCOUNT', status: 'ACTIVE' }),
      plan: { outcome: 'compliant' },
    },
    {
      name: 'a region that an analyzer of the organization looks at',
      state: of({ name: 'outside', type: 'ORGANIZATION', status: 'ACTIVE' }),
      plan: { outcome: 'compliant' },
    },
    {
      name: 'a region with an analyzer of unused access only',
      state: of(unused),
      plan: {
        outcome: 'change',
        risk: {
          level: 'safe',
          because: 'an analyzer only reads policies, and looking for access from outside costs nothing',
        },
        apply: [create('homeostat', 'eu-central-1')],
        undo: [remove('homeostat', 'eu-central-1')],
        after: of(unused, { name: 'homeostat', type: 'ACCOUNT', status: 'ACTIVE' }),
      },
    },
    {
      name: 'a region whose analyzer does not work',
      state: of({ name: 'outside', type: 'ORGANIZATION', status: 'DISABLED' }),
      plan: {
        outcome: 'leave',
        because:
          'the analyzer outside in eu-central-1 is DISABLED: whether it is to work again, or another is to take its place, is for a person',
      },
    },
    {
      name: 'a region whose analyzer of unused access has the name of the one to make',
      settings: { name: 'unused' },
      state: of(unused),
      plan: {
        outcome: 'leave',
        because: 'an analyzer that looks for something else is called unused in eu-central-1 already',
      },
    },
  ],
});

function of(...analyzers: Analyzer[]): Account {
  return { account: '111122223333', region: 'eu-central-1', analyzers };
}

async function analyzersOf(aws: Caller<'access-analyzer:ListAnalyzers'>): Promise<Analyzer[]> {
  const found: Analyzer[] = [];
  let nextToken: string | undefined;
  do {
    const page: Output<'access-analyzer:ListAnalyzers'> | undefined = await aws('access-analyzer:ListAnalyzers', {
      nextToken,
    });
    found.push(
      ...(page?.analyzers ?? []).map(({ name = '', type = 'ACCOUNT', status = 'FAILED' }) => ({ name, type, status })),
    );
    nextToken = page?.nextToken;
  } while (nextToken !== undefined);
  return found.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function create(analyzerName: string, region: string): Change<'access-analyzer:CreateAnalyzer'> {
  return {
    call: 'access-analyzer:CreateAnalyzer',
    input: { analyzerName, type: 'ACCOUNT' },
    says: `Let the analyzer ${analyzerName} look for access from outside in ${region}`,
  };
}

function remove(analyzerName: string, region: string): Change<'access-analyzer:DeleteAnalyzer'> {
  return {
    call: 'access-analyzer:DeleteAnalyzer',
    input: { analyzerName },
    says: `Delete the analyzer ${analyzerName} in ${region} again, with what it found`,
  };
}
