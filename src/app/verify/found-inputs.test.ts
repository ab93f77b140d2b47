import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { sha256Of } from '../../../test/judging/final-by-hand.ts';
import { refusedBy, type SmallBooks, withSmallBooks } from '../../../test/worlds/small-books.ts';
import { insertImport, listImports } from '../../store/inputs/imports.ts';
import { type DataDirectory, openDataDirectory } from '../books/directory/data-directory.ts';
import { SILENT } from '../books/directory/progress.ts';
import { FoundInputs } from './found-inputs.ts';

const COSTS = 'month,usd\n2026-08,20.50\n';
const JOBS = 'job_id\njob-1\n';
const [COSTS_SHA256, JOBS_SHA256] = [sha256Of(COSTS), sha256Of(JOBS)];
const ZIPPED = gzipSync(JOBS, { level: 0 });

interface Place {
  readonly db: SmallBooks['db'];
  readonly data: DataDirectory;
  readonly at: (name: string) => string;
  readonly write: (name: string, content: string | Uint8Array) => string;
  readonly find: (...paths: readonly string[]) => Promise<FoundInputs>;
}

async function withInputs(task: (place: Place) => Promise<void>): Promise<void> {
  await withSmallBooks(async ({ db, data: root, out }) => {
    const data = openDataDirectory(root);
    const at = (name: string): string => join(dirname(out), name);
    const write = (name: string, content: string | Uint8Array): string => {
      mkdirSync(dirname(at(name)), { recursive: true });
      writeFileSync(at(name), content);
      return at(name);
    };
    const find = (...paths: readonly string[]): Promise<FoundInputs> => FoundInputs.in(paths.map(at), data, [], SILENT);
    await task({ db, data, at, write, find });
  });
}

/** What is kept of an input, by name. */
function kept({ evidence }: DataDirectory): string[] {
  return readdirSync(evidence).sort();
}

describe('inputs that are looked for by their SHA-256 (R16)', () => {
  it('are found as they were downloaded, packed or not, and kept', () =>
    withInputs(async ({ data, write, find }) => {
      const path = write('in/costs.csv', COSTS);
      write('more/deep/jobs.csv.gz', ZIPPED);
      const found = await find('in', 'more');
      expect(await found.unpack(sha256Of('nothing'))).toBeNull();
      expect(kept(data)).toEqual([]);
      const copies = [await found.unpack(COSTS_SHA256), await found.unpack(JOBS_SHA256)] as [string, string];
      expect(copies.map((copy) => readFileSync(copy, 'utf8'))).toEqual([COSTS, JOBS]);
      expect(copies.map((copy) => dirname(copy))).toEqual([data.temporary, data.temporary]);
      expect(new Set([...copies, path]).size).toBe(3);
      // What came as gzip is kept as it came, to the byte.
      expect(kept(data)).toEqual([`${COSTS_SHA256}.br`, `${JOBS_SHA256}.gz`].sort());
      expect(readFileSync(join(data.evidence, `${JOBS_SHA256}.gz`))).toEqual(ZIPPED);
    }));

  it('are found as evidence that is left, whatever its name says', () =>
    withInputs(async ({ data, write, find }) => {
      const other = 'f'.repeat(64);
      write(`left/${COSTS_SHA256}.br`, brotliCompressSync(COSTS));
      write(`left/${other}.gz`, ZIPPED);
      write('left/twice/inner.txt', 'x');
      const found = await find('left');
      expect(await found.unpack(other)).toBeNull();
      for (const [sha256, text] of [
        [COSTS_SHA256, COSTS],
        [JOBS_SHA256, JOBS],
      ] as const) {
        expect(readFileSync((await found.unpack(sha256)) ?? '', 'utf8')).toBe(text);
      }
      expect(kept(data)).toEqual([`${COSTS_SHA256}.br`, `${JOBS_SHA256}.gz`].sort());
      expect(readFileSync(join(data.evidence, `${JOBS_SHA256}.gz`))).toEqual(ZIPPED);
    }));

  it('are not another file of the same name', () =>
    withInputs(async ({ write, find }) => {
      write(`a/${COSTS_SHA256}.br`, brotliCompressSync(COSTS));
      write(`b/${COSTS_SHA256}.br`, brotliCompressSync(JOBS));
      const found = await find('a', 'b');
      expect(readFileSync((await found.unpack(COSTS_SHA256)) ?? '', 'utf8')).toBe(COSTS);
      expect(readFileSync((await found.unpack(JOBS_SHA256)) ?? '', 'utf8')).toBe(JOBS);
    }));

  it('are not there where they became another meanwhile', () =>
    withInputs(async ({ data, write, find }) => {
      write('in/costs.csv', COSTS);
      const zipped = write('in/jobs.csv.gz', ZIPPED);
      const found = await find('in');
      write('in/costs.csv', `${COSTS}2026-09,1.00\n`);
      expect(await found.unpack(COSTS_SHA256)).toBeNull();
      expect(kept(data)).toEqual([]);
      // Its plain bytes were unpacked before: they are packed anew.
      writeFileSync(zipped, gzipSync(COSTS));
      expect(readFileSync((await found.unpack(JOBS_SHA256)) ?? '', 'utf8')).toBe(JOBS);
      expect(kept(data)).toEqual([`${JOBS_SHA256}.br`]);
    }));

  it('are noted in their imports with what is kept of them', () =>
    withInputs(async ({ db, data, write, find }) => {
      write('in/costs.csv', COSTS);
      write('in/jobs.csv.gz', ZIPPED);
      const found = await find('in');
      const nothing = { bytes: 0, rows: 0, firstMs: null, lastMs: null, period: '', profile: '', unfinished: false };
      for (const sha256 of [COSTS_SHA256, JOBS_SHA256]) {
        await insertImport(db, { ...nothing, kind: 'costs', sha256, name: sha256 });
      }
      const noted = async (): Promise<Record<string, string>> =>
        Object.fromEntries((await listImports(db)).map((each) => [each.sha256, each.evidenceSha256]));
      await found.unpack(COSTS_SHA256);
      await found.noteEvidence(db);
      const costs = sha256Of(readFileSync(join(data.evidence, `${COSTS_SHA256}.br`)));
      expect(await noted()).toEqual({ [COSTS_SHA256]: costs, [JOBS_SHA256]: '' });
      await found.unpack(JOBS_SHA256);
      // What was noted is noted once.
      await db.updateTable('imports').set({ evidence_sha256: 'e' }).where('sha256', '=', COSTS_SHA256).execute();
      await found.noteEvidence(db);
      expect(await noted()).toEqual({ [COSTS_SHA256]: 'e', [JOBS_SHA256]: sha256Of(ZIPPED) });
      // A log that is kept as it came takes the place of what was packed, and is noted by whoever takes it.
      await found.unpack(JOBS_SHA256);
      rmSync(join(data.evidence, `${JOBS_SHA256}.gz`));
      await db.updateTable('imports').set({ evidence_sha256: JOBS_SHA256 }).where('sha256', '=', JOBS_SHA256).execute();
      await found.noteEvidence(db);
      expect(await noted()).toEqual({ [COSTS_SHA256]: 'e', [JOBS_SHA256]: JOBS_SHA256 });
    }));
});

describe('inputs that cannot be looked for', () => {
  it('are those of a path that is not there, and what is excepted', () =>
    withInputs(async ({ data, at, write, find }) => {
      expect(await refusedBy(find('in', 'nowhere'))).toEqual([
        `no-such-path at ${at('in')}: there is no such file or directory`,
        `no-such-path at ${at('nowhere')}: there is no such file or directory`,
      ]);
      write('in/costs.csv', COSTS);
      write('in/out/jobs.csv', JOBS);
      const stages: string[] = [];
      const progress = { ...SILENT, stage: (text: string) => stages.push(text) };
      const found = await FoundInputs.in([at('in')], data, [at('in/out')], progress);
      expect(await found.unpack(JOBS_SHA256)).toBeNull();
      expect(stages).toEqual(['looking at costs.csv']);
    }));

  it('are archives and evidence that are damaged', () =>
    withInputs(async ({ at, write, find }) => {
      write('in/jobs.csv.gz', ZIPPED.subarray(0, 20));
      expect((await refusedBy(find('in')))[0]).toContain(`damaged-archive at ${at('in/jobs.csv.gz')}: `);
      const evidence = write(`left/${COSTS_SHA256}.br`, 'no brotli');
      expect(await refusedBy(find('left'))).toEqual([
        `unrestorable-books at ${evidence}: this evidence cannot be unpacked: Decompression failed; take it away where the input is there otherwise`,
      ]);
      expect(existsSync(evidence)).toBe(true);
    }));
});
