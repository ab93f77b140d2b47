import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unpadded } from '../../core/text/unpadded.ts';
import { mayBePadded } from './file-structure.ts';

describe('mayBePadded', () => {
  const of = (text: string, delimiter = ','): boolean => mayBePadded(Buffer.from(text), delimiter.charCodeAt(0));

  it('says no only of lines whose values are compared as they stand', () => {
    // Few characters, so that blanks often meet an edge.
    const value = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\t', '-', '\u00a0', '\u200b', '"'), maxLength: 4 });
    const tables = fc.array(fc.array(value, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 4 });
    const written = {
      delimiter: fc.constantFrom(',', ';', '\t'),
      newline: fc.constantFrom('\n', '\r\n'),
      last: fc.boolean(),
    };
    fc.assert(
      fc.property(tables, fc.record(written), (table, { delimiter, newline, last }) => {
        const field = (text: string): string =>
          text.includes('"') || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text;
        const lines = table.map((row) => row.map(field).join(delimiter));
        const text = `${lines.join(newline)}${last ? newline : ''}`;
        if (of(text, delimiter)) return;
        const read = parse(text, { delimiter, relax_column_count: true }).flat() as string[];
        expect(read.map(unpadded)).toEqual(read);
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    ['a plain log', 'job_id,status\njob-1,completed\n', false],
    ['blanks within values', 'job 1,2026-10-05 12:00:00\n', false],
    ['a mark of UTF-8 at its beginning', '\ufeffjob_id,status\njob-1,completed\n', false],
    ['a blank after a separator', 'job-1, completed\n', true],
    ['a blank before a separator', 'job-1 ,completed\n', true],
    ['a blank at the beginning of a line', 'a,b\n job-1,completed\n', true],
    ['a blank at the very beginning', ' job-1,completed\n', true],
    ['a blank at the end of a line', 'job-1,completed \nb,c\n', true],
    ['a blank at the end of a line of Windows', 'job-1,completed \r\n', true],
    ['a blank at the very end', 'job-1,completed ', true],
    ['a blank within quotes', '"job-1 ",completed\n', true],
    ['a tab at an edge', 'job-1\t,completed\n', true],
    ['characters beyond ASCII', 'jöb-1,completed\n', true],
  ])('%s', (_, text, padded) => {
    expect(of(text)).toBe(padded);
  });

  it('tabs that separate are none of a value, but within quotes they may be', () => {
    expect(of('job-1\tcompleted\n', '\t')).toBe(false);
    expect(of('"job-1"\tcompleted\n', '\t')).toBe(true);
  });
});
