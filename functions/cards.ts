import type { Card } from '../catalogue/derive/card.ts';
import { fileBeside } from './config.ts';

type Kept = Card & { readonly needs?: readonly string[] };

let cards: readonly Kept[] | undefined;
let pages: Readonly<Record<string, string>> | undefined;

/** The whole catalogue as lists show it; written from the controls when the functions were bundled, and read when first asked for. */
export function allCards(): readonly Kept[] {
  cards ??= JSON.parse(fileBeside('cards.json')) as readonly Kept[];
  return cards;
}

/** A control's page, Markdown. */
export function pageOf(id: string): string | undefined {
  pages ??= JSON.parse(fileBeside('control-pages.json')) as Readonly<Record<string, string>>;
  return Object.hasOwn(pages, id) ? pages[id] : undefined;
}

/** The OpenAPI document; written from the table of routes with the cards. */
export function description(): object {
  return JSON.parse(fileBeside('openapi.json')) as object;
}
