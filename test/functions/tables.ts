import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';

type Item = Record<string, unknown>;

/** One write or query, as the document client sends it. */
interface Request {
  readonly TableName: string;
  readonly Key?: Item;
  readonly Item?: Item;
  readonly IndexName?: string;
  readonly Limit?: number;
  readonly ScanIndexForward?: boolean;
  readonly ConditionExpression?: string;
  readonly KeyConditionExpression?: string;
  readonly UpdateExpression?: string;
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: Item;
}

/** The tables in memory: conditions hold or fail as in DynamoDB, and a transaction writes all or nothing. */
export class Tables {
  readonly mock = mockClient(DynamoDBDocumentClient);
  readonly items = new Map<string, Item>();
  private refusal: { readonly table: string; readonly error: Error } | undefined;

  reset(): void {
    this.items.clear();
    this.refusal = undefined;
    this.mock.reset();
    this.mock.on(GetCommand).callsFake((request: Request) => ({ Item: this.items.get(keyOf(request)) }));
    this.mock.on(QueryCommand).callsFake((request: Request) => ({ Items: this.query(request) }));
    this.mock.on(ScanCommand).callsFake(({ TableName }: Request) => ({
      Items: [...this.items].filter(([key]) => key.startsWith(`${TableName} `)).map(([, item]) => item),
    }));
    this.mock.on(BatchGetCommand).callsFake(({ RequestItems }: { RequestItems: Record<string, { Keys: Item[] }> }) => ({
      Responses: Object.fromEntries(
        Object.entries(RequestItems).map(([TableName, { Keys }]) => [
          TableName,
          Keys.flatMap((Key) => this.items.get(keyOf({ TableName, Key })) ?? []),
        ]),
      ),
    }));
    this.mock.on(PutCommand).callsFake((request: Request) => this.write(request));
    this.mock.on(UpdateCommand).callsFake((request: Request) => this.write(request));
    this.mock
      .on(TransactWriteCommand)
      .callsFake(({ TransactItems }: { TransactItems: Record<string, Request>[] }) =>
        this.transact(TransactItems.flatMap((item) => Object.values(item))),
      );
  }

  /** From now on, writes on a table fail with this. */
  refuseWrites(table: string, error: Error): void {
    this.refusal = { table, error };
  }

  /** The items whose partition key begins so, in order. */
  under(start: string): readonly Item[] {
    return [...this.items.values()]
      .filter(({ pk }) => String(pk).startsWith(start))
      .toSorted((a, b) => (`${a['pk']} ${a['sk']}` < `${b['pk']} ${b['sk']}` ? -1 : 1));
  }

  private write(request: Request): object {
    this.refuse([request]);
    if (!this.holds(request)) {
      throw new ConditionalCheckFailedException({ message: 'The conditional request failed', $metadata: {} });
    }
    this.store(request);
    return {};
  }

  private transact(requests: readonly Request[]): object {
    this.refuse(requests);
    const holds = requests.map((request) => this.holds(request));
    if (holds.includes(false)) {
      const CancellationReasons = holds.map((held) => ({ Code: held ? 'None' : 'ConditionalCheckFailed' }));
      throw new TransactionCanceledException({ message: 'Transaction cancelled', $metadata: {}, CancellationReasons });
    }
    requests.forEach((request) => this.store(request));
    return {};
  }

  private refuse(requests: readonly Request[]): void {
    if (requests.some(({ TableName }) => TableName === this.refusal?.table)) {
      throw this.refusal?.error;
    }
  }

  private holds(request: Request): boolean {
    return (
      request.ConditionExpression === undefined ||
      condition(request.ConditionExpression, request, this.items.get(keyOf(request)) ?? {})
    );
  }

  private store(request: Request): void {
    this.items.set(
      keyOf(request),
      request.Item ?? updated(this.items.get(keyOf(request)) ?? request.Key ?? {}, request),
    );
  }

  private query(request: Request): readonly Item[] {
    const found = [...this.items.entries()]
      .filter(
        ([key, item]) =>
          key.startsWith(`${request.TableName} `) && condition(request.KeyConditionExpression ?? '', request, item),
      )
      .map(([, item]) => item)
      .toSorted((a, b) => (`${a['openedKey']} ${a['sk']}` < `${b['openedKey']} ${b['sk']}` ? -1 : 1));
    return (request.ScanIndexForward === false ? found.reverse() : found).slice(0, request.Limit);
  }
}

function keyOf({ TableName, Key, Item }: Request): string {
  const { pk, sk } = Key ?? Item ?? {};
  return `${TableName} ${pk} ${sk}`;
}

/** Evaluates the part of DynamoDB's condition language that is used. */
function condition(expression: string, request: Request, item: Item): boolean {
  const tokens = expression.match(/[()<>=,]|[#:]?\w+/g) ?? [];
  const nameOf = (token = '') => request.ExpressionAttributeNames?.[token] ?? token;
  const valueFor = (token = '') => request.ExpressionAttributeValues?.[token];

  function any(): boolean {
    let holds = all();
    while (tokens[0] === 'OR') {
      tokens.shift();
      holds = all() || holds;
    }
    return holds;
  }
  function all(): boolean {
    let holds = one();
    while (tokens[0] === 'AND') {
      tokens.shift();
      holds = one() && holds;
    }
    return holds;
  }
  function one(): boolean {
    const token = tokens.shift();
    if (token === '(') {
      const holds = any();
      tokens.shift();
      return holds;
    }
    if (tokens[0] === 'BETWEEN') {
      const [, least, , greatest] = tokens.splice(0, 4);
      const actual = String(item[nameOf(token)]);
      return actual >= String(valueFor(least)) && actual <= String(valueFor(greatest));
    }
    if (/^[<>=]$/.test(tokens[0] ?? '')) {
      const [operator, value] = tokens.splice(0, 2);
      return compare(item[nameOf(token)], operator, valueFor(value));
    }
    const [, name, comma] = tokens.splice(0, 3);
    const actual = item[nameOf(name)];
    switch (token) {
      case 'attribute_exists':
        return actual !== undefined;
      case 'attribute_not_exists':
        return actual === undefined;
      case 'begins_with': {
        const [value] = tokens.splice(0, 2);
        return comma === ',' && String(actual).startsWith(String(valueFor(value)));
      }
      default:
        throw new TypeError(`unknown in a condition: ${token}`);
    }
  }
  return any();
}

function compare(actual: unknown, operator: string | undefined, value: unknown): boolean {
  if (actual === undefined) {
    return false;
  }
  const [a, b] = [actual, value] as [string, string];
  return operator === '=' ? a === b : operator === '<' ? a < b : a > b;
}

/** Carries out the part of DynamoDB's update language that is used. */
function updated(
  item: Item,
  { Key, UpdateExpression = '', ExpressionAttributeNames = {}, ExpressionAttributeValues = {} }: Request,
): Item {
  const parts = [...UpdateExpression.matchAll(/(SET|ADD|REMOVE) (.*?)(?= SET | ADD | REMOVE |$)/g)].flatMap(
    ([, clause, list = '']) => list.split(/, (?=#)/).map((part) => ({ clause, part })),
  );
  const next: Item = { ...item, ...Key };
  for (const { clause, part } of parts) {
    const name = ExpressionAttributeNames[/#\w+/.exec(part)?.[0] ?? ''] ?? '';
    const value = ExpressionAttributeValues[/:\w+/.exec(part)?.[0] ?? ''];
    next[name] = changed({ clause, before: next[name], value, isDefault: part.includes('if_not_exists') });
  }
  return Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined));
}

function changed({
  clause,
  before,
  value,
  isDefault,
}: {
  clause: string | undefined;
  before: unknown;
  value: unknown;
  isDefault: boolean;
}): unknown {
  switch (clause) {
    case 'REMOVE':
      return undefined;
    case 'ADD':
      return Number(before ?? 0) + Number(value);
    default:
      return isDefault ? (before ?? value) : value;
  }
}
