// Owns the list of identity documents whose rules are known, and finding one. Refuses to guess: an unknown id is told with its neighbours. Runs in the page as well.

import { Problem } from '../problem.ts';
import { britishIsles } from './catalogue/british-isles.ts';
import { eastAsia } from './catalogue/east-asia.ts';
import { easternEurope } from './catalogue/eastern-europe.ts';
import { southAsia } from './catalogue/south-asia.ts';
import { international } from './catalogue/international.ts';
import { latinAmerica } from './catalogue/latin-america.ts';
import { middleEastAndAfrica } from './catalogue/middle-east-africa.ts';
import { northAmerica } from './catalogue/north-america.ts';
import { oceania } from './catalogue/oceania.ts';
import { southEastAsia } from './catalogue/south-east-asia.ts';
import { westernEurope } from './catalogue/western-europe.ts';
import type { DocumentRule } from './rule.ts';
import { nearestDocuments } from './search.ts';

/** Every document, the rule for any other last. */
export const documentRules: readonly DocumentRule[] = [
  ...northAmerica,
  ...latinAmerica,
  ...britishIsles,
  ...westernEurope,
  ...easternEurope,
  ...oceania,
  ...southAsia,
  ...eastAsia,
  ...southEastAsia,
  ...middleEastAndAfrica,
  ...international,
];

/** Near matches told with an unknown id. */
const nearCount = 3;

/**
 * Find a document's rules by id.
 *
 * @throws {Problem} `document-unknown`, with `near`: the ids and titles of those that resemble it.
 */
export function findRule(id: string): DocumentRule {
  const rule = documentRules.find((each) => each.id === id);
  if (rule) return rule;
  const near = nearestDocuments(documentRules, id, nearCount).map((each) => ({ id: each.id, title: `${each.countryName}, ${each.title}` }));
  const names = near.map((each) => `\`${each.id}\` (${each.title})`).join(', ');
  const detail = `No document has this id. Near it: ${names}. GET /v1/documents lists all; \`icao-generic\` is for any other.`;
  throw new Problem('document-unknown', detail, { members: { near } });
}
