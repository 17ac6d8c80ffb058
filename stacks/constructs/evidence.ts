import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import { type ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { type StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Config } from '../../functions/domain/config.ts';
import type { Athena } from '../../functions/domain/evidence-config.ts';
import { acknowledge } from '../acknowledge.ts';
import { readerRole } from '../names.ts';
import type { Alarms } from './alarms.ts';
import type { Functions } from './functions.ts';
import type { HandlerFunction } from './handler-function.ts';
import type { Store } from './store.ts';
import { Workflow, workflowArn } from './workflow.ts';

export interface EvidenceProps {
  readonly config: Config;
  readonly functions: Functions;
  readonly store: Store;
  readonly triage: StateMachine;
  readonly deadLetters: IQueue;
}

/** What finds out what principals use, twice a day unless configured otherwise, and lets controls read what was found. */
export class Evidence extends Construct {
  readonly workflow: StateMachine;

  constructor(scope: Construct, id: string, { config, functions, store, triage, deadLetters }: EvidenceProps) {
    super(scope, id);
    const { assess, verify, apply, sweep } = functions;
    if (sweep === undefined) {
      throw new TypeError('nothing judges by what principals use');
    }
    sweep.mayAssume(
      readerRole,
      config.accounts.map(({ id: account }) => account),
      Stack.of(this).partition,
    );
    sweep.may(
      ['dynamodb:PutItem', 'dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'],
      store.state.tableArn,
    );
    sweep.may(['states:StartExecution'], triage.stateMachineArn);
    sweep.function.addEnvironment('TRIAGE_STATE_MACHINE', triage.stateMachineArn);
    // The SDK then slows down by itself where IAM refuses for the rate.
    sweep.function.addEnvironment('AWS_RETRY_MODE', 'adaptive');
    if (config.evidence.athena !== undefined) {
      this.mayAsk(sweep, config.evidence.athena);
    }
    for (const judging of [assess, verify, apply]) {
      judging.role.addToPolicy(readsEvidence(store));
    }
    this.workflow = this.workflowOf(sweep);
    this.schedule(config, deadLetters);
  }

  /** Lets whoever uses the command begin a sweep, and see how it ends. */
  mayBeBegunBy(command: ManagedPolicy): void {
    const executions = `${workflowArn(this, 'evidence').replace(':stateMachine:', ':execution:')}:*`;
    command.addStatements(
      new PolicyStatement({ actions: ['states:StartExecution'], resources: [this.workflow.stateMachineArn] }),
      new PolicyStatement({ actions: ['states:DescribeExecution'], resources: [executions] }),
    );
    acknowledge(
      command,
      `AwsSolutions-IAM5[Resource::${executions.replace(Stack.of(this).partition, '<AWS::Partition>')}]`,
      'Each execution of the one workflow has an ARN of its own',
    );
  }

  watch(alarms: Alarms): void {
    const period = Duration.minutes(1);
    const says =
      'What principals use could not be found out whole. Look at the execution; nothing is trimmed on old evidence.';
    alarms.rings('EvidenceFailed', this.workflow.metricFailed({ period }), says);
    alarms.rings('EvidenceTimedOut', this.workflow.metricTimedOut({ period }), says);
  }

  /** One execution for all accounts starts one for each. */
  private workflowOf(sweep: HandlerFunction): StateMachine {
    const itself = workflowArn(this, 'evidence');
    return new Workflow(this, 'Workflow', {
      name: 'evidence',
      type: StateMachineType.STANDARD,
      functions: { Sweep: sweep.function },
      substitutions: { Itself: itself },
      statements: [new PolicyStatement({ actions: ['states:StartExecution'], resources: [itself] })],
    }).stateMachine;
  }

  private schedule({ accounts, evidence }: Config, deadLetterQueue: IQueue): void {
    new Rule(this, 'Schedule', {
      description: 'Finds out what the roles and users of every account use',
      schedule: Schedule.rate(Duration.hours(evidence.hours)),
      targets: [
        new SfnStateMachine(this.workflow, {
          input: RuleTargetInput.fromObject({ accounts: accounts.map(({ id }) => id) }),
          deadLetterQueue,
          retryAttempts: 10,
          maxEventAge: Duration.hours(6),
        }),
      ],
    });
  }

  /** The trail's table is asked in Homeostat's own account, with no more than one query needs. */
  private mayAsk(sweep: HandlerFunction, { workgroup, database, table, output, trail }: Athena): void {
    const stack = Stack.of(this);
    const glue = (resource: string, resourceName?: string) =>
      stack.formatArn({
        service: 'glue',
        resource,
        ...(resourceName === undefined ? { arnFormat: ArnFormat.NO_RESOURCE_NAME } : { resourceName }),
      });
    const answers = `arn:${stack.partition}:s3:::${output.replace(/^s3:\/\//, '').replace(/\/*$/, '')}`;
    const bucketOfAnswers = answers.split('/', 1)[0] ?? '';
    const logs = `arn:${stack.partition}:s3:::${trail}`;
    sweep.may(
      ['athena:StartQueryExecution', 'athena:GetQueryExecution', 'athena:GetQueryResults'],
      stack.formatArn({ service: 'athena', resource: 'workgroup', resourceName: workgroup }),
    );
    sweep.may(
      ['glue:GetDatabase', 'glue:GetTable', 'glue:GetPartitions'],
      glue('catalog'),
      glue('database', database),
      glue('table', `${database}/${table}`),
    );
    sweep.may(['s3:GetBucketLocation', 's3:ListBucket'], logs, bucketOfAnswers);
    sweep.may(['s3:GetObject'], `${logs}/*`);
    sweep.may(['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload'], `${answers}/*`);
    for (const resource of [`${logs}/*`, `${answers}/*`]) {
      acknowledge(
        sweep.role,
        `AwsSolutions-IAM5[Resource::${resource.replace(stack.partition, '<AWS::Partition>')}]`,
        'CloudTrail and Athena name their own objects',
      );
    }
  }
}

/** Of the state table, a control's read needs what was gathered, and nothing else. */
function readsEvidence({ state }: Store): PolicyStatement {
  return new PolicyStatement({
    actions: ['dynamodb:GetItem', 'dynamodb:BatchGetItem'],
    resources: [state.tableArn],
    conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['EVIDENCE#*', 'NOTICE#*'] } },
  });
}
