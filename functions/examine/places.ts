import pMap from 'p-map';
import { assume } from '../aws/credentials.ts';
import { placeFacts } from '../aws/place-facts.ts';
import { config } from '../config.ts';
import { wakersAtWork } from '../controls.ts';
import { looked, type PlaceFacts } from '../domain/examination.ts';
import { expectedEvents } from '../domain/rule-check.ts';
import { environment } from '../environment.ts';

/** How every account and region of the configuration looks to the doctor's role there. */
export async function examinePlaces(): Promise<readonly PlaceFacts[]> {
  const places = config.accounts.flatMap(({ id: account, regions }) => regions.map((region) => ({ account, region })));
  return pMap(places, examine, { concurrency: 10 });
}

async function examine(place: { readonly account: string; readonly region: string }): Promise<PlaceFacts> {
  const { account, region } = place;
  const session = 'homeostat-examine';
  const credentials = await looked(() => assume({ ...place, role: environment.doctorRole, session }));
  return 'error' in credentials
    ? { ...place, trails: credentials, rules: credentials, echo: credentials }
    : placeFacts({ ...place, credentials: credentials.ok }, expectedEvents(wakersAtWork(), account, region));
}
