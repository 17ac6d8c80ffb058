import { type Recorded, Refused } from './recorded.ts';

const arn = 'arn:aws:lambda:us-east-1:123837392027:function:stratus-red-team-backdoor-f-func';
const statement = {
  Sid: 'backdoor',
  Effect: 'Allow',
  Principal: '*',
  Action: 'lambda:InvokeFunction',
  Resource: arn,
};

export const lambda: readonly Recorded[] = [
  {
    control: 'lambda.function-policy-closed',
    of: 'a back door that an exercise of attackers left in a function',
    target: { account: '123837392027', region: 'us-east-1', arn },
    source: 'https://github.com/invictus-ir/aws_dataset',
    before: {
      'lambda:GetPolicy': {
        Policy: JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement: [statement] }),
        RevisionId: 'ff26403f-6834-4738-9bbc-4a247cb63b67',
      },
      'lambda:GetFunctionUrlConfig': new Refused('ResourceNotFoundException'),
    },
    after: { 'lambda:GetPolicy': new Refused('ResourceNotFoundException') },
    record: {
      eventSource: 'lambda.amazonaws.com',
      eventName: 'AddPermission20150331v2',
      requestParameters: {
        functionName: 'stratus-red-team-backdoor-f-func',
        statementId: 'backdoor',
        action: 'lambda:InvokeFunction',
        principal: '*',
      },
      responseElements: { statement: JSON.stringify(statement) },
    },
  },
];
