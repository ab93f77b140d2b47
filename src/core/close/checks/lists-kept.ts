import { formatMonth } from '../../month/month.ts';
import { type Gate, type GateInput, ok } from './gate.ts';

const MOST_SHOWN = 5;

/**
 * The wallet links and the participation list still hold what the last final month used (a link that goes hides self-matching), and
 * costs.csv and opening.csv what final months posted: an entry that goes is taken back (R16).
 */
export function listsKept({ month, books, shrunkLists }: GateInput): Gate {
  const name = 'lists-kept';
  if (books.lastFinal === null) return ok(name, 'no month is final yet');
  const last = formatMonth(books.lastFinal);
  if (shrunkLists.length === 0) return ok(name, `they hold every entry that ${last} used`);
  const more = shrunkLists.length > MOST_SHOWN ? `; and ${shrunkLists.length - MOST_SHOWN} more` : '';
  const why = `gone since ${last}: ${shrunkLists.slice(0, MOST_SHOWN).join('; ')}${more}`;
  return {
    name,
    state: 'open',
    why,
    remedy: `Put them back, or say why: revshare status ${formatMonth(month)} --acknowledge-lists "the reason"`,
    needsReason: { code: 'lists', facts: shrunkLists },
  };
}
