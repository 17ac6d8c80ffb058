import { expect, test } from '@jest/globals';
import { controlById } from '../../catalogue/index.ts';
import { patiently } from '../../functions/aws/patience.ts';

/**
 * Errors with which AWS refuses a change of what it still makes or changes, as they come right behind the event of a drift.
 * Sources: the "Errors" of each call in its API reference.
 */
test.each([
  ['rds.instance-private', 'rds:ModifyDBInstance', 'InvalidDBInstanceStateFault'],
  ['rds.instance-kept', 'rds:ModifyDBInstance', 'InvalidDBInstanceStateFault'],
  ['rds.cluster-kept', 'rds:ModifyDBCluster', 'InvalidDBClusterStateFault'],
  ['rds.instance-uses-tls', 'rds:ModifyDBParameterGroup', 'InvalidDBParameterGroupStateFault'],
  ['rds.instance-uses-tls', 'rds:ResetDBParameterGroup', 'InvalidDBParameterGroupStateFault'],
  ['wafv2.load-balancer-protected', 'wafv2:AssociateWebACL', 'WAFUnavailableEntityException'],
  ['wafv2.load-balancer-protected', 'wafv2:DisassociateWebACL', 'WAFUnavailableEntityException'],
  ['wafv2.acl-has-rules', 'wafv2:UpdateWebACL', 'WAFUnavailableEntityException'],
])('%s tries %s again on %s', async (id, call, name) => {
  const control = controlById(id);
  if (control === undefined) {
    throw new Error(`there is no control ${id}`);
  }
  let calls = 0;
  const send = async () => {
    calls += 1;
    if (calls === 1) {
      throw Object.assign(new Error('not now'), { name });
    }
    return { output: {}, requestId: undefined, milliseconds: 1 };
  };
  await patiently(send, control, [1])({ call, input: {}, region: 'eu-central-1' });
  expect(calls).toBe(2);
});
