import type { ImportRecord } from '../../core/close/inputs/import-record.ts';
import type { InputKind } from '../../core/close/inputs/input-kind.ts';
import { KINDS } from '../../sources/kinds.ts';
import { ledgerOfName } from '../../sources/stripe/ledger-range.ts';

/**
 * What a person should know of reports of the same bytes under names of other days: they are one import, which covers the days
 * of one name. Without a row that is what they are, whatever they are called. Two ledgers of one currency whose days overlap
 * may have the same rows, because nothing happened in the other days. Of all others with rows one of the names is wrong, and
 * that report is not there. A line for each such import.
 */
export function twinsOfOtherDays(
  files: readonly { readonly sha256: string; readonly shown: string }[],
  records: readonly Pick<ImportRecord, 'sha256' | 'kind' | 'name' | 'rows'>[],
): string[] {
  return records.flatMap(({ sha256, kind, name, rows }) => {
    if (!tellsDays(kind)) return [];
    const said = daysSaid(kind, name);
    const others = files.filter((each) => {
      return each.sha256 === sha256 && (rows > 0 ? contradict : differ)(daysSaid(kind, each.shown), said);
    });
    const [first] = others;
    if (first === undefined) return [];
    const all = others.length === 1 ? first.shown : `${first.shown} and ${others.length - 1} more`;
    const same = `the same bytes as ${name}, whose days alone they cover`;
    if (rows === 0) return [`${all} without a row: ${same}; mark the other days in coverage.csv`];
    return kind === 'stripe-ledger' && others.every(({ shown }) => mayHoldTheSame(shown, name))
      ? [`${all}: ${same}: no row is of the other days; mark them in coverage.csv`]
      : [`${all}: ${same}, and whose rows count once: one of the names is wrong; download its report`];
  });
}

/** Whether two ledgers, by their names, can have the same rows: of one currency, category and zone, and days of both. */
function mayHoldTheSame(one: string, other: string): boolean {
  const [a, b] = [ledgerOfName(one), ledgerOfName(other)];
  if (a === null || b === null || a.from > b.to || b.from > a.to) return false;
  return a.currency === b.currency && a.category === b.category && a.inUtc === b.inUtc;
}

function tellsDays(kind: InputKind): boolean {
  if (kind === 'job-log') return false;
  const { reading } = KINDS[kind];
  return reading.gives === 'transactions' && reading.isDated;
}

/** Which days a name says, of whose account, and the rest; without what a copy adds to it. Empty what it does not say. */
type DaysSaid = readonly string[];

function daysSaid(kind: InputKind, name: string): DaysSaid {
  if (kind === 'job-log') return [];
  if (kind === 'stripe-ledger') {
    const ledger = ledgerOfName(name);
    return ledger === null ? [] : [JSON.stringify(ledger)];
  }
  const { period, profile } = KINDS[kind].toldByName(name);
  return [period, profile];
}

function differ(one: DaysSaid, other: DaysSaid): boolean {
  return one.join('\n') !== other.join('\n');
}

/** Whether two names say two things: one that says nothing of it contradicts none. */
function contradict(one: DaysSaid, other: DaysSaid): boolean {
  return one.some((each, at) => each !== '' && (other[at] ?? '') !== '' && each !== other[at]);
}
