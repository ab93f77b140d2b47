import { formatMicro } from '../../core/money/micro.ts';
import { type GapFound, type GapMeaning, MOST_AMOUNTS_FOR_THREE } from '../../core/reconciliation/gap-search.ts';
import type { ReconciliationLine } from '../../core/reconciliation/reconciliation-line.ts';

/** A row that may be behind a difference, as people see it. */
interface ShownRow {
  readonly file: string;
  readonly line: number;
  readonly date: string | null;
  readonly amount: bigint;
  readonly meaning: GapMeaning;
}

/** A line that nothing explains, with the rows that account for it. */
export interface ExplainedGap extends GapFound<ShownRow> {
  readonly line: ReconciliationLine;
  /** How many rows were looked at; null when the line counts units or has no rows. */
  readonly candidates: number | null;
}

/** What `reconcile --explain-gap` prints after the month. */
export function gapText(gaps: readonly ExplainedGap[]): string {
  if (gaps.length === 0) return '\nEvery line of reconciliation.csv ties, is explained or was decided.\n';
  return gaps.map((gap) => `\n${headOf(gap.line)}\n${resultOf(gap)}`).join('');
}

/** The same for `--json`. */
export function gapEntries(gaps: readonly ExplainedGap[]): Record<string, unknown>[] {
  return gaps.map(({ line, candidates, triedThree, alike, rows }) => ({
    provider: line.provider,
    source: line.source,
    category: line.category,
    currency: line.currency,
    ours: formatMicro(line.ours),
    provider_amount: formatMicro(line.theirs),
    unexplained: formatMicro(line.unexplained),
    rows_searched: candidates,
    tried_three: triedThree,
    sets_alike: rows === null ? null : alike.toString(),
    rows: rows?.map((row) => ({ ...row, amount: formatMicro(row.amount) })) ?? null,
  }));
}

function headOf({ provider, source, category, currency, ours, theirs, unexplained }: ReconciliationLine): string {
  const amounts = `${formatMicro(ours)} of ours, ${formatMicro(theirs)} of theirs`;
  return `${provider} ${source}, ${category} ${currency}: ${amounts}, not explained ${formatMicro(unexplained)}`;
}

function resultOf({ candidates, triedThree, alike, rows }: ExplainedGap): string {
  if (candidates === null) return '  A count, or a total of totals: no row has such an amount.\n';
  if (rows === null) {
    const tried = triedThree ? 'one, two or three' : 'one or two';
    const limit = triedThree
      ? ''
      : ` Three were not tried: there are more than ${MOST_AMOUNTS_FOR_THREE} different amounts.`;
    return `  No ${tried} of ${candidates} rows account for it.${limit}\n`;
  }
  const others = alike > 1n ? `; ${alike - 1n} other sets of the same amounts do too` : '';
  const count = rows.length === 1 ? '1 row accounts' : `${rows.length} rows account`;
  const shown = rows.map(
    ({ file, line, date, amount, meaning }) =>
      `    ${file}:${line}  ${date === null ? '' : `${date}  `}${formatMicro(amount)}  ${meaning}\n`,
  );
  return `  ${count} for it, of ${candidates}${others}:\n${shown.join('')}`;
}
