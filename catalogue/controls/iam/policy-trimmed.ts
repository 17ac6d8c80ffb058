import { defineControl } from '../../control.ts';
import { partsOf } from '../../iam/arn.ts';
import { missing, writes } from '../../iam/calls.ts';
import { listGrants } from '../../iam/list-grants.ts';
import { planTrimming } from '../../iam/plan-trimming.ts';
import { readTags } from '../../iam/read-grants.ts';
import { readUsedGrants, usedGrantReads } from '../../iam/read-used-grants.ts';
import { spelling } from '../../iam/spelling.ts';
import { UsedGrants, type UsedPolicy } from '../../iam/used-grants.ts';
import { TrimSettings } from '../../trim/settings.ts';
import { examples } from './policy-trimmed.examples.ts';

/**
 * Its drift is made by no call, but by time: Homeostat's sweep over what principals use gathers the evidence, gives the notice,
 * and wakes it up when the notice is over.
 */
export const policyTrimmed = defineControl({
  id: 'iam.policy-trimmed',
  title: 'Policies grant what is used',
  practice: 'least privilege',
  severity: 'medium',
  resources: {
    'AWS::IAM::Role': 'by-arn',
    'AWS::IAM::User': 'by-arn',
    'AWS::IAM::Group': 'by-arn',
    'AWS::IAM::Policy': 'by-arn',
  },
  standards: { 'IAM Access Analyzer': ['UnusedPermission'] },
  why: 'A permission that nobody uses is missed by nobody but whoever gets hold of its principal: each of them makes a stolen key or a bug worth more.',
  impact:
    'Actions that nobody used through the window are refused from then on. What was used stays, and so does what cannot be told: what AWS does not track of a service that was used, what restores and decrypts, what Lambda needs to run a function. Whoever is refused an action that went gets it back at once.',
  triggers: [{ kind: 'sweep' }],
  settings: TrimSettings,
  reads: usedGrantReads,
  writes,
  watches: true,
  gone: missing,
  state: UsedGrants,

  list: (_, aws) => listGrants(aws),

  async locate({ arn }, aws) {
    const { type, name } = partsOf(arn);
    return type === 'policy' ? arn : ((await spelling[type].arn(aws, name)) ?? arn);
  },

  tags: ({ arn }, aws) => readTags(arn, aws),

  read: (target, aws, settings) => readUsedGrants({ target, aws, settings, now: new Date() }),

  plan: planTrimming,

  restores: (grants) => textsOf(grants),

  fixed: (grants) => [textsOf(grants), grants.kind === 'managed' ? grants.version : null],

  examples,
});

/** What of it somebody wrote: the rest is what became known of its use, and moves on by itself. */
function textsOf(grants: UsedGrants): unknown {
  const text = ({ name, document }: UsedPolicy) => ({ name, document });
  switch (grants.kind) {
    case 'managed':
      return text(grants.policy);
    case 'inline':
      return grants.policies.map(text);
    case 'untouchable':
      return grants;
    default:
      return grants satisfies never;
  }
}
