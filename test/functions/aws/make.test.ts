import { expect, test } from '@jest/globals';
import { make } from '../../../functions/aws/make.ts';
import type { Send } from '../../../functions/aws/sender.ts';

const log = { call: 'ec2:CreateFlowLogs', input: {}, says: 'Record refused connections' };
const plan = {
  apply: [{ call: 'ec2:CreateTags', input: {}, says: 'Tag' }, log],
  undo: [{ call: 'ec2:DeleteTags', input: {}, says: 'Take the tag off', undoes: 0 }],
};
const refusal = {
  ResourceId: 'vpc-1',
  Error: { Code: '400', Message: 'Access Denied for LogDestination: logs. Please check LogDestination permission' },
};

function answering(output: Readonly<Record<string, unknown>>): { readonly send: Send; readonly calls: string[] } {
  const calls: string[] = [];
  const send: Send = async ({ call }) => {
    calls.push(call);
    return { output: call === log.call ? output : {}, requestId: 'r', milliseconds: 1 };
  };
  return { send, calls };
}

test('a call that AWS answers without an error, and did not do, has failed', async () => {
  const { send, calls } = answering({ FlowLogIds: [], Unsuccessful: [refusal] });
  await expect(make({ plan, region: 'eu-central-1', send })).rejects.toThrow(
    'ec2:CreateFlowLogs failed: Refused: 400, Access Denied for LogDestination: logs. Please check LogDestination permission. What had been changed before was undone (ec2:DeleteTags).',
  );
  expect(calls).toEqual(['ec2:CreateTags', 'ec2:CreateFlowLogs', 'ec2:DeleteTags']);
});

test.each([[{ FlowLogIds: ['fl-1'], Unsuccessful: [] }], [{ FlowLogIds: ['fl-1'] }]])(
  'a call that AWS answers with %j was made',
  async (output) => {
    const { send } = answering(output);
    expect(await make({ plan, region: 'eu-central-1', send })).toMatchObject([{}, { call: log.call, output }]);
  },
);
