import type { Permission } from '../../catalogue/control.ts';
import { type Config, isAtWork } from '../domain/config.ts';

/** The controls that judge by what principals use. */
const judgeByUse = ['iam.policy-trimmed', 'iam.role-unused'];

/** Whether anything is to be known of what principals use. */
export function sweepsEvidence(config: Config): boolean {
  return judgeByUse.some((id) => isAtWork({ id }, config));
}

/** What a sweep reads of an account, with the reading role. */
export const evidenceReads: readonly Permission[] = [
  { call: 'iam:GetAccountAuthorizationDetails', on: '*' },
  { call: 'iam:GenerateServiceLastAccessedDetails', on: 'arn:{partition}:iam::{account}:role/*' },
  { call: 'iam:GenerateServiceLastAccessedDetails', on: 'arn:{partition}:iam::{account}:user/*' },
  { call: 'iam:GetServiceLastAccessedDetails', on: '*' },
  { call: 'cloudtrail:LookupEvents', on: '*' },
];
