import { join } from 'node:path';
import { Duration, Stack, Stage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { catalogue } from '../../catalogue/index.ts';
import { atWork, type Config } from '../../functions/domain/config.ts';
import { judgeByUse } from '../../functions/sweep/reads.ts';
import { type FunctionName, ownResources, readerRole, writerRole } from '../names.ts';
import { bundleFunctions } from './bundle.ts';
import { HandlerFunction } from './handler-function.ts';
import type { Store } from './store.ts';

export interface FunctionsProps {
  readonly config: Config;
  readonly store: Store;
  /** What a local deployment needs besides; empty in an account. */
  readonly environment: Readonly<Record<string, string>>;
}

const append = ['dynamodb:PutItem', 'dynamodb:ConditionCheckItem', 'dynamodb:GetItem'];
const readHistory = ['dynamodb:GetItem', 'dynamodb:Query'];
const writeState = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:GetItem'];

/** The functions, each with the least that its file needs. Nobody may delete from the history. */
export class Functions extends Construct {
  readonly assess: HandlerFunction;
  readonly open: HandlerFunction;
  readonly ask: HandlerFunction;
  readonly apply: HandlerFunction;
  readonly verify: HandlerFunction;
  readonly close: HandlerFunction;
  readonly undo: HandlerFunction;
  readonly pages: HandlerFunction;
  readonly deliver: HandlerFunction;
  readonly slack: HandlerFunction;
  readonly command: HandlerFunction;
  readonly notify: HandlerFunction;
  readonly renew: HandlerFunction;
  readonly watch: HandlerFunction;
  readonly reconcile: HandlerFunction;
  /** None where no control judges by what principals use. */
  readonly sweep: HandlerFunction | undefined;
  readonly tally: HandlerFunction;
  readonly archive: HandlerFunction;
  readonly export: HandlerFunction;
  readonly report: HandlerFunction;
  readonly findings: HandlerFunction;
  /** Makes one that only some configurations have, from a bundle of its own. */
  readonly make: (name: FunctionName, from: Code) => HandlerFunction;

  constructor(scope: Construct, id: string, { config, store, environment }: FunctionsProps) {
    super(scope, id);
    // Beside the assembly, so that two syntheses at once do not write each other's bundle.
    const code = Code.fromAsset(bundleFunctions(config, join(Stage.of(this)?.outdir ?? 'cdk.out', 'functions')));
    const tables = {
      HISTORY_TABLE: store.history.tableName,
      STATE_TABLE: store.state.tableName,
      TALLY_TABLE: store.tally.tableName,
    };
    const common = {
      READER_ROLE: readerRole,
      WRITER_ROLE: writerRole,
      OWN_RESOURCES: ownResources.join(','),
      ...tables,
      ...environment,
    };
    const make = (name: FunctionName, timeout = 30, from: Code = code) =>
      new HandlerFunction(this, name, { name, code: from, environment: common, timeout: Duration.seconds(timeout) });
    this.make = (name, from) => make(name, undefined, from);

    this.assess = make('assess', 60);
    this.open = make('open');
    this.ask = make('ask', 60);
    this.apply = make('apply', 240);
    this.verify = make('verify', 60);
    this.close = make('close');
    this.undo = make('undo');
    this.pages = make('pages');
    this.deliver = make('deliver', 60);
    // Slack waits three seconds for an answer: a start-up has to fit in.
    this.slack = make('slack');
    this.command = make('command');
    this.notify = make('notify', 60);
    this.renew = make('renew', 60);
    this.watch = make('watch');
    this.reconcile = make('reconcile', 60);
    this.sweep = judgeByUse(atWork(catalogue, config)) ? make('sweep', 240) : undefined;
    this.tally = make('tally', 60);
    this.archive = make('archive', 900);
    this.export = make('export', 900);
    this.report = make('report', 60);
    this.findings = make('findings', 60);
    this.grant(config, store);
  }

  private grant(config: Config, { history, state }: Store): void {
    const accounts = config.accounts.map(({ id }) => id);
    const { partition } = Stack.of(this);
    const indexes = `${history.tableArn}/index/byResource`;

    this.assess.mayAssume(readerRole, accounts, partition);
    this.verify.mayAssume(readerRole, accounts, partition);
    this.apply.mayAssume(readerRole, accounts, partition);
    this.apply.mayAssume(writerRole, accounts, partition);

    this.open.may([...append, 'dynamodb:Query'], history.tableArn, indexes);
    this.open.may([...writeState, 'dynamodb:Query'], state.tableArn);
    this.apply.may(append, history.tableArn);
    this.apply.may([...writeState, 'dynamodb:Query'], state.tableArn);
    for (const closing of [this.close, this.reconcile]) {
      closing.may(append, history.tableArn);
      closing.may([...writeState, 'dynamodb:Query'], state.tableArn);
    }
    // A preview reads the resource, and whether anything is stopped.
    this.undo.mayAssume(readerRole, accounts, partition);
    this.undo.may(readHistory, history.tableArn);
    this.watch.may(readHistory, history.tableArn);
    this.watch.may([...writeState, 'dynamodb:Query'], state.tableArn);
    this.undo.may(['dynamodb:Query'], state.tableArn);
    this.grantPeople({ history, state });
  }

  /** What asks people and takes their answers. A vote is in the history, too. */
  private grantPeople({ history, state }: Pick<Store, 'history' | 'state'>): void {
    const list = `${state.tableArn}/index/byList`;
    this.ask.may([...writeState, 'dynamodb:Query'], state.tableArn);
    for (const showing of [this.deliver, this.notify]) {
      showing.may([...writeState, 'dynamodb:Query'], state.tableArn);
      showing.may(['dynamodb:GetItem'], history.tableArn);
    }
    for (const voting of [this.pages, this.slack, this.command]) {
      voting.may([...writeState, 'dynamodb:Query', 'dynamodb:ConditionCheckItem'], state.tableArn);
      voting.may(append, history.tableArn);
      voting.mayAnswerTasks('states:SendTaskSuccess');
    }
    for (const ending of [this.command, this.renew]) {
      ending.may(['dynamodb:Query', 'dynamodb:UpdateItem'], state.tableArn, list);
      ending.may(['dynamodb:PutItem'], history.tableArn);
    }
  }
}
