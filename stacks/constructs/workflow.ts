import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ArnFormat, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';

export interface WorkflowProps {
  /** The file under `statemachines/`, without its ending. */
  readonly name: 'triage' | 'remediate' | 'evidence' | 'examine';
  readonly type: StateMachineType;
  /** The functions that `${Name}` stands for in the file. */
  readonly functions: Readonly<Record<string, IFunction>>;
  readonly substitutions?: Readonly<Record<string, string>>;
  readonly statements: readonly PolicyStatement[];
}

/** A workflow from its ASL file, which may do what its file says and nothing else. */
export class Workflow extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, props: WorkflowProps) {
    super(scope, id);
    const arns = Object.fromEntries(
      Object.entries(props.functions).map(([name, { functionArn }]) => [name, functionArn]),
    );
    const role = new Role(this, 'Role', {
      roleName: `Homeostat-${props.name}`,
      assumedBy: new ServicePrincipal('states.amazonaws.com'),
    });
    const statements = [
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: Object.values(arns) }),
      ...props.statements,
    ];
    for (const statement of statements) {
      role.addToPolicy(statement);
    }
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      stateMachineName: `Homeostat-${props.name}`,
      stateMachineType: props.type,
      definitionBody: DefinitionBody.fromString(definition(props.name)),
      definitionSubstitutions: { ...arns, ...props.substitutions },
      role,
      tracingEnabled: true,
      // Execution data, and with it every task token, stays out of the log.
      logs: {
        level: LogLevel.ALL,
        includeExecutionData: false,
        destination: new LogGroup(this, 'Log', {
          logGroupName: `/aws/vendedlogs/states/homeostat-${props.name}`,
          retention: RetentionDays.THREE_MONTHS,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
      },
      ...(props.type === StateMachineType.EXPRESS && { timeout: Duration.minutes(5) }),
    });
    acknowledge(
      role,
      'AwsSolutions-IAM5[Resource::*]',
      'Log delivery and X-Ray have no resources to name: their actions work on * only',
    );
  }
}

/** A workflow's ARN by its name, for whoever the workflow itself depends on. */
export function workflowArn(scope: Construct, name: WorkflowProps['name']): string {
  const arnFormat = ArnFormat.COLON_RESOURCE_NAME;
  return Stack.of(scope).formatArn({
    service: 'states',
    resource: 'stateMachine',
    resourceName: `Homeostat-${name}`,
    arnFormat,
  });
}

/** Without the white space that makes the file readable. */
function definition(name: string): string {
  const file = join(import.meta.dirname, '../../statemachines', `${name}.asl.json`);
  return JSON.stringify(JSON.parse(readFileSync(file, 'utf8')));
}
