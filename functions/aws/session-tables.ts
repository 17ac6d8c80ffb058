import { Entity } from 'dynamodb-toolbox/entity';
import { item } from 'dynamodb-toolbox/schema/item';
import { list } from 'dynamodb-toolbox/schema/list';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { plain, stateTable } from './tables.ts';

/** Somebody's session, under the digest of their cookie: the table cannot be used to be somebody. No token is kept. */
export const SessionItem = new Entity({
  name: 'session',
  table: stateTable,
  ...plain,
  schema: item({
    session: string().key(),
    subject: string(),
    person: string(),
    mail: string(),
    groups: list(string()),
    startedAt: string(),
    touchedAt: string(),
    endedAt: string().optional(),
    expires: number(),
  }),
  computeKey: ({ session }) => ({ pk: `SESSION#${session}`, sk: 'SESSION' }),
});

/** A sign-in that is under way, for one browser, under the digest of its state. It is used once. */
export const SignInItem = new Entity({
  name: 'sign-in',
  table: stateTable,
  ...plain,
  schema: item({
    state: string().key(),
    /** Digest of the secret in the cookie of the browser that began it. */
    browser: string(),
    verifier: string(),
    nonce: string(),
    returnTo: string(),
    until: string(),
    usedAt: string().optional(),
    expires: number(),
  }),
  computeKey: ({ state }) => ({ pk: `SIGN-IN#${state}`, sk: 'SIGN-IN' }),
});

/** One person's filter, by its name. One that was dropped stays until DynamoDB removes it: nobody deletes here. */
export const FilterItem = new Entity({
  name: 'filter',
  table: stateTable,
  ...plain,
  schema: item({
    mail: string().key(),
    title: string().key(),
    /** JSON text. */
    filter: string(),
    expires: number().optional(),
  }),
  computeKey: ({ mail, title }) => ({ pk: `PERSON#${mail}`, sk: `FILTER#${title}` }),
});
