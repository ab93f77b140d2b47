import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { InvalidInput } from '../problems/problem.ts';
import { csvLines } from '../render/reports/csv.ts';
import { reportRecords } from './report-records.ts';

const directory = mkdtempSync(join(tmpdir(), 'revshare-records-'));
const file = join(directory, 'report.csv');
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Everything a file holds, read back. */
async function readBack(text: string, sha256 = createHash('sha256').update(text).digest('hex')) {
  writeFileSync(file, text);
  const rows: string[][] = [];
  let names: string[] = [];
  for await (const { columns, records } of reportRecords(file, sha256)) {
    names = [...columns.keys()];
    rows.push(...records.map((record) => [...record]));
  }
  return { names, rows };
}

/** The problem that reading raises, as one text. */
async function refusal(text: string, sha256?: string): Promise<string> {
  try {
    await readBack(text, sha256);
  } catch (error) {
    if (error instanceof InvalidInput) return error.problems.map(({ code, message }) => `${code}: ${message}`).join();
  }
  return 'read';
}

describe('reading a report back', () => {
  it('gives what was written, for every text', async () => {
    const tricky = fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', 'a', 'é', '💶', ' '), minLength: 1 });
    const columns = ['one', 'two', 'three'];
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(tricky, tricky, fc.string())), async (rows) => {
        const text = csvLines([columns, ...rows]);
        expect(await readBack(text)).toEqual({ names: ['one', 'two', 'three'], rows });
      }),
    );
  });

  it('joins what the pieces of a large file cut', async () => {
    // 30,000 rows of 21 bytes are more than two pieces of 256 KiB; a character of two bytes stands in each.
    const rows = Array.from({ length: 30_000 }, (_, index) => [`é"${index}`, 'x,y']);
    const columns = ['a', 'b'];
    expect((await readBack(csvLines([columns, ...rows]))).rows).toEqual(rows);
  });

  it('is refused when it is not what was written', async () => {
    const text = 'a,b\n1,2\n';
    expect(await refusal(text, '0'.repeat(64))).toMatch(
      /^damaged-reports: its SHA-256 is [0-9a-f]{64}; manifest.json says 0{64}$/,
    );
    expect(await refusal('a,b\n1\n')).toBe('damaged-reports: a record has 1 fields, and the header 2');
    expect(await refusal('a,b\n1,2')).toBe('damaged-reports: its last line has no end');
    rmSync(file);
    await expect(reportRecords(file, '').next()).rejects.toThrow('the file is missing');
  });
});
