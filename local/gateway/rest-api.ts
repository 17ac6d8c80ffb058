import type { Outputs } from '../deploy.ts';

/** A REST API's id and the stage it is served at. */
export type RestApi = Readonly<{ id: string; stage: string }>;

/** One of the REST APIs that the stacks tell of: the approvers' pages or the console. */
export function restApiIn(outputs: Outputs, part: 'Pages' | 'Console'): RestApi | undefined {
  const [found] = Object.values(outputs).flatMap(({ [`${part}Api`]: id, [`${part}Stage`]: stage }) =>
    id && stage ? [{ id, stage }] : [],
  );
  return found;
}
