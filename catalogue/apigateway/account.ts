import type { Permission } from '../control.ts';

/** The settings that all APIs of an account share in a region: the most requests, and the role that writes logs. */
export const accountRead = {
  call: 'apigateway:GetAccount',
  action: 'apigateway:GET',
  on: 'arn:{partition}:apigateway:{region}::/account',
} as const satisfies Permission;
