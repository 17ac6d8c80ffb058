import * as z from 'zod';
import { type Change, defineControl, type Plan } from '../../control.ts';
import { notAllowed, simulation } from '../../iam/simulate.ts';
import {
  functionArn,
  functionConfigured,
  functionOf,
  functionReads,
  functions,
  functionTagged,
  hindrance,
  Lifecycle,
  lifecycleOf,
} from '../../lambda/function.ts';
import { ids, Network, networkOf, networkReads } from '../../lambda/network.ts';
import { examples } from './function-in-vpc.examples.ts';

const Settings = z.object({
  tag: z.string().min(1).default('sensitive').describe('Key of the tag that marks a function as sensitive'),
  values: z
    .array(z.string())
    .min(1)
    .default(['true', 'yes'])
    .describe('Values of that tag that say so, whatever their case'),
  subnets: z
    .array(z.string().regex(/^subnet-[0-9a-f]{8,17}$/))
    .default([])
    .describe(
      'Private subnets for sensitive functions, of all accounts and regions together: in each, those that are there are used. They have to be of one VPC',
    ),
  securityGroups: z
    .array(z.string().regex(/^sg-[0-9a-f]{8,17}$/))
    .default([])
    .describe('Security groups for them, in the same way'),
});
type Settings = z.infer<typeof Settings>;

const Fn = z.object({
  name: z.string(),
  lifecycle: Lifecycle,
  /** Empty where it is in no VPC. */
  subnets: z.array(z.string()),
  securityGroups: z.array(z.string()),
  /** Whether the tag marks it; read only where it is in no VPC. */
  sensitive: z.boolean().nullable(),
  /** What of the settings is there; read only where it is to be used. */
  network: Network.nullable(),
  /** What its role lacks to be in a VPC; read with the network. */
  lacks: z.array(z.string()).nullable(),
});
export type Fn = z.infer<typeof Fn>;

/** Source: AWS Lambda developer guide, "Giving Lambda functions access to resources in an Amazon VPC", required permissions. */
const needed = ['ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface', 'ec2:DescribeNetworkInterfaces'];

export const functionInVpc = defineControl({
  id: 'lambda.function-in-vpc',
  title: 'Sensitive functions run in a private network',
  practice: 'private networks',
  severity: 'low',
  standards: {
    'Security Hub': ['Lambda.3'],
    Prowler: ['awslambda_function_inside_vpc'],
  },
  why: 'Outside a VPC a function reaches the whole internet, and nothing that the network says keeps it from sending away what it works with.',
  impact:
    'The function reaches the internet, and AWS services without an endpoint in the VPC, only as far as the subnets and security groups let it. Its first calls may take longer. What it already runs ends as it began; published versions stay as they are. CloudFront takes no functions in a VPC.',
  triggers: [
    functionConfigured,
    functionTagged,
    { kind: 'config-rule', rule: 'lambda-inside-vpc' },
    { kind: 'security-hub', control: 'Lambda.3' },
  ],
  settings: Settings,
  needs: ['subnets', 'securityGroups'],
  ...functions,
  reads: [{ call: 'lambda:GetFunctionConfiguration', on: functionArn }, ...networkReads, simulation, ...functionReads],
  writes: [
    { call: 'lambda:UpdateFunctionConfiguration', on: functionArn },
    // Lambda looks at the network in the caller's name.
    // Source: AWS Lambda developer guide, "Configuring a Lambda function to access resources in a VPC", user permissions.
    ...(['ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs'] as const).map(
      (action) => ({ call: 'lambda:UpdateFunctionConfiguration', action, on: '*', besides: true }) as const,
    ),
  ],
  state: Fn,

  async read(target, aws, settings) {
    const { name } = functionOf(target);
    const answer = await aws('lambda:GetFunctionConfiguration', { FunctionName: name });
    const { SubnetIds, SecurityGroupIds } = answer?.VpcConfig ?? {};
    const fn = {
      name,
      lifecycle: lifecycleOf(answer),
      subnets: ids(SubnetIds),
      securityGroups: ids(SecurityGroupIds),
      ...{ sensitive: null, network: null, lacks: null },
    };
    if (fn.subnets.length > 0) {
      return fn;
    }
    const sensitive = isMarked(await functions.tags(target, aws), settings);
    if (!sensitive || settings.subnets.length === 0 || settings.securityGroups.length === 0) {
      return { ...fn, sensitive };
    }
    const network = await networkOf(settings, aws);
    const lacks = await notAllowed({ role: answer?.Role ?? '', actions: needed, resource: '*' }, aws);
    return { ...fn, sensitive, network, lacks };
  },

  plan(fn, settings) {
    if (fn.subnets.length > 0 || fn.sensitive === false) {
      return { outcome: 'compliant' };
    }
    const because = obstacle(fn, settings);
    return because === undefined ? enter(fn) : { outcome: 'leave', because };
  },

  examples,
});

function isMarked(tags: Readonly<Record<string, string>>, { tag, values }: Settings): boolean {
  const value = tags[tag]?.toLowerCase();
  return value !== undefined && values.some((one) => one.toLowerCase() === value);
}

function obstacle(fn: Fn, { subnets, securityGroups }: Settings): string | undefined {
  const { name, sensitive, network, lacks } = fn;
  if (sensitive === null) {
    return `it was not read whether function ${name} is sensitive`;
  }
  if (subnets.length === 0 || securityGroups.length === 0) {
    return `function ${name} is in no VPC, and nobody said which one it belongs in: set subnets and securityGroups`;
  }
  const [vpc, ...others] = network?.vpcs ?? [];
  if (network === null || network.subnets.length === 0 || network.securityGroups.length === 0 || vpc === undefined) {
    return `function ${name} is in no VPC, and the subnets and security groups of the settings are not in its account and region`;
  }
  if (others.length > 0) {
    return `function ${name} is in no VPC, and the subnets and security groups of the settings that are in its account and region are of several: ${network.vpcs.join(', ')}`;
  }
  if (lacks === null || lacks.length > 0) {
    return `function ${name} is in no VPC, and its role may not do on everything what being in one takes: ${(lacks ?? needed).join(', ')}`;
  }
  return hindrance(fn);
}

function enter(fn: Fn): Plan<Fn, 'lambda:UpdateFunctionConfiguration'> {
  const { name, network } = fn;
  const { subnets = [], securityGroups = [], vpcs = [] } = network ?? {};
  return {
    outcome: 'change',
    risk: {
      level: 'disruptive',
      because: `function ${name} reaches only what ${subnets.join(', ')} of ${vpcs.join(', ')} lead to, which may not be all that it needs`,
    },
    apply: [set(fn, { subnets, securityGroups }, `Run function ${name} in ${vpcs.join(', ')}`)],
    undo: [set(fn, fn, `Run function ${name} outside of any VPC again`)],
    after: { ...fn, subnets, securityGroups, sensitive: null, network: null, lacks: null },
  };
}

function set(
  { name }: Pick<Fn, 'name'>,
  { subnets, securityGroups }: Pick<Fn, 'subnets' | 'securityGroups'>,
  says: string,
): Change<'lambda:UpdateFunctionConfiguration'> {
  return {
    call: 'lambda:UpdateFunctionConfiguration',
    input: { FunctionName: name, VpcConfig: { SubnetIds: [...subnets], SecurityGroupIds: [...securityGroups] } },
    says,
  };
}
