/** The inline policy that deactivates a role: it denies everything, and detaches nothing. */
export const deactivation = {
  name: 'HomeostatDeactivated',
  document: JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Sid: 'DeactivatedByHomeostat', Effect: 'Deny', Action: '*', Resource: '*' }],
  }),
} as const;
