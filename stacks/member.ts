import { Annotations, Duration, Stack, type StackProps, Tags } from 'aws-cdk-lib';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import {
  AccountPrincipal,
  Effect,
  ManagedPolicy,
  PolicyDocument,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Permission } from '../catalogue/control.ts';
import { eventPatterns } from '../catalogue/derive/event-pattern.ts';
import { fill } from '../catalogue/derive/place.ts';
import { policies } from '../catalogue/derive/statements.ts';
import { evidenceReads, judgeByUse } from '../functions/sweep/reads.ts';
import { acknowledge } from './acknowledge.ts';
import { Alarms } from './constructs/alarms.ts';
import { baselineWebAcls } from './constructs/baseline-web-acl.ts';
import { DoctorRole, echoRule } from './constructs/doctor.ts';
import { findingsRoleFor } from './constructs/findings.ts';
import { acceptFromRules, retryPolicy } from './constructs/rule-delivery.ts';
import { RefusedCalls, watches } from './constructs/watching.ts';
import type { HubStack } from './hub.ts';
import { functionRole, ownResources, policyName, readerRole, writerRole } from './names.ts';

export interface MemberProps extends StackProps {
  readonly hub: HubStack;
  /** Roles are global: only an account's first region makes them. */
  readonly makesRoles: boolean;
}

/** What an account and region needs to be looked after: the rules that see its changes, and the two roles. All of it is derived from the catalogue. */
export class MemberStack extends Stack {
  constructor(scope: Construct, id: string, { hub, makesRoles, ...props }: MemberProps) {
    super(scope, id, props);
    Tags.of(this).add('application', 'homeostat');
    this.addStackDependency(hub);
    this.rules(hub);
    baselineWebAcls(this, hub);
    if (makesRoles) {
      const sweeps = judgeByUse(hub.controls);
      this.role(
        readerRole,
        hub,
        [...(['assess', 'verify', 'apply', 'undo'] as const), ...(sweeps ? (['sweep'] as const) : [])].map(
          functionRole,
        ),
        [...this.derived('reads', [...hub.controls, ...(sweeps ? [sweep] : [])]), [namesFromConfig()]],
      );
      findingsRoleFor(this, hub);
      this.role(writerRole, hub, [functionRole('apply')], [...this.derived('writes', hub.controls), [this.handsOff()]]);
      new DoctorRole(this, 'Doctor', hub.account);
    }
    if (!this.region.includes('Token') && this.region !== 'us-east-1' && makesRoles) {
      Annotations.of(this).addInfo(
        'CloudTrail delivers IAM events to us-east-1 only: list it among the regions of this account to have IAM looked after',
      );
    }
  }

  private rules(hub: HubStack): void {
    const isHub = hub.account === this.account && hub.region === this.region;
    const target = isHub ? hub.triageTarget() : this.hubTarget(hub);
    const own = `arn:${this.partition}:sts::${this.account}:assumed-role/${writerRole}/`;
    for (const [name, eventPattern] of Object.entries(eventPatterns(hub.controls, own))) {
      new CfnRule(this, name, { description: `Homeostat: ${name}`, eventPattern, targets: [target] });
    }
    if (watches(hub.controls)) {
      new RefusedCalls(this, 'RefusedCalls', { target: isHub ? hub.watchTarget() : target });
    }
    echoRule(this, target);
  }

  /** Another account or region hands its events on to the hub's bus, and keeps what the bus would not take. */
  private hubTarget(hub: HubStack): CfnRule.TargetProperty {
    const bus = `arn:${this.partition}:events:${hub.region}:${hub.account}:event-bus/homeostat`;
    const deadLetters = new Queue(this, 'DeadLetters', { enforceSSL: true, retentionPeriod: Duration.days(14) });
    acknowledge(deadLetters, 'AwsSolutions-SQS3', 'It is the dead-letter queue');
    acceptFromRules(deadLetters);
    new Alarms(this, 'Alarms').ringsFor(deadLetters);
    const role = new Role(this, 'ToHub', {
      assumedBy: new ServicePrincipal('events.amazonaws.com'),
      inlinePolicies: {
        hub: new PolicyDocument({
          statements: [new PolicyStatement({ actions: ['events:PutEvents'], resources: [bus] })],
        }),
      },
    });
    return { id: 'Hub', arn: bus, roleArn: role.roleArn, deadLetterConfig: { arn: deadLetters.queueArn }, retryPolicy };
  }

  private role(
    roleName: string,
    hub: HubStack,
    trusted: readonly string[],
    documents: readonly (readonly PolicyStatement[])[],
  ): void {
    const trustedArns = trusted.map((name) => `arn:${this.partition}:iam::${hub.account}:role/${name}`);
    const role = new Role(this, roleName, {
      roleName,
      description: `Homeostat: ${roleName === readerRole ? 'reads what its controls declare' : 'makes the changes its controls declare, cut down to one plan for each session'}`,
      // By condition, not by principal: IAM would turn a principal into an id that does not survive the role being made anew.
      assumedBy: new AccountPrincipal(hub.account).withConditions({ ArnEquals: { 'aws:PrincipalArn': trustedArns } }),
      maxSessionDuration: Duration.hours(1),
    });
    for (const [index, statements] of documents.entries()) {
      this.policy(policyName(roleName, index), role, statements);
    }
  }

  private policy(managedPolicyName: string, role: Role, statements: readonly PolicyStatement[]): void {
    const policy = new ManagedPolicy(this, managedPolicyName, {
      managedPolicyName,
      description: 'Homeostat: derived from the calls that its controls declare',
      roles: [role],
      document: new PolicyDocument({ statements: [...statements] }),
    });
    for (const resource of new Set(
      statements.flatMap(({ resources }) => resources).filter((arn) => arn.includes('*')),
    )) {
      acknowledge(
        policy,
        `AwsSolutions-IAM5[Resource::${resource.replace(this.partition, '<AWS::Partition>')}]`,
        'A control looks after every resource of its kind; the statement is derived from the calls that controls declare, and every session that writes is cut down to one plan',
      );
    }
  }

  private derived(kind: 'reads' | 'writes', controls: readonly Declaring[]): readonly PolicyStatement[][] {
    const place = { partition: this.partition, account: this.account, region: '*' };
    const here = (pattern: string) => fill(pattern, place);
    return policies(
      controls.flatMap((control) => control[kind]),
      here,
    ).map((statements) =>
      statements.map(
        ({ actions, resources }) => new PolicyStatement({ actions: [...actions], resources: resources.map(here) }),
      ),
    );
  }

  /** Whatever a plan says, Homeostat's own roles and their policies stay as they are. */
  private handsOff(): PolicyStatement {
    const own = ownResources
      .filter((pattern) => pattern.startsWith('arn:*:iam::*:'))
      .map((pattern) => pattern.replace('arn:*:iam::*:', `arn:${this.partition}:iam::${this.account}:`));
    return new PolicyStatement({ effect: Effect.DENY, actions: ['iam:*'], resources: own });
  }
}

type Declaring = Readonly<Record<'reads' | 'writes', readonly Permission[]>>;

/** What is read of an account besides, to know what its principals use. */
const sweep: Declaring = { reads: evidenceReads, writes: [] };

/** Config's rules name some resources by Config's own id; only Config tells their ARN, and it has no resources to name. */
function namesFromConfig(): PolicyStatement {
  return new PolicyStatement({ actions: ['config:BatchGetResourceConfig'], resources: ['*'] });
}
