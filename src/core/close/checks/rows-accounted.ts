import { formatMicro } from '../../money/micro.ts';
import { compareText } from '../../text/compare-text.ts';
import type { FateSum } from '../row-fates.ts';
import { type Gate, type GateInput, ok, type RowAccount } from './gate.ts';

const NAME = 'rows-accounted';
const MOST_SHOWN = 5;

/**
 * Every row that was read of an input in force is kept, and every row of money became something: it is booked, left out
 * for a reason, an exception, or the copy of a row that counts in another file. Nothing is dropped in silence.
 */
export function rowsAccounted({ rowAccounts }: GateInput): Gate {
  const lost = rowAccounts.filter(({ rows, kept }) => rows !== kept);
  if (lost.length > 0) {
    const remedy = 'The data directory was changed: import the files into a new one, or restore it from a copy.';
    return open(
      lost.map((each) => `${each.name} had ${each.rows} rows, ${each.kept} are kept`),
      remedy,
    );
  }
  const dropped = rowAccounts.flatMap(withoutFate);
  if (dropped.length > 0) {
    const remedy =
      'No rule says what these rows are: a mistake of this program. Report it with the rows, and do not close.';
    return open(dropped, remedy);
  }
  const rows = rowAccounts.reduce((sum, each) => sum + each.rows, 0);
  return ok(NAME, `all ${rows} rows of ${rowAccounts.length} inputs in force are kept${becomeOf(rowAccounts)}`);
}

function open(found: readonly string[], remedy: string): Gate {
  const more = found.length > MOST_SHOWN ? `; and ${found.length - MOST_SHOWN} more` : '';
  return { name: NAME, state: 'open', why: `${found.slice(0, MOST_SHOWN).join('; ')}${more}`, remedy };
}

/** What is not told of an input's rows of money: those that no fate names, and those that the close did not even read. */
function withoutFate({ name, inForce, fates }: RowAccount): string[] {
  const dropped = fates.filter(({ fate }) => fate === 'none');
  const read = rowsOf(fates);
  return [
    ...dropped.map((sum) => `${sum.rows} rows of ${name} became nothing (${printed(sum)})`),
    ...(read === inForce ? [] : [`${inForce} rows of ${name} count, ${read} were read`]),
  ];
}

/** `; of those of money 250 are booked, 12 left out (other-product 9, trial 3), 2 exceptions` */
function becomeOf(accounts: readonly RowAccount[]): string {
  const fates = accounts.flatMap((each) => each.fates);
  if (fates.length === 0) return '';
  const of = (fate: FateSum['fate']): FateSum[] => fates.filter((each) => each.fate === fate);
  const exceptions = rowsOf(of('exception'));
  return `; of those of money ${rowsOf(of('booked'))} are booked, ${rowsOf(of('left-out'))} left out${byReason(of('left-out'))}${
    exceptions === 0 ? '' : `, ${exceptions} of exceptions${byReason(of('exception'))}`
  }`;
}

function byReason(fates: readonly FateSum[]): string {
  const names = [...new Set(fates.map(({ by }) => by))].sort();
  if (names.length === 0) return '';
  return ` (${names.map((name) => `${name} ${rowsOf(fates.filter(({ by }) => by === name))}`).join(', ')})`;
}

function printed({ amounts }: FateSum): string {
  const shown = [...amounts]
    .sort(([a], [b]) => compareText(a, b))
    .map(([currency, { gross, fee }]) => {
      return `gross ${formatMicro(gross)}, fee ${formatMicro(fee)} ${currency}`;
    });
  return shown.join('; ');
}

function rowsOf(fates: readonly FateSum[]): number {
  return fates.reduce((sum, each) => sum + each.rows, 0);
}
