import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { refusedBy, type SmallBooks, withSmallBooks } from '../../../../test/worlds/small-books.ts';
import type { ImportRecord } from '../../../core/close/inputs/import-record.ts';
import { insertImport, noteKept } from '../../../store/inputs/imports.ts';
import { type DataDirectory, readDataDirectory } from '../directory/data-directory.ts';
import { changedRows, isKept, isUnchanged, type KeptLog, refuseChangedLogs, rowsPlace } from './kept-logs.ts';

const JOBS = 'job_id\njob-1\n';
const ROWS = 'PAR1 rows';
const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');
const [LOG, PACKED, LAKE] = [sha256Of(JOBS), sha256Of('packed'), sha256Of(ROWS)];

interface Place {
  readonly db: SmallBooks['db'];
  readonly data: DataDirectory;
  /** Writes a file of the data directory, and gives its path. */
  readonly keep: (name: string, text: string) => string;
}

function withData(task: (place: Place) => Promise<void>): Promise<void> {
  return withSmallBooks(async (books) => {
    const root = books.data;
    const data = readDataDirectory(root, join(root, 'tmp'));
    const keep = (name: string, text: string): string => {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
      return join(root, name);
    };
    await task({ db: books.db, data, keep });
  });
}

/** A log that came packed: its rows were written. And one that is kept as it came, and is its rows. */
const WRITTEN: KeptLog = { sha256: LOG, name: 'jobs.csv.gz', evidenceSha256: PACKED, lakeSha256: LAKE };
const AS_IT_CAME: KeptLog = { sha256: LOG, name: 'jobs.csv', evidenceSha256: LOG, lakeSha256: '' };
const [PLAIN, PACKED_FILE, ROWS_FILE] = [`evidence/${LOG}.plain`, `evidence/${LOG}.br`, `lake/${LOG}.parquet`];

describe('where the rows of a job log are read', () => {
  it('is the file that was written of it, or the log as it came', () =>
    withData(async ({ data, keep }) => {
      for (const log of [WRITTEN, AS_IT_CAME]) expect(rowsPlace(data, log)).toBeNull();
      const plain = keep(PLAIN, JOBS);
      expect(rowsPlace(data, WRITTEN)).toBeNull();
      expect(rowsPlace(data, AS_IT_CAME)).toEqual({ path: plain, expected: LOG, isInput: true });
      const rows = keep(ROWS_FILE, ROWS);
      expect(rowsPlace(data, WRITTEN)).toEqual({ path: rows, expected: LAKE, isInput: false });
    }));

  it('is not a file of rows that somebody put beside a log that is its own', () =>
    withData(async ({ data, keep }) => {
      keep(ROWS_FILE, 'PAR1 other rows');
      expect(rowsPlace(data, AS_IT_CAME)).toBeNull();
      const path = keep(PLAIN, JOBS);
      const expected = { path, expected: LOG, isInput: true };
      expect(rowsPlace(data, AS_IT_CAME)).toEqual(expected);
      // Books of an earlier version, or of none.
      expect(rowsPlace(data, { ...AS_IT_CAME, evidenceSha256: '' })).toEqual(expected);
    }));

  it('is a file whose hash an early version did not record', () =>
    withData(async ({ data, keep }) => {
      const path = keep(ROWS_FILE, ROWS);
      const place = { path, expected: '', isInput: false };
      for (const evidenceSha256 of ['', PACKED]) {
        expect(rowsPlace(data, { ...WRITTEN, evidenceSha256, lakeSha256: '' })).toEqual(place);
      }
      expect(await isUnchanged(place)).toBe(true);
      expect(await isUnchanged({ ...place, expected: LAKE })).toBe(true);
      expect(await isUnchanged({ ...place, expected: LOG })).toBe(false);
    }));
});

describe('a job log that is known', () => {
  const [written, asItCame] = [WRITTEN as ImportRecord, AS_IT_CAME as ImportRecord];

  it('has its rows and its evidence, and deep means by their bytes', () =>
    withData(async ({ data, keep }) => {
      const kept = async (record: ImportRecord): Promise<boolean[]> => [
        await isKept(data, record, false),
        await isKept(data, record, true),
      ];
      const evidence = keep(PACKED_FILE, 'packed');
      expect(await kept(written)).toEqual([false, false]);
      keep(ROWS_FILE, ROWS);
      expect(await kept(written)).toEqual([true, true]);
      expect(await kept({ ...written, evidenceSha256: '' })).toEqual([false, false]);
      keep(ROWS_FILE, 'PAR1 other');
      expect(await kept(written)).toEqual([true, false]);
      keep(ROWS_FILE, ROWS);
      keep(PACKED_FILE, 'packeD');
      expect(await kept(written)).toEqual([true, false]);
      rmSync(evidence);
      expect(await kept(written)).toEqual([false, false]);
    }));

  it('is its own evidence where it is kept as it came', () =>
    withData(async ({ data, keep }) => {
      keep(PLAIN, JOBS);
      expect([await isKept(data, asItCame, false), await isKept(data, asItCame, true)]).toEqual([true, true]);
      keep(PLAIN, `${JOBS} `);
      expect([await isKept(data, asItCame, false), await isKept(data, asItCame, true)]).toEqual([true, false]);
      // Beside one that is packed, of a run that was killed: the rows are read, and are good.
      keep(PLAIN, JOBS);
      keep(PACKED_FILE, 'anything');
      expect(await isKept(data, asItCame, true)).toBe(true);
    }));
});

describe('the job logs that a month is made final from (R16)', () => {
  const NOTHING = { bytes: 0, rows: 0, firstMs: null, lastMs: null, period: '', profile: '', unfinished: false };

  async function take({ db }: Place, kind: 'job-log' | 'costs', log: KeptLog): Promise<void> {
    const { sha256, name, evidenceSha256, lakeSha256 } = log;
    await insertImport(db, { ...NOTHING, kind, sha256, name });
    await noteKept(db, sha256, { evidenceSha256, lakeSha256 });
  }

  it('are as they were imported, every one, or are named', () =>
    withData(async (place) => {
      const { db, data, keep } = place;
      const second = sha256Of('second');
      await take(place, 'job-log', AS_IT_CAME);
      await take(place, 'job-log', { ...WRITTEN, sha256: second, name: 'second.csv.gz' });
      // Of other kinds there are no rows; what is missing is told by whoever reads it.
      await take(place, 'costs', { ...WRITTEN, sha256: PACKED, name: 'costs.csv' });
      keep(`lake/${PACKED}.parquet`, 'anything');
      expect(await refusedBy(refuseChangedLogs(db, data))).toEqual([]);
      const [plain, rows] = [keep(PLAIN, JOBS), keep(`lake/${second}.parquet`, ROWS)];
      expect(await refusedBy(refuseChangedLogs(db, data))).toEqual([]);
      keep(`lake/${second}.parquet`, 'PAR1 other');
      const why = (path: string, name: string): string =>
        `changed-books at ${path}: the rows of ${name} are not as they were imported`;
      expect(await refusedBy(refuseChangedLogs(db, data))).toEqual([why(rows, 'second.csv.gz')]);
      keep(PLAIN, `${JOBS}job-2\n`);
      const both = [why(rows, 'second.csv.gz'), why(plain, 'jobs.csv')];
      expect(await refusedBy(refuseChangedLogs(db, data))).toEqual(both);
    }));

  it('are named with the place of their rows', () => {
    expect(changedRows('/d/lake/x.parquet', 'jobs.csv')).toMatchObject({
      code: 'changed-books',
      place: { file: '/d/lake/x.parquet' },
      message: 'the rows of jobs.csv are not as they were imported',
    });
  });
});
