import { Entity } from 'dynamodb-toolbox/entity';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { plain, stateTable } from './tables.ts';

/** What a mend took away from one principal. It counts only where the mend has its watch: `WatchItem`. */
export const TakenItem = new Entity({
  name: 'taken',
  table: stateTable,
  ...plain,
  schema: item({
    principal: string().key(),
    remediation: string().key(),
    /** JSON text: IAM actions, or patterns of them. */
    actions: string(),
    until: string(),
    expires: number(),
  }),
  computeKey: ({ principal, remediation }) => ({ pk: `WATCH#${principal}`, sk: remediation }),
});

/** The watch over those who lost something by a mend, begun when it was verified and ended when it was taken back. */
export const WatchItem = new Entity({
  name: 'watch',
  table: stateTable,
  ...plain,
  schema: item({
    remediation: string().key(),
    until: string(),
    endedAt: string().optional(),
    /** How often a refused call led to something: an undo that was started, or people who were told. */
    tries: number(),
    /** The latest of these: what was started, or the call that people were told of, and when. */
    latest: string().optional(),
    latestAt: string().optional(),
    expires: number(),
  }),
  computeKey: ({ remediation }) => ({ pk: `WATCHED#${remediation}`, sk: 'WATCH' }),
});
