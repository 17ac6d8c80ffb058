import type { Outputs } from '../deploy.ts';

/** A REST API's id and the stage it is served at. */
export type RestApi = Readonly<{ id: string; stage: string }>;

const endpoint = /^https:\/\/([a-z0-9]+)\.execute-api\.[^/]+\/([^/]+)\/?$/;

/** The REST API whose endpoint is among the outputs of the stacks; the CDK writes one for each. */
export function restApiIn(outputs: Outputs): RestApi | undefined {
  const values = Object.values(outputs).flatMap((stack) => Object.values(stack));
  const match = values.map((value) => endpoint.exec(value)).find((found) => found);
  return match?.[1] && match[2] ? { id: match[1], stage: match[2] } : undefined;
}
