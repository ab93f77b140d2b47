import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { said, sha256Of } from '../../../test/judging/final-by-hand.ts';
import type { ImportRecord } from '../../core/close/inputs/import-record.ts';
import { Findings } from './findings.ts';
import { KeptInputs } from './kept-inputs.ts';

const [COSTS, JOBS, PLAIN] = ['month,usd\n', 'job_id\njob-1\n', 'job_id\njob-2\n'];
const [PACKED, ZIPPED, ROWS] = [brotliCompressSync(COSTS), gzipSync(JOBS), 'PAR1 rows'];

function recordOf(given: Partial<ImportRecord>): ImportRecord {
  return { kind: 'costs', evidenceSha256: '', lakeSha256: '', ...given } as ImportRecord;
}

/** A small file that is packed, a log that came as gzip with the rows that were written of it, and a log kept as it came. */
const RECORDS = [
  recordOf({ sha256: sha256Of(COSTS), name: 'costs.csv', evidenceSha256: sha256Of(PACKED) }),
  recordOf({
    ...{ kind: 'job-log', sha256: sha256Of(JOBS), name: 'jobs.csv.gz' },
    ...{ evidenceSha256: sha256Of(ZIPPED), lakeSha256: sha256Of(ROWS) },
  }),
  recordOf({ kind: 'job-log', sha256: sha256Of(PLAIN), name: 'plain.csv', evidenceSha256: sha256Of(PLAIN) }),
];
const FILES = {
  costs: `evidence/${sha256Of(COSTS)}.br`,
  jobs: `evidence/${sha256Of(JOBS)}.gz`,
  plain: `evidence/${sha256Of(PLAIN)}.plain`,
  rows: `lake/${sha256Of(JOBS)}.parquet`,
};

interface Place {
  readonly root: string;
  readonly at: (name: string) => string;
  readonly write: (name: string, content: string | Uint8Array) => string;
  /** What a look at everything finds. @param records what the database says; all of it without */
  readonly look: (records?: readonly ImportRecord[], named?: readonly ImportRecord[]) => Promise<string[]>;
}

/** A data directory with these inputs, which goes afterwards. */
async function withKept(task: (place: Place) => Promise<void>): Promise<void> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'revshare-kept-')));
  const at = (name: string): string => join(root, name);
  const write = (name: string, content: string | Uint8Array): string => {
    mkdirSync(dirname(at(name)), { recursive: true });
    writeFileSync(at(name), content);
    return at(name);
  };
  try {
    write(FILES.costs, PACKED);
    write(FILES.jobs, ZIPPED);
    write(FILES.plain, PLAIN);
    write(FILES.rows, ROWS);
    mkdirSync(at('tmp'));
    await task({
      ...{ root, at, write },
      async look(records = RECORDS, named = []) {
        const findings = new Findings();
        await keptOf(root, findings, records).checkRest(named);
        // What was unpacked is gone.
        expect(readdirSync(at('tmp'))).toEqual([]);
        return saidAndNoted(findings);
      },
    });
  } finally {
    rmSync(root, { recursive: true });
  }
}

function keptOf(root: string, findings: Findings, records = RECORDS as readonly ImportRecord[]): KeptInputs {
  return new KeptInputs(root, join(root, 'tmp'), new Map(records.map((record) => [record.sha256, record])), findings);
}

function saidAndNoted(findings: Findings): string[] {
  return [...said(findings), ...findings.notes];
}

describe('an input that is unpacked from the evidence (R16)', () => {
  it('has its own bytes, each time in a file of its own', () =>
    withKept(async ({ root }) => {
      const findings = new Findings();
      const kept = keptOf(root, findings);
      const paths: string[] = [];
      for (const text of [COSTS, JOBS, PLAIN, COSTS]) {
        const path = (await kept.unpack(sha256Of(text), 'it')) ?? '';
        expect([dirname(path), readFileSync(path, 'utf8')]).toEqual([join(root, 'tmp'), text]);
        paths.push(path);
      }
      expect(new Set(paths).size).toBe(4);
      expect(saidAndNoted(findings)).toEqual([]);
    }));

  it('is not to be had where it is missing, damaged or another', () =>
    withKept(async ({ root, at, write }) => {
      const [, , plain] = RECORDS;
      const cases: [content: string | Uint8Array | null, what: string][] = [
        [
          null,
          `evidence ${at(FILES.costs).slice(0, -3)}: the evidence of costs.csv is missing: ${sha256Of(COSTS)}.br or ${sha256Of(COSTS)}.gz`,
        ],
        [
          'no brotli',
          `evidence ${at(FILES.costs)}: the evidence of costs.csv cannot be unpacked: Decompression failed`,
        ],
        [
          brotliCompressSync(JOBS),
          `evidence ${at(FILES.costs)}: the evidence of costs.csv has another SHA-256 than the database says: ${sha256Of(brotliCompressSync(JOBS))} instead of ${sha256Of(PACKED)}`,
        ],
      ];
      for (const [content, what] of cases) {
        rmSync(at(FILES.costs), { force: true });
        if (content !== null) write(FILES.costs, content);
        const findings = new Findings();
        expect(await keptOf(root, findings).unpack(sha256Of(COSTS), 'costs.csv')).toBeNull();
        expect([saidAndNoted(findings), readdirSync(at('tmp'))]).toEqual([[what], []]);
      }
      rmSync(at(FILES.plain));
      const findings = new Findings();
      expect(await keptOf(root, findings).unpack(plain?.sha256 ?? '', 'plain.csv')).toBeNull();
      const missing = `the evidence of plain.csv is missing: ${plain?.sha256}.plain`;
      expect(saidAndNoted(findings)).toEqual([`evidence ${at(FILES.plain).slice(0, -6)}: ${missing}`]);
    }));

  it('is to be had, and named, where it is packed in another way than the database says', () =>
    withKept(async ({ root, at, write }) => {
      const repacked = gzipSync(JOBS, { level: 0 });
      write(FILES.jobs, repacked);
      const [costs, jobs] = RECORDS;
      for (const recorded of [sha256Of(ZIPPED), '']) {
        const findings = new Findings();
        const record = recordOf({ ...jobs, evidenceSha256: recorded });
        const path = await keptOf(root, findings, [costs as ImportRecord, record]).unpack(
          sha256Of(JOBS),
          'jobs.csv.gz',
        );
        expect(readFileSync(path ?? '', 'utf8')).toBe(JOBS);
        const what = `the evidence of jobs.csv.gz has another SHA-256 than the database says: ${sha256Of(repacked)} instead of ${recorded || 'none'}`;
        expect(saidAndNoted(findings)).toEqual([`evidence ${at(FILES.jobs)}: ${what}`]);
      }
      // Where no database says how it is packed, its own bytes are all that counts.
      const findings = new Findings();
      expect(await keptOf(root, findings, []).unpack(sha256Of(JOBS), 'jobs.csv.gz')).not.toBeNull();
      expect(saidAndNoted(findings)).toEqual([]);
      write(FILES.jobs, gzipSync(COSTS));
      expect(await keptOf(root, findings, []).unpack(sha256Of(JOBS), 'jobs.csv.gz')).toBeNull();
      const what = `the evidence of jobs.csv.gz holds other bytes: their SHA-256 is ${sha256Of(COSTS)}`;
      expect(saidAndNoted(findings)).toEqual([`evidence ${at(FILES.jobs)}: ${what}`]);
    }));

  it('is, of two, the one that the database names', () =>
    withKept(async ({ look, at, write }) => {
      const [costs, ...others] = RECORDS;
      const zipped = gzipSync(COSTS);
      const second = write(`evidence/${sha256Of(COSTS)}.gz`, zipped);
      const twice = (path: string): string =>
        `${path} holds costs.csv a second time; an import that was killed left it`;
      expect(await look()).toEqual([twice(second)]);
      expect(await look(others, [costs as ImportRecord])).toEqual([twice(second)]);
      const recorded = [recordOf({ ...costs, evidenceSha256: sha256Of(zipped) }), ...others];
      expect(await look(recorded)).toEqual([twice(at(FILES.costs))]);
      // The other one is looked at all the same.
      write(FILES.costs, 'no brotli');
      expect(await look(recorded)).toEqual([`evidence ${at(FILES.costs)}: this file belongs to no import`]);
      write(FILES.costs, brotliCompressSync(JOBS));
      expect(await look(recorded)).toEqual([`evidence ${at(FILES.costs)}: this file belongs to no import`]);
    }));
});

describe('everything that is kept (R16)', () => {
  it('is looked at once, and is as the database says', () =>
    withKept(async ({ root, at, look, write }) => {
      expect(await look()).toEqual([]);
      const findings = new Findings();
      const kept = keptOf(root, findings);
      for (const { sha256, name } of RECORDS) rmSync((await kept.unpack(sha256, name)) ?? '');
      // It was good when it was looked at.
      write(FILES.costs, 'no brotli');
      await kept.checkRest([]);
      expect(saidAndNoted(findings)).toEqual([]);
      rmSync(at('lake'), { recursive: true });
      rmSync(at('evidence'), { recursive: true });
      expect(await look([])).toEqual([]);
      expect((await look()).map((what) => what.replace(/^(\w+).* of ([\w.]+) .*/, '$1 $2'))).toEqual([
        ...['evidence costs.csv', 'evidence jobs.csv.gz', 'evidence plain.csv'],
        'lake jobs.csv.gz',
      ]);
    }));

  it('is named where a manifest names it and no database knows it', () =>
    withKept(async ({ at, look, write }) => {
      const [costs, jobs, plain] = RECORDS as [ImportRecord, ImportRecord, ImportRecord];
      expect(await look([], RECORDS)).toEqual([]);
      write(FILES.costs, 'no brotli');
      const [why] = await look([jobs, plain], [costs]);
      expect(why).toContain(`evidence ${at(FILES.costs)}: the evidence of costs.csv cannot be unpacked`);
      expect(existsSync(at(FILES.rows))).toBe(true);
    }));

  it('has the rows of its logs, by their hash', () =>
    withKept(async ({ at, look, write }) => {
      const [costs, jobs, plain] = RECORDS as [ImportRecord, ImportRecord, ImportRecord];
      write(FILES.rows, 'PAR1 other');
      const other = (found: string, recorded: string, name = 'jobs.csv.gz', path = at(FILES.rows)): string =>
        `lake ${path}: the Parquet file of ${name} has another SHA-256 than the database says: ${sha256Of(found)} instead of ${recorded}`;
      expect(await look()).toEqual([other('PAR1 other', sha256Of(ROWS))]);
      expect(await look([costs, { ...jobs, lakeSha256: '' }, plain])).toEqual([other('PAR1 other', 'none')]);
      rmSync(at(FILES.rows));
      expect(await look()).toEqual([`lake ${at(FILES.rows)}: the Parquet file of jobs.csv.gz is missing`]);
      expect(await look([costs, { ...jobs, lakeSha256: '' }, plain])).toEqual([]);
      // Of a log that is kept as it came none were written.
      const rows = write(`lake/${plain.sha256}.parquet`, ROWS);
      expect(await look([costs, plain], [jobs])).toEqual([other(ROWS, 'none', 'plain.csv', rows)]);
    }));
});

describe('what nothing names', () => {
  const [FOREIGN, NOTHING] = [sha256Of('foreign'), '0'.repeat(64)];
  const leftText = (path: string): string =>
    `${path} belongs to no import; an import that was killed left it, and nothing uses it`;

  it('is left from a killed import where it is whole', () =>
    withKept(async ({ look, write }) => {
      const left = [
        write(`evidence/${FOREIGN}.br`, brotliCompressSync('foreign')),
        write(`evidence/${FOREIGN}.gz`, gzipSync('foreign')),
        write(`evidence/${FOREIGN}.plain`, 'foreign'),
        write(`lake/${NOTHING}.parquet`, ROWS),
        // Of an input that has no rows.
        write(`lake/${sha256Of(COSTS)}.parquet`, ROWS),
      ];
      write('evidence/.staged-7-1.br', 'half');
      write('lake/.staged-7-1.parquet', 'half');
      expect((await look()).sort()).toEqual(left.map(leftText).sort());
    }));

  it('does not belong there otherwise', () =>
    withKept(async ({ look, write }) => {
      const foreign = {
        evidence: [
          write(`evidence/${NOTHING}.br`, brotliCompressSync('foreign')),
          write(`evidence/${NOTHING}.gz`, 'no gzip'),
          write(`evidence/${FOREIGN}.parquet`, ROWS),
          write(`evidence/${sha256Of(COSTS)}.parquet`, ROWS),
          write(`evidence/x${FOREIGN}.plain`, 'foreign'),
          write(`evidence/${FOREIGN}.plain.csv`, 'foreign'),
          write('evidence/extra.csv', 'month\n'),
          write('evidence/my.staged-7-1.br', ''),
        ],
        lake: [
          write(`lake/${FOREIGN}.br`, brotliCompressSync('foreign')),
          write(`lake/${sha256Of(JOBS)}.gz`, ZIPPED),
          write(`lake/${NOTHING}.parquet.csv`, ROWS),
          write(`lake/x${NOTHING}.parquet`, ROWS),
        ],
      };
      const found = await look();
      const due = Object.entries(foreign).flatMap(([store, paths]) =>
        paths.map((path) => `${store} ${path}: this file belongs to no import`),
      );
      expect(found.sort()).toEqual(due.sort());
    }));
});
