import type { MissingFile } from '../../core/close/inputs/missing-files.ts';
import { DAY_MS } from '../../core/month/durations.ts';
import { alignedTable } from '../terminal/text-table.ts';

/** `status --missing --json`: a script fetches exactly these. */
export function missingFilesDocument(files: readonly MissingFile[], asOfMs: number): Record<string, unknown> {
  return {
    missing: files.map(({ provider, part, from, to, file, availableMs, keptUntilMs }) => ({
      ...{ provider, part, from, to, file },
      available_from: instant(availableMs),
      available: whereItIs({ availableMs, keptUntilMs }, asOfMs) === 'now',
      kept_until: keptUntilMs === null ? null : instant(keptUntilMs),
    })),
  };
}

/** Where a file is: to be had now, or later, or gone, where the store keeps it no more. */
function whereItIs(
  { availableMs, keptUntilMs }: Pick<MissingFile, 'availableMs' | 'keptUntilMs'>,
  asOfMs: number,
): 'now' | 'later' | 'gone' {
  if (keptUntilMs !== null && keptUntilMs <= asOfMs) return 'gone';
  return availableMs <= asOfMs ? 'now' : 'later';
}

/** Whether a person has something to do about them: a file that is still to come can only be waited for. */
export function wantsFetching(files: readonly MissingFile[], asOfMs: number): boolean {
  return files.some((file) => whereItIs(file, asOfMs) !== 'later');
}

/** A row for files of days that follow one another: from when the first can be had, and until when it is kept. */
export function missingFilesText(files: readonly MissingFile[], asOfMs: number): string {
  if (files.length === 0) return 'no open month lacks a file of a store\n';
  const rows = runs(files, asOfMs).map(({ first, last, count }) => [
    count === 1 ? first.file : `${first.file} and ${count - 1} more`,
    first.from === last.to ? first.from : `${first.from} to ${last.to}`,
    toBeHad(first, count, asOfMs),
    first.keptUntilMs === null ? '' : instant(first.keptUntilMs).slice(0, 10),
  ]);
  const isGone = files.some((file) => whereItIs(file, asOfMs) === 'gone');
  const more = wantsFetching(files, asOfMs) ? '' : TO_COME;
  return `${alignedTable([['file', 'days', 'to be had', 'kept until'], ...rows])}\n${isGone ? GONE : more}`;
}

const TO_COME = '\nall of them are still to come: there is nothing to fetch now\n';

const GONE =
  '\ngone: the store keeps it no more. Import a copy of your own, mark days without sales in coverage.csv,\n' +
  'or list the charges that still cover a month in opening.csv\n';

/** When a row's files are to be had: one after another, where they are still to come. */
function toBeHad(first: MissingFile, count: number, asOfMs: number): string {
  const state = whereItIs(first, asOfMs);
  if (state !== 'later') return state;
  return `${count === 1 ? '' : 'from '}${instant(first.availableMs).slice(0, 16)}Z`;
}

/** Files of one part, day by day, that can all be had now, or all later, or are all gone. */
function runs(
  files: readonly MissingFile[],
  asOfMs: number,
): { readonly first: MissingFile; last: MissingFile; count: number }[] {
  const found: { readonly first: MissingFile; last: MissingFile; count: number }[] = [];
  for (const file of files) {
    const run = found.at(-1);
    const follows =
      run !== undefined &&
      run.last.provider === file.provider &&
      run.last.part === file.part &&
      Date.parse(run.last.to) + DAY_MS === Date.parse(file.from) &&
      whereItIs(run.last, asOfMs) === whereItIs(file, asOfMs);
    if (follows) Object.assign(run, { last: file, count: run.count + 1 });
    else found.push({ first: file, last: file, count: 1 });
  }
  return found;
}

function instant(atMs: number): string {
  return new Date(atMs).toISOString();
}
