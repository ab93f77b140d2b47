import type { ReplacedEntries } from '../../../core/close/warnings/replaced-entries.ts';
import { monthOfInstant } from '../../../core/month/month.ts';
import { monthsOfOpening } from '../../../sources/small/opening-charge.ts';
import { replacedOpenings } from '../../../store/inputs/replaced-openings.ts';
import { replacedSmallRows } from '../../../store/inputs/small-rows.ts';
import type { CloseContext } from './close-context.ts';

/** What replaced costs and opening files said, beside what is in force. */
export async function replacedEntries({ db, facts }: Pick<CloseContext, 'db' | 'facts'>): Promise<ReplacedEntries> {
  const openings = await replacedOpenings(db);
  return {
    costs: await replacedSmallRows(db, 'costs'),
    costsInForce: facts.costs,
    openings: openings.map(({ provider, charge, atMs, terms }) => {
      return { provider, charge, first: monthOfInstant(atMs), months: monthsOfOpening(terms) };
    }),
  };
}
