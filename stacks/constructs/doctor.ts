import { Stack } from 'aws-cdk-lib';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Config } from '../../functions/domain/config.ts';
import type { Functions } from './functions.ts';
import type { Store } from './store.ts';
import { Workflow } from './workflow.ts';

/** An event by which the doctor sees whether events arrive. Anybody may send it: it leaves a note for ten minutes, and nothing else. */
const echo = { source: ['homeostat'], 'detail-type': ['Doctor Asks'] };

export interface DoctorProps {
  readonly config: Config;
  readonly functions: Functions;
  readonly store: Store;
  /** The bus that members send to. */
  readonly bus: string;
  readonly triage: CfnRule.TargetProperty;
}

/** What `homeostat doctor` asks: the functions themselves, since nobody else stands where they do. */
export class Doctor extends Construct {
  readonly examine: StateMachine;

  constructor(scope: Construct, id: string, { config, functions, store, bus, triage }: DoctorProps) {
    super(scope, id);
    const { assess, verify, apply, deliver } = functions;
    this.examine = new Workflow(this, 'Examine', {
      name: 'examine',
      type: StateMachineType.EXPRESS,
      functions: {
        Assess: assess.function,
        Verify: verify.function,
        Apply: apply.function,
        Deliver: deliver.function,
      },
      statements: [],
    }).stateMachine;
    assess.role.addToPolicy(
      new PolicyStatement({
        actions: ['dynamodb:PutItem', 'dynamodb:GetItem'],
        resources: [store.state.tableArn],
        conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['ECHO#*'] } },
      }),
    );
    new CfnRule(this, 'EchoFromMembers', {
      eventBusName: bus,
      description: 'Lets the doctor see whether events of the members arrive',
      eventPattern: { account: config.accounts.map(({ id: account }) => account), ...echo },
      targets: [triage],
    });
    if (config.channels.mail !== undefined) {
      this.mayLookAtSes(functions, config.channels.mail.from);
    }
  }

  private mayLookAtSes({ deliver }: Functions, from: string): void {
    const identities = [from, from.split('@')[1] ?? from].map((resourceName) =>
      Stack.of(this).formatArn({ service: 'ses', resource: 'identity', resourceName }),
    );
    deliver.may(['ses:GetEmailIdentity'], ...identities);
    // IAM knows no resource for it.
    deliver.may(['ses:GetAccount'], '*');
  }
}

/** The same way as all events of an account and region take, for the doctor's. */
export function echoRule(scope: Construct, target: CfnRule.TargetProperty): CfnRule {
  return new CfnRule(scope, 'echo', {
    description: 'Homeostat: lets the doctor see whether events arrive',
    eventPattern: echo,
    targets: [target],
  });
}

/** What the reading role looks at for the doctor, and the one event that it may send. */
export function examining(stack: Stack): PolicyStatement[] {
  const { partition, account } = stack;
  return [
    // IAM knows no resource for these.
    new PolicyStatement({
      actions: ['cloudtrail:DescribeTrails', 'events:ListRules', 'events:TestEventPattern'],
      resources: ['*'],
    }),
    new PolicyStatement({
      actions: ['cloudtrail:GetTrailStatus', 'cloudtrail:GetEventSelectors'],
      resources: [`arn:${partition}:cloudtrail:*:*:trail/*`],
    }),
    new PolicyStatement({
      actions: ['events:ListTargetsByRule'],
      resources: [`arn:${partition}:events:*:${account}:rule/HomeostatMember*`],
    }),
    new PolicyStatement({
      actions: ['events:PutEvents'],
      resources: [`arn:${partition}:events:*:${account}:event-bus/default`],
      conditions: {
        StringEquals: { 'events:source': 'homeostat', 'events:detail-type': 'Doctor Asks' },
      },
    }),
  ];
}
