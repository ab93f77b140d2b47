import type { CoverageRow } from '../../core/close/checks/gate.ts';
import { PROVIDERS } from '../../core/revenue/provider.ts';
import { alternatives } from '../../core/text/alternatives.ts';
import type { TableRow } from '../table-row.ts';
import { parseUtcDate } from '../utc-time.ts';
import type { SmallFile } from './small-file.ts';

/** What a mark may be about: a store, or the job log. */
const COVERED_SOURCES = [...PROVIDERS, 'job-log'] as const;

/** coverage.csv: `provider,from,to,note`; days as the provider dates its reports, both ends included. */
export const COVERAGE_FILE: SmallFile<CoverageRow> = {
  columns: [
    { name: 'provider', needed: true },
    { name: 'from', needed: true },
    { name: 'to', needed: true },
    { name: 'note', needed: true },
  ],
  read(row: TableRow): CoverageRow {
    const provider = providerOf(row);
    const from = day(row, 'from');
    const to = day(row, 'to');
    if (from !== '' && to !== '' && to < from)
      row.fail(
        'not-a-date',
        'to',
        `to ${to} is before from ${from}`,
        'Write the first day under from, the last under to.',
      );
    return { provider, from, to, note: row.text('note') };
  },
};

function providerOf(row: TableRow): CoverageRow['provider'] {
  const text = row.needed('provider').toLowerCase();
  const known = COVERED_SOURCES.find((each) => each === text);
  if (known === undefined && text !== '') {
    const choice = alternatives(COVERED_SOURCES);
    row.fail('missing-value', 'provider', `provider "${text}" is not ${choice}`, `Write ${choice}.`);
  }
  return known ?? COVERED_SOURCES[0];
}

function day(row: TableRow, column: string): string {
  const text = row.needed(column);
  if (text === '') return '';
  if (parseUtcDate(text) !== null) return text;
  row.fail('not-a-date', column, `${column} "${text}" is not a date like 2026-10-31`);
  return '';
}
