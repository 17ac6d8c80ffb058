import { describe, expect, test } from '@jest/globals';
import { verdictOn } from '../../../catalogue/policy/judge.ts';
import { elements } from './documented/elements.ts';
import { keysAndFunctions } from './documented/keys-and-functions.ts';
import { messaging } from './documented/messaging.ts';
import { pages } from './documented/row.ts';
import { storage } from './documented/storage.ts';
import { trust } from './documented/trust.ts';

const rows = [...storage, ...messaging, ...keysAndFunctions, ...trust, ...elements].map((row) => ({
  ...row,
  source: pages[row.page],
  service: row.place.service,
}));

describe('a policy of AWS’s own documentation', () => {
  test.each(rows)('of $service lets in $title ($source)', ({ statements, place, toPublic, toForeign }) => {
    const policy = JSON.stringify({ Version: '2012-10-17', Statement: statements });
    const found = {
      toPublic: verdictOn(policy, place, 'public').verdict,
      toForeign: verdictOn(policy, place, 'foreign').verdict,
    };
    expect(found).toEqual({ toPublic, toForeign });
  });

  test('is there for every page that is cited, at least sixty of them', () => {
    expect(new Set(rows.map(({ page }) => page))).toEqual(new Set(Object.keys(pages)));
    expect(rows.length).toBeGreaterThanOrEqual(60);
  });
});
