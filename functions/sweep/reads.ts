import type { Control, Permission } from '../../catalogue/control.ts';
import { triggersOf } from '../../catalogue/derive/triggers.ts';

/** Whether any of the controls judges by what principals use. */
export function judgeByUse(controls: readonly Control[]): boolean {
  return controls.some((control) => triggersOf(control, 'sweep').length > 0);
}

/** What a sweep reads of an account, with the reading role. */
export const evidenceReads: readonly Permission[] = [
  { call: 'iam:GetAccountAuthorizationDetails', on: '*' },
  { call: 'iam:GenerateServiceLastAccessedDetails', on: 'arn:{partition}:iam::{account}:role/*' },
  { call: 'iam:GenerateServiceLastAccessedDetails', on: 'arn:{partition}:iam::{account}:user/*' },
  { call: 'iam:GetServiceLastAccessedDetails', on: '*' },
  { call: 'cloudtrail:LookupEvents', on: '*' },
];
