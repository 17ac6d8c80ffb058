import { CfnOutput, Duration, Stack, type StackProps, Tags } from 'aws-cdk-lib';
import type { CfnRule } from 'aws-cdk-lib/aws-events';
import { type ManagedPolicy, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { Control } from '../catalogue/control.ts';
import { catalogue } from '../catalogue/index.ts';
import { atWork, type Config } from '../functions/domain/config.ts';
import { acknowledge } from './acknowledge.ts';
import type { Alarms } from './constructs/alarms.ts';
import { Archive } from './constructs/archive.ts';
import { commandPolicy, letExamine } from './constructs/command-policy.ts';
import { OperatorsConsole } from './constructs/console.ts';
import { Doctor } from './constructs/doctor.ts';
import { Evidence } from './constructs/evidence.ts';
import { Exports } from './constructs/exports.ts';
import { Findings } from './constructs/findings.ts';
import { Functions } from './constructs/functions.ts';
import { membersBus } from './constructs/members-bus.ts';
import { Pages } from './constructs/pages.ts';
import { acknowledgeSecret, People } from './constructs/people.ts';
import { reconcileEndings } from './constructs/reconcile-endings.ts';
import { Reports } from './constructs/reports.ts';
import { acceptFromRules, retryPolicy } from './constructs/rule-delivery.ts';
import { Store } from './constructs/store.ts';
import { Tally } from './constructs/tally.ts';
import { Watching } from './constructs/watching.ts';
import { workflowAlarms } from './constructs/workflow-alarms.ts';
import { remediateWorkflow, triageWorkflow } from './constructs/workflows.ts';

export interface HubProps extends StackProps {
  readonly config: Config;
  /** Where approvers' browsers find the pages, if not at API Gateway's own address; ends with a slash. */
  readonly pagesUrl?: string | undefined;
  /** Where the operators' page is, in a local cloud; ends with a slash. */
  readonly consoleUrl?: string | undefined;
  readonly environment?: Readonly<Record<string, string>>;
}

interface Gathering {
  readonly functions: Functions;
  readonly store: Store;
  readonly alarms: Alarms;
  /** What whoever uses the command may do. */
  readonly command: ManagedPolicy;
}

/** The one place where Homeostat runs: tables, functions, workflows, pages. Members send their events here. */
export class HubStack extends Stack {
  readonly config: Config;
  /** What the members have to let in, read and write. */
  readonly controls: readonly Control[];
  private readonly triage: StateMachine;
  private readonly deadLetters: Queue;
  private readonly starter: Role;
  private readonly watching: Watching;

  constructor(scope: Construct, id: string, { config, pagesUrl, consoleUrl, environment = {}, ...props }: HubProps) {
    super(scope, id, props);
    Tags.of(this).add('application', 'homeostat');
    this.config = config;
    this.controls = atWork(catalogue, config);
    const store = new Store(this, 'Store', { expires: config.history.keepDays !== undefined });
    const functions = new Functions(this, 'Functions', { config, store, environment });
    this.deadLetters = deadLetters(this);
    const exports = this.reporting(functions, store);
    const remediate = remediateWorkflow(this, functions);
    this.triage = triageWorkflow(this, { functions, remediate, deadLetters: this.deadLetters });
    this.starter = this.starterOf(this.triage);
    const pages = this.pages(functions, pagesUrl);
    const people = new People(this, 'People', {
      config,
      functions,
      triage: this.triage,
      deadLetters: this.deadLetters,
    });
    acknowledgeSecret(functions, config, this);
    this.watching = this.undoing(functions, remediate);
    const bus = membersBus(this, config);
    const doctor = new Doctor(this, 'Doctor', { config, functions, store, bus, triage: this.triageTarget() });
    const alarms = workflowAlarms(this, { remediate, triage: this.triage, deadLetters: this.deadLetters });
    const command = commandPolicy(this, { functions, store });
    letExamine(command, { examine: doctor.examine, deadLetters: this.deadLetters, alarms });
    this.follow(functions, store, command);
    const made = { config, functions, store, exports, pages, remediate, triage: this.triage, localUrl: consoleUrl };
    const console = config.console && new OperatorsConsole(this, 'Console', made);

    reconcileEndings(this, { reconcile: functions.reconcile, remediate, deadLetters: this.deadLetters });
    people.watch(alarms, config, functions.deliver.function.functionName);
    this.tell({
      UndoFunction: functions.undo.function.functionName,
      CommandFunction: functions.command.function.functionName,
      CommandPolicy: command.managedPolicyArn,
      RemediateStateMachine: remediate.stateMachineArn,
      TriageStateMachine: this.triage.stateMachineArn,
      ...this.evidence({ functions, store, alarms, command }),
      DeadLetters: this.deadLetters.queueUrl,
      ExamineStateMachine: doctor.examine.stateMachineArn,
      AlarmsTopic: alarms.topicArn,
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
    const { api } = made;
    this.tell({
      PagesUrl: url ?? api.url,
      PagesApi: api.restApiId,
      PagesStage: api.deploymentStage.stageName,
    });
    return made;
  }

  /** What takes the history out of here. */
  private reporting(functions: Functions, store: Store): Exports {
    const { config, deadLetters: letters } = this;
    new Reports(this, 'Reports', { report: functions.report, store, config, deadLetters: letters });
    if (config.securityHub === 'on') {
      new Findings(this, 'Findings', { functions, store, config, deadLetters: letters });
    }
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

  /** The same for a call that was refused. */
  watchTarget(): CfnRule.TargetProperty {
    return this.watching.target();
  }

  /** Undos are started by operators, and by refused calls. */
  private undoing({ undo, watch }: Functions, remediate: StateMachine): Watching {
    for (const starting of [undo, watch]) {
      starting.function.addEnvironment('REMEDIATE_STATE_MACHINE', remediate.stateMachineArn);
      starting.may(['states:StartExecution'], remediate.stateMachineArn);
    }
    return new Watching(this, 'Watching', { watch, deadLetters: this.deadLetters });
  }

  /** What finds out what principals use, where a control judges by that; answers with what to tell of it. */
  private evidence({ functions, store, alarms, command }: Gathering): Readonly<Record<string, string>> {
    if (functions.sweep === undefined) {
      return {};
    }
    const { config, triage, deadLetters: letters } = this;
    const evidence = new Evidence(this, 'Evidence', { config, functions, store, triage, deadLetters: letters });
    evidence.watch(alarms);
    evidence.mayBeBegunBy(command);
    return { EvidenceStateMachine: evidence.workflow.stateMachineArn };
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

  /** What happens to the history after it was written: it is counted, and what is old goes to the archive. */
  private follow({ tally, archive }: Functions, store: Store, command: ManagedPolicy): void {
    const { config, deadLetters: letters } = this;
    new Tally(this, 'Tally', { tally, store, deadLetters: letters });
    this.tell({
      HistoryTable: store.history.tableName,
      StateTable: store.state.tableName,
      TallyTable: store.tally.tableName,
    });
    if (config.history.keepDays !== undefined) {
      const { bucket } = new Archive(this, 'Archive', {
        archive,
        reader: command,
        store,
        deadLetters: letters,
        config,
      });
      this.tell({ ArchiveBucket: bucket.bucketName });
    }
  }

  private tell(outputs: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(outputs)) {
      new CfnOutput(this, `Tell${name}`, { value }).overrideLogicalId(name);
    }
  }
}

function deadLetters(scope: Construct): Queue {
  const queue = new Queue(scope, 'DeadLetters', { enforceSSL: true, retentionPeriod: Duration.days(14) });
  acknowledge(queue, 'AwsSolutions-SQS3', 'It is the dead-letter queue');
  acceptFromRules(queue);
  return queue;
}
