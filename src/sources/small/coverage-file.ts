import { type CoverageRow, OPEN_END } from '../../core/close/checks/gate.ts';
import { PARTS, partOf } from '../../core/close/inputs/provider-part.ts';
import { PROVIDERS } from '../../core/revenue/provider.ts';
import { alternatives } from '../../core/text/alternatives.ts';
import type { TableRow } from '../reading/table-row.ts';
import { parseUtcDate } from '../reading/utc-time.ts';
import type { SmallFile } from './small-file.ts';

/** What a mark may be about: a store, or the job log. */
const COVERED_SOURCES = [...PROVIDERS, 'job-log'] as const;

/**
 * coverage.csv: `provider,from,to,note`; days as the provider dates its reports, both ends included; without `to` from
 * then on. The provider may name a part: `stripe:eur`, `apple:VENDOR`, `google:PROFILE`.
 */
export const COVERAGE_FILE: SmallFile<CoverageRow> = {
  columns: [
    { name: 'provider', needed: true },
    { name: 'from', needed: true },
    { name: 'to', needed: true },
    { name: 'note', needed: true },
  ],
  read(row: TableRow): CoverageRow {
    const covered = coveredOf(row);
    const from = day(row, 'from');
    const to = row.text('to') === '' ? OPEN_END : day(row, 'to');
    if (from !== '' && to !== '' && to < from)
      row.fail(
        'not-a-date',
        'to',
        `to ${to} is before from ${from}`,
        'Write the first day under from, the last under to.',
      );
    return { ...covered, from, to, note: row.text('note') };
  },
};

function coveredOf(row: TableRow): Pick<CoverageRow, 'provider' | 'part'> {
  const text = row.needed('provider');
  const [name = '', ...rest] = text.split(':');
  const provider = COVERED_SOURCES.find((each) => each === name.trim().toLowerCase());
  if (provider === undefined) {
    if (text !== '') {
      const choice = alternatives(COVERED_SOURCES);
      row.fail('missing-value', 'provider', `provider "${text}" is not ${choice}`, `Write ${choice}.`);
    }
    return { provider: COVERED_SOURCES[0] };
  }
  if (rest.length === 0) return { provider };
  const part = partOf(provider, rest.join(':'));
  if (part !== null) return { provider, part };
  const example = provider === 'job-log' ? 'job-log' : `${provider}:${PARTS[provider].example}`;
  row.fail('missing-value', 'provider', `provider "${text}" names no part of ${provider}`, `Write it like ${example}.`);
  return { provider };
}

function day(row: TableRow, column: string): string {
  const text = row.needed(column);
  if (text === '') return '';
  if (parseUtcDate(text) !== null) return text;
  row.fail('not-a-date', column, `${column} "${text}" is not a date like 2026-10-31`);
  return '';
}
