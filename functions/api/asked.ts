import type { Person } from '../domain/person.ts';
import type { Deeds } from './deeds.ts';
import type { Answer, Body, Params, Query, RouteName } from './routes.ts';
import type { View } from './view.ts';

/** A request after the door: parsed, from somebody who may ask this. */
export interface Asked<Name extends RouteName> {
  readonly params: Params<Name>;
  readonly query: Query<Name>;
  readonly body: Body<Name>;
  readonly who: Person;
  readonly view: View;
  readonly deeds: Deeds;
  readonly now: Date;
}

/** What answers some of the doors. */
export type Answers<Names extends RouteName = RouteName> = {
  readonly [Name in Names]: (asked: Asked<Name>) => Promise<Answer<Name>>;
};
