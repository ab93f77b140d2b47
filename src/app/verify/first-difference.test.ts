import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type FileDifference, firstFileDifference } from './first-difference.ts';

const MEBIBYTE = 1 << 20;

/** Where a file first differs from the recomputed one. */
function difference(own: string, rebuilt: string, name = 'pool.csv'): FileDifference | null {
  const root = mkdtempSync(join(tmpdir(), 'revshare-difference-'));
  try {
    const [path, other] = [join(root, name), join(root, 'rebuilt')];
    writeFileSync(path, own);
    writeFileSync(other, rebuilt);
    const before = openFiles();
    const found = firstFileDifference(path, other);
    expect(openFiles()).toBe(before);
    return found;
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** How many files this process has open, where the system tells it. */
function openFiles(): number {
  return existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : 0;
}

const REBUILT = 'month,wallet,usd\n2026-08,0xa,1.50\n2026-08,0xb,2.25\n';

describe('where a report first differs from the recomputed one (R16)', () => {
  it('is nowhere where every byte is the same', () => {
    for (const text of ['', REBUILT, 'x'.repeat(MEBIBYTE), `${'x'.repeat(2 * MEBIBYTE)}y`]) {
      expect(difference(text, text)).toBeNull();
    }
  });

  it('is a column of a line in a CSV', () => {
    expect(difference(REBUILT.replace('2.25', '2.26'), REBUILT)).toEqual({
      line: 3,
      what: 'usd: the file says "2.26", the evidence gives "2.25"',
    });
    expect(difference(REBUILT.replace('0xa,1.50', '0xA,1.60'), REBUILT)).toEqual({
      line: 2,
      what: 'wallet: the file says "0xA", the evidence gives "0xa"',
    });
    expect(difference(REBUILT.replace('month', 'Month'), REBUILT)).toEqual({
      line: 1,
      what: 'month: the file says "Month", the evidence gives "month"',
    });
    const more = REBUILT.replaceAll('.50', '.50,7');
    expect(difference(more.replace(',7', ',8'), more)).toEqual({
      line: 2,
      what: 'column 4: the file says "8", the evidence gives "7"',
    });
  });

  it('is the whole line where it has another number of fields, and in a file that is no CSV', () => {
    expect(difference(REBUILT.replace('1.50', '1.50,3'), REBUILT)).toEqual({
      line: 2,
      what: 'the file says "2026-08,0xa,1.50,3", the evidence gives "2026-08,0xa,1.50"',
    });
    expect(difference(REBUILT.replace('0xa,1.5', '0xb'), REBUILT)).toEqual({
      line: 2,
      what: 'the file says "2026-08,0xb0", the evidence gives "2026-08,0xa,1.50"',
    });
    const page = '{\n  "a": 1\n}\n';
    expect(difference(page.replace('1', '2'), page, 'manifest.json')).toEqual({
      line: 2,
      what: String.raw`the file says "\"a\": 2", the evidence gives "\"a\": 1"`,
    });
    expect(difference('a  \n', 'b  \n', 'a.csv.json')).toEqual({
      line: 1,
      what: 'the file says "a", the evidence gives "b"',
    });
  });

  it('is the end of the shorter one', () => {
    const cut = REBUILT.slice(0, REBUILT.indexOf('2026-08,0xb'));
    expect(difference(cut, REBUILT)).toEqual({ line: 3, what: 'the file ends where the recomputed one goes on' });
    expect(difference(REBUILT, cut)).toEqual({ line: 3, what: 'the file goes on where the recomputed one ends' });
    expect(difference('', REBUILT)).toEqual({ line: 1, what: 'the file ends where the recomputed one goes on' });
    expect(difference(REBUILT, '')).toEqual({ line: 1, what: 'the file goes on where the recomputed one ends' });
  });

  it('is the last line where only its end is missing', () => {
    const cell = (says: string, gives: string) => ({
      line: 3,
      what: `usd: the file says "${says}", the evidence gives "${gives}"`,
    });
    expect(difference(REBUILT.slice(0, -2), REBUILT)).toEqual(cell('2.2', '2.25'));
    expect(difference(REBUILT, REBUILT.slice(0, -2))).toEqual(cell('2.25', '2.2'));
    // The break alone: no field differs.
    expect(difference(REBUILT.slice(0, -1), REBUILT)).toEqual({
      line: 3,
      what: 'the file says "2026-08,0xb,2.25", the evidence gives "2026-08,0xb,2.25"',
    });
    expect(difference(`${REBUILT}\n`, REBUILT)).toEqual({
      line: 4,
      what: 'the file goes on where the recomputed one ends',
    });
  });
});

describe('a long report', () => {
  /** Lines of eight bytes each: the 131,072nd ends the first mebibyte. */
  const LINES = Array.from({ length: 400_000 }, (_, index) => `${String(index + 1).padStart(7, '0')}\n`).join('');

  it('is compared to its end, and its lines are counted', () => {
    for (const line of [1, 131_072, 131_073, 131_074, 262_144, 262_145, 400_000]) {
      const text = String(line).padStart(7, '0');
      expect(difference(LINES.replace(text, `${text.slice(0, 6)}x`), LINES, 'a.txt')).toEqual({
        line,
        what: `the file says "${text.slice(0, 6)}x", the evidence gives "${text}"`,
      });
    }
  });

  it('may end with the piece that is read at once', () => {
    const first = LINES.slice(0, MEBIBYTE);
    const end = { line: 131_073, what: 'the file ends where the recomputed one goes on' };
    expect(difference(first, LINES.slice(0, MEBIBYTE + 8))).toEqual(end);
    expect(difference(first, first)).toBeNull();
  });

  it('ends where it ends, also where every line is the same', () => {
    const lines = (count: number): string => 'a line\n\n'.repeat(count);
    // Two lines each: the first mebibyte holds 262,144.
    expect(difference(lines(131_073), lines(131_075))).toEqual({
      line: 262_147,
      what: 'the file ends where the recomputed one goes on',
    });
    expect(difference(lines(131_075), lines(131_073))).toEqual({
      line: 262_147,
      what: 'the file goes on where the recomputed one ends',
    });
  });

  it('shows of a long cell its beginning', () => {
    const [own, rebuilt] = ['x', 'y'].map((last) => `name\n${'é'.repeat(160)}${last}\n`);
    const shown = `"${'é'.repeat(160)}..."`;
    expect(difference(own ?? '', rebuilt ?? '')).toEqual({
      line: 2,
      what: `name: the file says ${shown}, the evidence gives ${shown}`,
    });
    const short = 'z'.repeat(160);
    expect(difference(`name\n${short}\n`, 'name\nq\n')).toEqual({
      line: 2,
      what: `name: the file says "${short}", the evidence gives "q"`,
    });
  });
});
