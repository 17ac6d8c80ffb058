import type { Grant } from './access.ts';

/** Who is signed in. `mail` is verified, in lower case, and what they are recorded as. */
export interface Person {
  readonly name: string;
  readonly mail: string;
  readonly grants: readonly Grant[];
  /** When the session ends, however much it is used. ISO 8601 UTC. */
  readonly until: string;
}
