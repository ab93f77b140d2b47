import type { ImportRecord } from '../../core/close/inputs/import-record.ts';
import type { InputKind } from '../../core/close/inputs/input-kind.ts';
import { KINDS } from '../../sources/kinds.ts';
import { ledgerOfName } from '../../sources/stripe/ledger-range.ts';

/**
 * What a person should know of reports without a row: whatever they are called, all of them have the same bytes and are one
 * import, which covers the days of one name. A line for each such import, where other names say other days.
 */
export function emptyTwins(
  files: readonly { readonly sha256: string; readonly shown: string }[],
  records: readonly Pick<ImportRecord, 'sha256' | 'kind' | 'name' | 'rows'>[],
): string[] {
  return records.flatMap(({ sha256, kind, name, rows }) => {
    if (rows > 0 || !tellsDays(kind)) return [];
    const said = daysSaid(kind, name);
    const others = files.filter((each) => each.sha256 === sha256 && daysSaid(kind, each.shown) !== said);
    const [first] = others;
    if (first === undefined) return [];
    const more = others.length === 1 ? '' : ` and ${others.length - 1} more`;
    return [
      `${first.shown}${more} without a row: the same bytes as ${name}, whose days alone they cover; mark the other days in coverage.csv`,
    ];
  });
}

function tellsDays(kind: InputKind): boolean {
  if (kind === 'job-log') return false;
  const { reading } = KINDS[kind];
  return reading.gives === 'transactions' && reading.isDated;
}

/** Which days a name says, and of what; without what a copy adds to it. */
function daysSaid(kind: InputKind, name: string): string {
  if (kind === 'job-log') return '';
  if (kind === 'stripe-ledger') return JSON.stringify(ledgerOfName(name));
  const { period, profile } = KINDS[kind].toldByName(name);
  return `${period} ${profile}`;
}
