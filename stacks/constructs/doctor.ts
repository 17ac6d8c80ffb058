import { Duration, Stack } from 'aws-cdk-lib';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { AccountPrincipal, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { type StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Config } from '../../functions/domain/config.ts';
import { acknowledge } from '../acknowledge.ts';
import { doctorRole, functionRole } from '../names.ts';
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
    const accounts = config.accounts.map(({ id: account }) => account);
    assess.mayAssume(doctorRole, accounts, Stack.of(this).partition);
    assess.function.addEnvironment('DOCTOR_ROLE', doctorRole);
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
      eventPattern: { account: accounts, ...echo },
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

/**
 * What the function `assess` looks around with in an account for the doctor: rules and trails, and the one event that it may send.
 * A role of its own, so that the reading role reads what controls declare, and writes nothing.
 */
export class DoctorRole extends Construct {
  constructor(scope: Construct, id: string, hubAccount: string) {
    super(scope, id);
    const { partition } = Stack.of(this);
    const role = new Role(this, 'Role', {
      roleName: doctorRole,
      description: 'Homeostat: looks at its own rules and at the trails of the account, for homeostat doctor',
      assumedBy: new AccountPrincipal(hubAccount).withConditions({
        ArnEquals: { 'aws:PrincipalArn': `arn:${partition}:iam::${hubAccount}:role/${functionRole('assess')}` },
      }),
      maxSessionDuration: Duration.hours(1),
    });
    for (const statement of examining(Stack.of(this))) {
      role.addToPolicy(statement);
    }
    for (const resource of ['*', ...wildcards(Stack.of(this))]) {
      acknowledge(
        role,
        `AwsSolutions-IAM5[Resource::${resource.replace(partition, '<AWS::Partition>')}]`,
        'It lists rules and trails, of which IAM knows no resource, and looks at those of any name and region',
      );
    }
  }
}

function wildcards({ partition, account }: Stack): readonly string[] {
  return [
    `arn:${partition}:cloudtrail:*:*:trail/*`,
    `arn:${partition}:events:*:${account}:rule/HomeostatMember*`,
    `arn:${partition}:events:*:${account}:event-bus/default`,
  ];
}

function examining(stack: Stack): PolicyStatement[] {
  const [trails = '', rules = '', bus = ''] = wildcards(stack);
  return [
    // IAM knows no resource for these.
    new PolicyStatement({
      actions: ['cloudtrail:DescribeTrails', 'events:ListRules', 'events:TestEventPattern'],
      resources: ['*'],
    }),
    new PolicyStatement({
      actions: ['cloudtrail:GetTrailStatus', 'cloudtrail:GetEventSelectors'],
      resources: [trails],
    }),
    new PolicyStatement({ actions: ['events:ListTargetsByRule'], resources: [rules] }),
    new PolicyStatement({
      actions: ['events:PutEvents'],
      resources: [bus],
      conditions: { StringEquals: { 'events:source': 'homeostat', 'events:detail-type': 'Doctor Asks' } },
    }),
  ];
}
