import type { Example, NonEmpty } from '../../control.ts';
import type { Fn } from './function-in-vpc.ts';

const subnets = ['subnet-0a1b2c3d', 'subnet-0b2c3d4e'];
const securityGroups = ['sg-0c3d4e5f'];
const settings = { subnets, securityGroups };
const network = { subnets, securityGroups, vpcs: ['vpc-0d4e5f6a'] };
const outside: Fn = {
  ...{ name: 'payroll', lifecycle: 'ready', subnets: [], securityGroups: [] },
  ...{ sensitive: true, network, lacks: [] },
};
const within: Fn = { ...outside, subnets, securityGroups, sensitive: null, network: null, lacks: null };

type Case = Example<Fn, 'lambda:UpdateFunctionConfiguration'>;

export const examples: NonEmpty<Case> = [
  { name: 'a function in a VPC', state: within, plan: { outcome: 'compliant' } },
  {
    name: 'a function in no VPC that is not sensitive',
    state: { ...outside, sensitive: false, network: null, lacks: null },
    plan: { outcome: 'compliant' },
  },
  {
    name: 'a sensitive function in no VPC',
    settings,
    state: outside,
    plan: {
      outcome: 'change',
      risk: {
        level: 'disruptive',
        because:
          'function payroll reaches only what subnet-0a1b2c3d, subnet-0b2c3d4e of vpc-0d4e5f6a lead to, which may not be all that it needs',
      },
      apply: [
        {
          call: 'lambda:UpdateFunctionConfiguration',
          input: { FunctionName: 'payroll', VpcConfig: { SubnetIds: subnets, SecurityGroupIds: securityGroups } },
          says: 'Run function payroll in vpc-0d4e5f6a',
        },
      ],
      undo: [
        {
          call: 'lambda:UpdateFunctionConfiguration',
          input: { FunctionName: 'payroll', VpcConfig: { SubnetIds: [], SecurityGroupIds: [] } },
          says: 'Run function payroll outside of any VPC again',
        },
      ],
      after: within,
    },
  },
  {
    name: 'a sensitive function, where the settings name no network',
    state: { ...outside, network: null, lacks: null },
    plan: {
      outcome: 'leave',
      because: 'function payroll is in no VPC, and nobody said which one it belongs in: set subnets and securityGroups',
    },
  },
  left(
    'a sensitive function in an account or region that the settings name no network of',
    { network: { subnets: [], securityGroups: [], vpcs: [] } },
    'function payroll is in no VPC, and the subnets and security groups of the settings are not in its account and region',
  ),
  left(
    'a sensitive function where the settings mix several networks',
    { network: { ...network, vpcs: ['vpc-0d4e5f6a', 'vpc-0e5f6a7b'] } },
    'function payroll is in no VPC, and the subnets and security groups of the settings that are in its account and region are of several: vpc-0d4e5f6a, vpc-0e5f6a7b',
  ),
  left(
    'a sensitive function whose role may not make network interfaces',
    { lacks: ['ec2:CreateNetworkInterface'] },
    'function payroll is in no VPC, and its role may not do on everything what being in one takes: ec2:CreateNetworkInterface',
  ),
  left(
    'a sensitive function that is being made',
    { lifecycle: 'changing' },
    'function payroll is being made or changed just now; Lambda takes no other change meanwhile',
  ),
  left(
    'a function that is a copy for CloudFront',
    { lifecycle: 'copy' },
    'function payroll is a copy that CloudFront keeps; only the function that it was made from can be changed',
  ),
  left('a function that is being deleted', { lifecycle: 'deleting' }, 'function payroll is being deleted'),
  left(
    'a function of which it is not known whether it is sensitive',
    { sensitive: null },
    'it was not read whether function payroll is sensitive',
  ),
];

function left(name: string, differing: Partial<Fn>, because: string): Case {
  return { name, settings, state: { ...outside, ...differing }, plan: { outcome: 'leave', because } };
}
