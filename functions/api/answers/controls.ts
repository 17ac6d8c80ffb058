import { isAtWork, lacking } from '../../domain/config.ts';
import { RiskLevel } from '../../domain/finding.ts';
import type { Answers } from '../asked.ts';
import type { Count } from '../needs.ts';
import { missing } from '../problems.ts';
import type { Control, Remediations } from '../shapes.ts';
import type { View } from '../view.ts';
import type { World } from '../world.ts';
import { daysBack } from './days.ts';
import { becomes, modesOf } from './modes.ts';
import { pageOf } from './pages.ts';

const countedDays = 30;

export const controls: Answers<'controls' | 'control' | 'previewMode' | 'setMode'> = {
  async controls({ query, view, now }) {
    const shown = await showing(view, now);
    return pageOf(view.common.cards.all().map(shown), query, ({ id }) => id);
  },

  async control({ params: { id }, view, now }) {
    const card = cardOf(id, view);
    return { control: (await showing(view, now))(card), page: view.common.cards.page(id) ?? '' };
  },

  /** Within their last 30 days, and only what is the latest of its resource: the rest was overtaken. */
  async previewMode({ params: { id }, body, view, deeds, now }) {
    cardOf(id, view);
    deeds.insistOnModes(body);
    const account = body.account === '*' ? {} : { account: [body.account] };
    const filter = { control: [id], ...account, from: `${daysBack(countedDays, now).from}T00:00:00Z` };
    const { items, partial, cursor } = await view.list({ filter, limit: 200 });
    return {
      items: latestOfEach(items)
        .filter(({ status }) => ['observed', 'held', 'awaiting-approval'].includes(status))
        .flatMap((item) => {
          const risk = RiskLevel.safeParse(item.risk);
          return risk.success
            ? { ...item, becomes: becomes({ control: id, ...body }, view.rules, { ...item, risk: risk.data }) }
            : [];
        })
        .filter((item) => item.becomes !== 'observe'),
      partial: partial || cursor !== null,
    };
  },

  async setMode({ params: { id }, body, view, deeds }) {
    cardOf(id, view);
    await deeds.setMode(id, body);
    const where = body.account === '*' ? 'everywhere' : `in account ${body.account}`;
    const said = (['safe', 'disruptive'] as const).map(
      (risk) => `${risk} changes: ${body[risk] ?? 'as the configuration says'}`,
    );
    return { says: `${id} ${where}, from now on: ${said.join('; ')}.` };
  },
};

type Card = ReturnType<World['cards']['all']>[number];

function cardOf(id: string, view: View): Card {
  const card = view.common.cards.all().find((one) => one.id === id);
  if (card === undefined) {
    throw missing(`control ${id}`);
  }
  return card;
}

async function showing(view: View, now: Date): Promise<(card: Card) => Control> {
  const [counts, { modes }] = await Promise.all([view.counts(daysBack(countedDays, now)), view.inForce()]);
  return (card) => ({
    ...card,
    resources: [...card.resources],
    standards: Object.fromEntries(Object.entries(card.standards).map(([name, checks]) => [name, [...checks]])),
    risks: [...card.risks],
    settings: [...card.settings],
    isAtWork: isAtWork(card, view.rules),
    lacking: [...lacking(card, view.rules)],
    modes: modesOf(card.id, view.shownConfig, modes),
    counts: byStatus(counts.filter(({ control }) => control === card.id)),
  });
}

function byStatus(counts: readonly Count[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [status, count] of counts.flatMap((one) => Object.entries(one.byStatus))) {
    sums[status] = (sums[status] ?? 0) + count;
  }
  return sums;
}

function latestOfEach(items: Remediations['items']): Remediations['items'] {
  const oldestFirst = items.toReversed();
  return [...new Map(oldestFirst.map((item) => [`${item.account} ${item.region} ${item.resource}`, item])).values()];
}
