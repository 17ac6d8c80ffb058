import { Duration, Stack } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { AccountPrincipal, PolicyDocument, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Config } from '../../functions/domain/config.ts';
import { acknowledge } from '../acknowledge.ts';
import { findingsRole, functionRole } from '../names.ts';
import type { Functions } from './functions.ts';
import type { Store } from './store.ts';

export interface FindingsProps {
  readonly functions: Functions;
  readonly store: Store;
  readonly config: Config;
  readonly deadLetters: Queue;
}

/** Tells Security Hub what drifts and what is mended, off every other path: a queue collects what happened for some seconds. */
export class Findings extends Construct {
  constructor(scope: Construct, id: string, { functions, store, config, deadLetters }: FindingsProps) {
    super(scope, id);
    const { findings } = functions;
    const queue = new Queue(this, 'Queue', {
      enforceSSL: true,
      retentionPeriod: Duration.days(4),
      visibilityTimeout: Duration.minutes(6),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: 5 },
    });
    new Rule(this, 'Changed', {
      description: 'A remediation waits for an answer or came to its end: Security Hub is told',
      eventPattern: { source: ['homeostat'], detailType: ['Question Changed', 'Remediation Closed'] },
      targets: [
        new SqsQueue(queue, { deadLetterQueue: deadLetters, retryAttempts: 10, maxEventAge: Duration.hours(6) }),
      ],
    });
    // Security Hub lets ten calls a second through for an account and region; one call takes a hundred findings.
    findings.function.addEventSource(
      new SqsEventSource(queue, {
        batchSize: 100,
        maxBatchingWindow: Duration.seconds(10),
        maxConcurrency: 2,
        reportBatchItemFailures: true,
      }),
    );
    findings.may(['dynamodb:GetItem', 'dynamodb:Query'], store.history.tableArn);
    findings.mayAssume(
      findingsRole,
      config.accounts.map(({ id: account }) => account),
      Stack.of(this).partition,
    );
  }
}

interface Hub {
  readonly account: string;
  readonly config: Config;
}

/**
 * The role with which a member account's findings are told to its Security Hub: only the account itself may bring in findings
 * of its own product. It may set a finding's workflow to new or resolved, and neither suppress one nor change how grave it is.
 */
export function findingsRoleFor(scope: Stack, hub: Hub): void {
  if (hub.config.securityHub === 'off') {
    return;
  }
  const { partition, account } = scope;
  const product = `arn:${partition}:securityhub:*:${account}:product/${account}/default`;
  const own = `arn:${partition}:securityhub:*:${account}:hub/default`;
  const role = new Role(scope, findingsRole, {
    roleName: findingsRole,
    description: 'Homeostat: tells Security Hub what drifted and what is mended',
    assumedBy: new AccountPrincipal(hub.account).withConditions({
      ArnEquals: { 'aws:PrincipalArn': `arn:${partition}:iam::${hub.account}:role/${functionRole('findings')}` },
    }),
    maxSessionDuration: Duration.hours(1),
    inlinePolicies: {
      findings: new PolicyDocument({
        statements: [
          new PolicyStatement({ actions: ['securityhub:BatchImportFindings'], resources: [product] }),
          new PolicyStatement({
            actions: ['securityhub:BatchUpdateFindings'],
            resources: [own],
            conditions: { StringEquals: { 'securityhub:ASFFSyntaxPath/Workflow.Status': ['NEW', 'RESOLVED'] } },
          }),
        ],
      }),
    },
  });
  for (const arn of [product, own]) {
    acknowledge(
      role,
      `AwsSolutions-IAM5[Resource::${arn.replace(partition, '<AWS::Partition>')}]`,
      'Each region has a Security Hub of its own; the role is one for the account',
    );
  }
}
