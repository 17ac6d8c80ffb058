import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  type Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import { type FunctionName, functionRole } from '../names.ts';

export interface HandlerFunctionProps {
  readonly name: FunctionName;
  readonly code: Code;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeout?: Duration;
  readonly memorySize?: number;
}

/** One Lambda function, made from the file that bears its name, with a role of its own and nothing in it but its log. */
export class HandlerFunction extends Construct {
  readonly function: LambdaFunction;
  readonly role: Role;

  constructor(scope: Construct, id: string, { name, code, environment, timeout, memorySize }: HandlerFunctionProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Log', {
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = new Role(this, 'Role', {
      roleName: functionRole(name),
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    logGroup.grantWrite(this.role);
    this.function = new LambdaFunction(this, 'Function', {
      functionName: functionRole(name),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: `${name}.handler`,
      code,
      role: this.role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      tracing: Tracing.ACTIVE,
      timeout: timeout ?? Duration.seconds(30),
      memorySize: memorySize ?? 1024,
      environment: { POWERTOOLS_LOG_LEVEL: 'INFO', ...environment },
    });
    acknowledge(
      this.role,
      'AwsSolutions-IAM5[Resource::*]',
      'X-Ray and the answer to a task have no resources to name: their actions work on * only',
    );
  }

  /** Lets the function assume a role of that name in any account; that role's own trust decides which. */
  mayAssume(roleName: string, accounts: readonly string[], partition: string): void {
    this.role.addToPolicy(
      new PolicyStatement({
        actions: ['sts:AssumeRole'],
        resources: accounts.map((account) => `arn:${partition}:iam::${account}:role/${roleName}`),
      }),
    );
  }

  /** IAM knows no resource for a task token: the token itself, which nobody else has, is what limits this. */
  mayAnswerTasks(action: 'states:SendTaskSuccess' | 'states:SendTaskFailure'): void {
    this.may([action], '*');
  }

  may(actions: readonly string[], ...resources: string[]): void {
    this.role.addToPolicy(new PolicyStatement({ actions: [...actions], resources }));
  }
}
