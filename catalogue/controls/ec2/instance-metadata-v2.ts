import * as z from 'zod';
import { type Caller, type Change, defineControl } from '../../control.ts';
import { all, arnOf, ec2Tags, everyPage, idOf, tagReads } from '../../ec2/resource.ts';

const Instance = z.object({
  id: z.string(),
  /** Terminated, or about to be. */
  isEnding: z.boolean(),
  /** The AWS service that keeps it and alone can change it. */
  keeper: z.string().nullable(),
  tokens: z.enum(['optional', 'required', 'unknown']),
  /** Whether there is a metadata service at all. */
  isOn: z.boolean(),
  /** Whether anything on it asked without a token lately; read only where that is possible. */
  asksWithout: z.boolean().nullable(),
});
type Instance = z.infer<typeof Instance>;

/** How far back questions without a token are looked for. */
const days = 14;

export const instanceMetadataV2 = defineControl({
  id: 'ec2.instance-metadata-v2',
  title: 'Instances give metadata to bearers of a token only',
  practice: 'private networks',
  severity: 'high',
  resources: { 'AWS::EC2::Instance': arnOf('instance', '{resourceId}') },
  standards: {
    'Security Hub': ['EC2.8'],
    'CIS AWS Foundations 5.0': ['5.7'],
    Prowler: ['ec2_instance_imdsv2_enabled'],
  },
  why: 'Version 1 of the metadata service hands the credentials of the instance’s role to any request that reaches it, also one that a web application was tricked into forwarding.',
  impact:
    'Software that asks for metadata by version 1, such as old SDKs, agents and scripts, gets no answer and no credentials. In containers on a bridge network, version 2 works only from a hop limit of 2, which is left as it is. A launch template or Auto Scaling group that allows version 1 goes on launching such instances.',
  triggers: [
    {
      kind: 'api-call',
      service: 'ec2',
      events: ['RunInstances'],
      target: arnOf('instance', '{responseElements.instancesSet.items[].instanceId}'),
    },
    {
      kind: 'api-call',
      service: 'ec2',
      events: ['ModifyInstanceMetadataOptions'],
      target: arnOf('instance', '{ModifyInstanceMetadataOptionsRequest.InstanceId}'),
    },
    { kind: 'config-rule', rule: 'ec2-imdsv2-check' },
    { kind: 'security-hub', control: 'EC2.8' },
  ],
  reads: [{ call: 'ec2:DescribeInstances', on: '*' }, { call: 'cloudwatch:GetMetricStatistics', on: '*' }, ...tagReads],
  writes: [{ call: 'ec2:ModifyInstanceMetadataOptions', on: all('instance') }],
  gone: ['InvalidInstanceID.NotFound'],
  state: Instance,
  tags: ec2Tags,

  async *list({ partition, account, region }, aws) {
    const Filters = [{ Name: 'instance-state-name', Values: ['pending', 'running', 'stopping', 'stopped'] }];
    for await (const page of everyPage((rest) =>
      aws('ec2:DescribeInstances', { Filters, MaxResults: 1_000, ...rest }),
    )) {
      for (const { InstanceId } of (page.Reservations ?? []).flatMap(({ Instances }) => Instances ?? [])) {
        yield `arn:${partition}:ec2:${region}:${account}:instance/${InstanceId}`;
      }
    }
  },

  async read(target, aws) {
    const id = idOf(target);
    const answer = await aws('ec2:DescribeInstances', { InstanceIds: [id] });
    const [found] = (answer?.Reservations ?? []).flatMap(({ Instances }) => Instances ?? []);
    const instance = {
      id,
      isEnding: /^(shutting-down|terminated)$/.test(found?.State?.Name ?? ''),
      keeper: found?.Operator?.Managed ? (found.Operator.Principal ?? 'an AWS service') : null,
      tokens: found?.MetadataOptions?.HttpTokens ?? ('unknown' as const),
      isOn: found?.MetadataOptions?.HttpEndpoint !== 'disabled',
    };
    return { ...instance, asksWithout: answersAnybody(instance) ? await asksWithout(id, aws) : null };
  },

  plan(instance) {
    const { id, keeper, tokens } = instance;
    if (!answersAnybody(instance)) {
      return { outcome: 'compliant' };
    }
    if (tokens === 'unknown') {
      return { outcome: 'leave', because: `EC2 does not say how ${id} gives its metadata` };
    }
    if (keeper !== null) {
      return { outcome: 'leave', because: `${id} is kept by ${keeper}, which alone can change it` };
    }
    return {
      outcome: 'change',
      risk: { level: 'disruptive', because: whoNotices(instance) },
      apply: [set(id, 'required', `Let ${id} give metadata to bearers of a token only`)],
      undo: [set(id, 'optional', `Let ${id} give metadata without a token again`)],
      after: { ...instance, tokens: 'required' as const, asksWithout: null },
    };
  },

  examples: [
    {
      name: 'an instance that insists on tokens',
      state: { ...of(), tokens: 'required' },
      plan: { outcome: 'compliant' },
    },
    {
      name: 'an instance without a metadata service',
      state: { ...of(), isOn: false },
      plan: { outcome: 'compliant' },
    },
    {
      name: 'an instance that is being terminated',
      state: { ...of(), isEnding: true },
      plan: { outcome: 'compliant' },
    },
    {
      name: 'an instance that was asked without a token lately',
      state: { ...of(), asksWithout: true },
      plan: {
        outcome: 'change',
        risk: {
          level: 'disruptive',
          because:
            'in the last 14 days, software on i-0a1b2c3d asked for metadata without a token; it gets no answer any more',
        },
        apply: [set('i-0a1b2c3d', 'required', 'Let i-0a1b2c3d give metadata to bearers of a token only')],
        undo: [set('i-0a1b2c3d', 'optional', 'Let i-0a1b2c3d give metadata without a token again')],
        after: { ...of(), tokens: 'required' },
      },
    },
    {
      name: 'an instance that could be asked without a token, but was not lately',
      state: { ...of(), asksWithout: false },
      plan: {
        outcome: 'change',
        risk: {
          level: 'disruptive',
          because:
            'in the last 14 days, nothing on i-0a1b2c3d is known to have asked for metadata without a token; what does so more rarely gets no answer any more',
        },
        apply: [set('i-0a1b2c3d', 'required', 'Let i-0a1b2c3d give metadata to bearers of a token only')],
        undo: [set('i-0a1b2c3d', 'optional', 'Let i-0a1b2c3d give metadata without a token again')],
        after: { ...of(), tokens: 'required' },
      },
    },
    {
      name: 'an instance that an AWS service keeps',
      state: { ...of(), keeper: 'eks.amazonaws.com', asksWithout: false },
      plan: { outcome: 'leave', because: 'i-0a1b2c3d is kept by eks.amazonaws.com, which alone can change it' },
    },
    {
      name: 'an instance of which EC2 does not tell',
      state: { ...of(), tokens: 'unknown', asksWithout: false },
      plan: { outcome: 'leave', because: 'EC2 does not say how i-0a1b2c3d gives its metadata' },
    },
  ],
});

function of(): Instance {
  return { id: 'i-0a1b2c3d', isEnding: false, keeper: null, tokens: 'optional', isOn: true, asksWithout: null };
}

function answersAnybody({ isEnding, isOn, tokens }: Omit<Instance, 'asksWithout'>): boolean {
  return !isEnding && isOn && tokens !== 'required';
}

/** EC2 counts each question that came without a token. Source: Amazon EC2 user guide, "Modify instance metadata options". */
async function asksWithout(id: string, aws: Caller<'cloudwatch:GetMetricStatistics'>): Promise<boolean> {
  const EndTime = new Date();
  const answer = await aws('cloudwatch:GetMetricStatistics', {
    Namespace: 'AWS/EC2',
    MetricName: 'MetadataNoToken',
    Dimensions: [{ Name: 'InstanceId', Value: id }],
    StartTime: new Date(EndTime.getTime() - days * 86_400_000),
    EndTime,
    Period: 86_400,
    Statistics: ['Sum'],
  });
  return (answer?.Datapoints ?? []).some(({ Sum = 0 }) => Sum > 0);
}

function whoNotices({ id, asksWithout: asked }: Instance): string {
  return asked
    ? `in the last ${days} days, software on ${id} asked for metadata without a token; it gets no answer any more`
    : `in the last ${days} days, nothing on ${id} is known to have asked for metadata without a token; what does so more rarely gets no answer any more`;
}

function set(
  InstanceId: string,
  HttpTokens: 'optional' | 'required',
  says: string,
): Change<'ec2:ModifyInstanceMetadataOptions'> {
  return { call: 'ec2:ModifyInstanceMetadataOptions', input: { InstanceId, HttpTokens }, says };
}
