import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duration, Stack, Stage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Config } from '../../functions/domain/config.ts';
import { indexNames } from '../../functions/domain/listing.ts';
import { readerRole } from '../names.ts';
import { bundleConsole, bundleSite } from './bundle.ts';
import { ConsoleApi } from './console-api.ts';
import type { Exports } from './exports.ts';
import type { Functions } from './functions.ts';
import { HandlerFunction } from './handler-function.ts';
import type { Pages } from './pages.ts';
import type { Store } from './store.ts';

export interface OperatorsConsoleProps {
  readonly config: Config;
  readonly functions: Functions;
  readonly store: Store;
  readonly exports: Exports;
  readonly pages: Pages;
  readonly remediate: StateMachine;
  readonly triage: StateMachine;
  readonly localUrl: string | undefined;
}

const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as {
  version: string;
};

/** The page that operators work with: what serves it, what it talks to, and who may come in. */
export class OperatorsConsole extends Construct {
  readonly outputs: Readonly<Record<string, string>>;
  private readonly api: HandlerFunction;
  private readonly authorize: HandlerFunction;

  constructor(scope: Construct, id: string, props: OperatorsConsoleProps) {
    super(scope, id);
    const { config, functions, pages, localUrl } = props;
    if (config.console === undefined) {
      throw new TypeError('the configuration has no console');
    }
    const out = Stage.of(this)?.outdir ?? 'cdk.out';
    const bundle = Code.fromAsset(bundleConsole(config, version, join(out, 'console')));
    this.api = functions.make('api', bundle);
    this.authorize = functions.make('authorize', bundle);
    const code = Code.fromAsset(bundleSite(join(out, 'site')));
    const site = new HandlerFunction(this, 'site', {
      name: 'site',
      code,
      environment: {},
      timeout: Duration.seconds(30),
    });
    const parts = { api: this.api, authorize: this.authorize, site };
    const api = new ConsoleApi(this, 'Api', { console: config.console, ...parts, localUrl });
    api.node.addDependency(pages);
    // The report and findings lead there.
    for (const { function: leading } of [functions.report, functions.findings]) {
      leading.addEnvironment('CONSOLE_URL', api.url);
    }
    this.grant(props);
    this.outputs = {
      ConsoleUrl: api.url,
      ConsoleApi: api.api.restApiId,
      ConsoleStage: api.api.deploymentStage.stageName,
      ...(api.signIn.pool && { ConsoleUserPool: api.signIn.pool.userPoolId }),
    };
  }

  /** As much as the answers take: to read, to record what people decide, and to start what they ask for. */
  private grant({ config, store: { history, state, tally }, exports, remediate, triage }: OperatorsConsoleProps): void {
    const { api, authorize } = this;
    const { partition } = Stack.of(this);
    authorize.may(['dynamodb:GetItem'], state.tableArn);
    const indexes = indexNames.map((index) => `${history.tableArn}/index/${index}`);
    api.may(['dynamodb:GetItem', 'dynamodb:Query'], history.tableArn, ...indexes);
    api.may(['dynamodb:GetItem', 'dynamodb:Query'], tally.tableArn);
    api.may(['dynamodb:PutItem', 'dynamodb:ConditionCheckItem'], history.tableArn);
    api.may(['dynamodb:GetItem', 'dynamodb:Query'], state.tableArn, `${state.tableArn}/index/byList`);
    api.may(['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:ConditionCheckItem'], state.tableArn);
    api.mayAnswerTasks('states:SendTaskSuccess');
    api.may(
      ['events:PutEvents'],
      Stack.of(this).formatArn({ service: 'events', resource: 'event-bus', resourceName: 'default' }),
    );
    // A preview of an undo reads the resource.
    const accounts = config.accounts.map((account) => account.id);
    api.mayAssume(readerRole, accounts, partition);
    api.may(['states:StartExecution'], remediate.stateMachineArn, triage.stateMachineArn);
    const told = {
      REMEDIATE_STATE_MACHINE: remediate.stateMachineArn,
      TRIAGE_STATE_MACHINE: triage.stateMachineArn,
      HOMEOSTAT_VERSION: version,
    };
    for (const [name, value] of Object.entries(told)) {
      api.function.addEnvironment(name, value);
    }
    exports.mayAsk(api);
  }
}
