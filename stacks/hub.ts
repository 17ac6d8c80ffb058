import { CfnOutput, Duration, Stack, type StackProps, Tags } from 'aws-cdk-lib';
import { CfnEventBusPolicy, CfnRule, EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { ManagedPolicy, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { type StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { Control } from '../catalogue/control.ts';
import { catalogue } from '../catalogue/index.ts';
import { atWork, type Config } from '../functions/domain/config.ts';
import { indexNames } from '../functions/domain/listing.ts';
import { acknowledge } from './acknowledge.ts';
import { Alarms } from './constructs/alarms.ts';
import { OperatorsConsole } from './constructs/console.ts';
import { Exports } from './constructs/exports.ts';
import { Functions } from './constructs/functions.ts';
import { Pages } from './constructs/pages.ts';
import { acknowledgeSecret, People } from './constructs/people.ts';
import { acceptFromRules, retryPolicy } from './constructs/rule-delivery.ts';
import { Store } from './constructs/store.ts';
import { Workflow, workflowArn } from './constructs/workflow.ts';

export interface HubProps extends StackProps {
  readonly config: Config;
  /** Where approvers' browsers find the pages, if not at API Gateway's own address; ends with a slash. */
  readonly pagesUrl?: string | undefined;
  /** Where the operators' page is, in a local cloud; ends with a slash. */
  readonly consoleUrl?: string | undefined;
  readonly environment?: Readonly<Record<string, string>>;
}

/** The one place where Homeostat runs: tables, functions, workflows, pages. Members send their events here. */
export class HubStack extends Stack {
  readonly config: Config;
  /** What the members have to let in, read and write. */
  readonly controls: readonly Control[];
  private readonly triage: StateMachine;
  private readonly deadLetters: Queue;
  private readonly starter: Role;

  constructor(scope: Construct, id: string, { config, pagesUrl, consoleUrl, environment = {}, ...props }: HubProps) {
    super(scope, id, props);
    Tags.of(this).add('application', 'homeostat');
    this.config = config;
    this.controls = atWork(catalogue, config);
    const store = new Store(this, 'Store');
    const functions = new Functions(this, 'Functions', { config, store, environment });
    const exports = this.reporting(functions, store);
    this.deadLetters = deadLetters(this);
    const remediate = this.remediate(functions);
    this.triage = this.triageFor(functions, remediate);

    this.starter = this.starterOf(this.triage);
    const pages = this.pages(functions, pagesUrl);
    const { api } = pages;
    const people = new People(this, 'People', {
      config,
      functions,
      triage: this.triage,
      deadLetters: this.deadLetters,
    });
    acknowledgeSecret(functions, config, this);
    const command = this.command(functions, store);
    const made = { config, functions, store, exports, pages, remediate, triage: this.triage, localUrl: consoleUrl };
    const console = config.console && new OperatorsConsole(this, 'Console', made);

    this.reconcile(functions, remediate);
    this.listen(config);
    people.watch(this.watch(remediate), config, functions.deliver.function.functionName);
    this.tell({
      HistoryTable: store.history.tableName,
      StateTable: store.state.tableName,
      UndoFunction: functions.undo.function.functionName,
      CommandFunction: functions.command.function.functionName,
      CommandPolicy: command.managedPolicyArn,
      PagesUrl: pagesUrl ?? api.url,
      PagesApi: api.restApiId,
      PagesStage: api.deploymentStage.stageName,
      RemediateStateMachine: remediate.stateMachineArn,
      TriageStateMachine: this.triage.stateMachineArn,
      DeadLetters: this.deadLetters.queueUrl,
      ...console?.outputs,
    });
  }

  private pages({ pages, slack, deliver, notify }: Functions, url: string | undefined): Pages {
    const made = new Pages(this, 'Pages', {
      pages: pages.function,
      slack: this.config.channels.slack && slack.function,
    });
    for (const linking of [deliver, notify]) {
      linking.function.addEnvironment('PAGES_URL', url ?? made.api.url);
    }
    // Derived from the request at run time where none is configured: naming the API here would make a circle.
    pages.function.addEnvironment('PAGES_URL', url ?? '');
    return made;
  }

  /** What takes the history out of here. */
  private reporting(functions: Functions, store: Store): Exports {
    return new Exports(this, 'Exports', { export: functions.export, store });
  }

  /** What a rule needs to hand an event to triage, and to keep it where that fails. */
  triageTarget(): CfnRule.TargetProperty {
    return {
      id: 'Triage',
      arn: this.triage.stateMachineArn,
      roleArn: this.starter.roleArn,
      deadLetterConfig: { arn: this.deadLetters.queueArn },
      retryPolicy,
    };
  }

  /** What EventBridge needs to start triage. */
  private starterOf({ stateMachineArn }: StateMachine): Role {
    return new Role(this, 'Starter', {
      assumedBy: new ServicePrincipal('events.amazonaws.com'),
      inlinePolicies: {
        triage: new PolicyDocument({
          statements: [new PolicyStatement({ actions: ['states:StartExecution'], resources: [stateMachineArn] })],
        }),
      },
    });
  }

  private remediate({ open, ask, apply, verify, close, assess, undo }: Functions): StateMachine {
    const { stateMachine } = new Workflow(this, 'Remediate', {
      name: 'remediate',
      type: StateMachineType.STANDARD,
      functions: {
        Open: open.function,
        Ask: ask.function,
        Apply: apply.function,
        Verify: verify.function,
        Close: close.function,
        Assess: assess.function,
      },
      substitutions: { Triage: workflowArn(this, 'triage') },
      statements: [
        new PolicyStatement({ actions: ['events:PutEvents'], resources: [this.defaultBus()] }),
        new PolicyStatement({ actions: ['states:StartExecution'], resources: [workflowArn(this, 'triage')] }),
      ],
    });
    undo.function.addEnvironment('REMEDIATE_STATE_MACHINE', stateMachine.stateMachineArn);
    undo.may(['states:StartExecution'], stateMachine.stateMachineArn);
    return stateMachine;
  }

  private triageFor({ assess }: Functions, remediate: StateMachine): StateMachine {
    return new Workflow(this, 'Triage', {
      name: 'triage',
      type: StateMachineType.EXPRESS,
      functions: { Assess: assess.function },
      substitutions: { Remediate: remediate.stateMachineArn, DeadLetters: this.deadLetters.queueUrl },
      statements: [
        new PolicyStatement({ actions: ['states:StartExecution'], resources: [remediate.stateMachineArn] }),
        new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.deadLetters.queueArn] }),
      ],
    }).stateMachine;
  }

  /** What whoever uses the `homeostat` command needs: attach it to them. Who may decide what, the configuration says. */
  private command({ undo, command }: Functions, { history, state }: Store): ManagedPolicy {
    const indexes = indexNames.map((index) => `${history.tableArn}/index/${index}`);
    const tables = [history.tableArn, ...indexes, state.tableArn, `${state.tableArn}/index/byList`];
    const stack = this.formatArn({
      service: 'cloudformation',
      resource: 'stack',
      resourceName: `${this.stackName}/*`,
    });
    const policy = new ManagedPolicy(this, 'CommandPolicy', {
      managedPolicyName: 'HomeostatCommand',
      description: 'Lets somebody use the homeostat command: read the history, ask for an undo, answer questions',
      statements: [
        new PolicyStatement({ actions: ['cloudformation:DescribeStacks'], resources: [stack] }),
        new PolicyStatement({ actions: ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:Scan'], resources: tables }),
        new PolicyStatement({
          actions: ['lambda:InvokeFunction'],
          resources: [undo.function.functionArn, command.function.functionArn],
        }),
      ],
    });
    acknowledge(
      policy,
      `AwsSolutions-IAM5[Resource::${stack.replace(this.partition, '<AWS::Partition>')}]`,
      'A stack is asked for by its name, and its ARN ends in an id that is new with each making',
    );
    return policy;
  }

  /** An execution that ended in another way than its own still gets its record. */
  private reconcile({ reconcile }: Functions, remediate: StateMachine): void {
    new Rule(this, 'EndedOtherwise', {
      description: 'Remediations whose workflow failed, timed out or was aborted',
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: { stateMachineArn: [remediate.stateMachineArn], status: ['FAILED', 'TIMED_OUT', 'ABORTED'] },
      },
      targets: [
        new LambdaFunction(reconcile.function, {
          deadLetterQueue: this.deadLetters,
          retryAttempts: 10,
          maxEventAge: Duration.hours(6),
        }),
      ],
    });
    const executions = `${workflowArn(this, 'remediate').replace(':stateMachine:', ':execution:')}:*`;
    reconcile.may(['states:DescribeExecution'], executions);
    acknowledge(
      reconcile.role,
      `AwsSolutions-IAM5[Resource::${executions.replace(this.partition, '<AWS::Partition>')}]`,
      'Each execution of the one workflow has an ARN of its own',
    );
    reconcile.function.configureAsyncInvoke({
      retryAttempts: 2,
      maxEventAge: Duration.hours(1),
      onFailure: new SqsDestination(this.deadLetters),
    });
  }

  /** Member accounts send their events to a bus of their own; the hub's own account has rules of its own. */
  private listen(config: Config): void {
    const others = config.accounts.map(({ id }) => id).filter((id) => id !== this.account);
    const bus = new EventBus(this, 'Bus', { eventBusName: 'homeostat' });
    for (const account of others) {
      new CfnEventBusPolicy(this, `From${account}`, {
        eventBusName: bus.eventBusName,
        statementId: `from-${account}`,
        statement: {
          Sid: `from-${account}`,
          Effect: 'Allow',
          Principal: { AWS: `arn:${this.partition}:iam::${account}:root` },
          Action: 'events:PutEvents',
          Resource: bus.eventBusArn,
        },
      });
    }
    new CfnRule(this, 'FromMembers', {
      eventBusName: bus.eventBusName,
      description: 'What the rules of the member accounts let through',
      // Only AWS itself can send as `aws.…`: whoever may put events on the bus cannot forge a call.
      eventPattern: { account: config.accounts.map(({ id }) => id), source: [{ prefix: 'aws.' }] },
      targets: [this.triageTarget()],
    });
  }

  private watch(remediate: StateMachine): Alarms {
    const alarms = new Alarms(this, 'Alarms');
    const period = Duration.minutes(1);
    alarms.rings(
      'RemediationsFailed',
      remediate.metricFailed({ period }),
      'A remediation could not write its own end. Look at the execution; the reconciler records it.',
    );
    alarms.rings(
      'RemediationsTimedOut',
      remediate.metricTimedOut({ period }),
      'A remediation took longer than any may. The reconciler records its end.',
    );
    alarms.rings('RemediationsAborted', remediate.metricAborted({ period }), 'Somebody stopped a remediation.');
    alarms.rings(
      'TriageFailed',
      this.triage.metricFailed({ period }),
      'Events could not be judged. They wait in the dead-letter queue.',
    );
    alarms.rings(
      'TriageTimedOut',
      this.triage.metricTimedOut({ period }),
      'Events were not judged in time. They are in the log of the workflow only.',
    );
    alarms.ringsFor(this.deadLetters);
    return alarms;
  }

  private tell(outputs: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(outputs)) {
      new CfnOutput(this, `Tell${name}`, { value }).overrideLogicalId(name);
    }
  }

  private defaultBus(): string {
    return this.formatArn({ service: 'events', resource: 'event-bus', resourceName: 'default' });
  }
}

function deadLetters(scope: Construct): Queue {
  const queue = new Queue(scope, 'DeadLetters', { enforceSSL: true, retentionPeriod: Duration.days(14) });
  acknowledge(queue, 'AwsSolutions-SQS3', 'It is the dead-letter queue');
  acceptFromRules(queue);
  return queue;
}
