import type { Usage } from '../../../catalogue/trim/usage.ts';

/** The emulator as plain SDK clients see it, past the event trail: the deployed system does not hear of what is done here. */
export interface Aws {
  readonly account: string;
  readonly region: string;
  /** A client of the AWS SDK, pointed at the emulator. */
  client<Client>(make: new (config: Plain) => Client): Client;
  /** Makes a role, user, group or policy older than it is, by days. AWS has no such call. */
  age(arn: string, days: number): Promise<void>;
  /** Tells of a call that a role or user made, days ago. AWS has no such call. */
  use(principal: string, action: string, days: number): Promise<void>;
}

export interface Plain {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** That a control mends a drift and takes the mend back. */
export interface Proof {
  readonly control: string;
  /** What is out of order, in a few words. */
  readonly of: string;
  /** The control's parameters that are not the defaults. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Where the control only finds: what it must keep of the resource nowhere, such as the secrets that it finds. */
  readonly leaves?: { readonly untold: readonly string[] };
  /** Makes a resource and brings it out of order; the last call is the drift. Answers with the resource's ARN. */
  drift(aws: Aws): Promise<string>;
  /** What a sweep would have gathered of the principals, and the notice that it would have given: no sweep runs here. */
  readonly usage?: (aws: Aws, principals: readonly string[]) => Promise<Usage>;
  /** The resource as plain SDK calls show it, without what no undo brings back, such as times and request ids. */
  witness(aws: Aws, arn: string): Promise<unknown>;
}
