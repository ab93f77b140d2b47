import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeFormula, unescapeFormula } from '../../core/text/formula-escape.ts';
import { type Columns, csvHeader, csvRows, plain, text } from './columns.ts';

type Pair = readonly [string, string];
const COLUMNS = { what: text.of(([what]) => what), amount: plain.of(([, amount]) => amount) } satisfies Columns<Pair>;

describe('CSV reports', () => {
  it('have a header always, LF, and quotes only where needed', () => {
    expect(csvHeader(COLUMNS)).toBe('what,amount\n');
    expect(csvRows(COLUMNS, [])).toBe('');
    expect(
      csvRows(COLUMNS, [
        ['a "b", c', '1'],
        ['é\nf', '2'],
      ]),
    ).toBe('"a ""b"", c",1\n"é\nf",2\n');
  });

  it('are written as the library writes them, cell for cell', () => {
    const cell = fc.oneof(fc.string(), fc.stringMatching(/^[a",\r\n ]{0,4}$/));
    const columns = { a: plain.of(([a]) => a), b: plain.of(([, b]) => b) } satisfies Columns<Pair>;
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 4 }), (rows) => {
        expect(csvRows(columns, rows)).toBe(stringify(rows));
      }),
    );
  });

  it('are written as the library writes their escaped texts, row for row', () => {
    const cell = fc.oneof(fc.string(), fc.stringMatching(/^'?[-=+@a",\r\n\t]{0,4}$/));
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 4 }), (rows) => {
        const escaped = rows.map(([what, amount]) => [escapeFormula(what), amount]);
        expect(csvRows(COLUMNS, rows)).toBe(stringify(escaped));
      }),
    );
  });

  it('escape formulas in text columns only', () => {
    expect(csvRows(COLUMNS, [['=HYPERLINK("x")', '-1.50']])).toBe('"\'=HYPERLINK(""x"")",-1.50\n');
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', "'\r=1"],
    // What is escaped already is escaped again, so that reading back undoes one.
    ["'=1", "''=1"],
    ['price_1', 'price_1'],
    ["it's", "it's"],
    ["'quoted'", "'quoted'"],
    ['', ''],
  ])('%j becomes %j and back', (cell, escaped) => {
    expect(escapeFormula(cell)).toBe(escaped);
    expect(unescapeFormula(escaped)).toBe(cell);
  });

  it('no text can be run, and every text comes back', () => {
    const anyText = fc.oneof(
      fc.string(),
      fc
        .array(fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', 'a'), { maxLength: 5 })
        .map((each) => each.join('')),
    );
    fc.assert(
      fc.property(anyText, (cell) => {
        expect(escapeFormula(cell)).not.toMatch(/^[=+\-@\t\r]/);
        expect(unescapeFormula(escapeFormula(cell))).toBe(cell);
      }),
    );
  });
});
