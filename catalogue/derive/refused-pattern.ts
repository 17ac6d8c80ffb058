import type { EventPattern } from './event-pattern.ts';

/**
 * The event pattern of calls that were refused to a role or user. Services spell it differently: AccessDenied, AccessDeniedException,
 * Client.UnauthorizedOperation (EC2), AuthorizationError (SNS), UnauthorizedException (IoT). Whoever calls as root, as a service or
 * from another account lacks nothing that a plan could have taken away.
 */
export const refusedCalls = {
  source: [{ prefix: 'aws.' }],
  'detail-type': ['AWS API Call via CloudTrail'],
  detail: {
    errorCode: [
      { prefix: 'AccessDenied' },
      { suffix: 'AccessDenied' },
      { suffix: 'UnauthorizedOperation' },
      { prefix: 'Unauthorized' },
      { prefix: 'AuthorizationError' },
      { prefix: 'NotAuthorized' },
    ],
    userIdentity: { type: ['AssumedRole', 'IAMUser', 'FederatedUser'] },
  },
} as const satisfies Omit<EventPattern, 'source'> & { readonly source: readonly object[] };
