import { changes } from '../aws/changes.ts';
import { counts } from '../aws/counts.ts';
import { runningExemptions } from '../aws/exemptions.ts';
import { exporting } from '../aws/exports.ts';
import { dropFilter, filtersOf, saveFilter } from '../aws/filters.ts';
import { entriesOf, latest } from '../aws/history.ts';
import { list } from '../aws/history-list.ts';
import { openQuestions, votesOn } from '../aws/questions.ts';
import * as switches from '../aws/switches.ts';
import { allCards, pageOf } from '../cards.ts';
import { config } from '../config.ts';
import { environment } from '../environment.ts';
import { endExemption, makeExemption, runningExemption } from '../exempting.ts';
import { vote } from '../question/vote.ts';
import { previewUndo } from '../undo-preview.ts';
import { startUndo } from '../undoing.ts';
import type { World } from './world.ts';

const [home] = config.accounts;

/** The world as it is: every part that answers are made from. */
export const world: World = {
  config,
  version: environment.version,
  hub: { account: home?.id ?? '', region: home?.regions[0] ?? '' },
  store: { list, counts, changes },
  switches,
  undoing: { preview: previewUndo, start },
  exporting,
  history: { head: latest, entries: entriesOf },
  questions: { open: openQuestions, votes: votesOn, vote },
  exempting: {
    running: runningExemptions,
    make: (wish, by) => makeExemption(wish, { ...by, config }),
    end,
  },
  filters: { of: filtersOf, save: saveFilter, drop: (mail, name) => dropFilter(mail, name, new Date()) },
  cards: { all: allCards, page: pageOf },
};

/** What is undone is left alone for a while, which has the same bounds as any exemption. */
async function start(wish: Parameters<World['undoing']['start']>[0]) {
  const { maximumDays } = config.exemptions;
  return wish.days > maximumDays
    ? { outcome: 'refused' as const, because: `an exemption lasts ${maximumDays} days at most` }
    : startUndo(wish);
}

async function end(
  id: string,
  { by, reason, now }: Parameters<World['exempting']['end']>[1],
): ReturnType<World['exempting']['end']> {
  const exemption = await runningExemption(id);
  return exemption === undefined
    ? { outcome: 'refused', because: `${id} has ended already` }
    : endExemption(exemption, { by, because: reason, now });
}
