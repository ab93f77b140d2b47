import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { all, inputOf, problemsOf } from '../../../test/worlds/export-files.ts';
import { readTable, type TableFormat } from './table.ts';

const FORMAT: TableFormat = {
  delimiter: ',',
  columns: [
    { name: 'id', needed: true },
    { name: 'Amount (Merchant Currency)', aliases: ['Sum'], needed: true },
    { name: 'note', needed: false },
  ],
};
const rowsOf = async (text: string): Promise<(string | number)[][]> =>
  (await all(readTable(inputOf(text), FORMAT))).map((row) => [
    row.line,
    row.text('id'),
    row.text('Amount (Merchant Currency)'),
    row.text('note'),
  ]);
const codesOf = async (text: string): Promise<string[]> =>
  (await problemsOf(readTable(inputOf(text), FORMAT))).map(({ code, place }) => `${place.line} ${code}`);

describe('tables', () => {
  it.each([
    ['in order', 'id,Amount (Merchant Currency),note\na,1,x\n'],
    ['in another order and letter case, others between', 'NOTE,other,amount_merchant_currency,Id\nx,?,1,a\n'],
    ['by an older name', 'id,sum,note\na,1,x\n'],
    ['with a byte order mark and CRLF', '\uFEFFid,sum,note\r\na,1,x\r\n'],
    ['quoted, with blanks around', '"id","sum","note"\n" a ","1","x"\n'],
    ['without a last line end', 'id,sum,note\na,1,x'],
  ])('are read by column names, %s', async (_how, text) => {
    expect(await rowsOf(text)).toEqual([[2, 'a', '1', 'x']]);
  });

  it('cite the line on which a row begins', async () => {
    expect(await rowsOf('id,sum,note\na,1,"two\nlines"\nb,2,\n\nc,3,\n')).toEqual([
      [2, 'a', '1', 'two\nlines'],
      [4, 'b', '2', ''],
      [6, 'c', '3', ''],
    ]);
  });

  it('lack no needed column, and have none twice', async () => {
    expect(await codesOf('id,note\na,x\n')).toEqual(['1 missing-column']);
    expect(await codesOf('id,sum,Amount (Merchant Currency)\na,1,1\n')).toEqual(['1 duplicate-column']);
  });

  it('have the same number of fields in every row', async () => {
    expect(await codesOf('id,sum,note\na,1\nb,2,y\nc,3,z,!\n')).toEqual(['2 wrong-field-count', '4 wrong-field-count']);
  });

  it('take a row without any value for a blank line, of however many fields', async () => {
    expect(await rowsOf('id,sum,note\na,1,x\n,,\n  \n"", ,""\n,,,,\nb,2,\n,,\n')).toEqual([
      [2, 'a', '1', 'x'],
      [7, 'b', '2', ''],
    ]);
    expect(await codesOf('id,sum,note\n,,x\n,,,x\n')).toEqual(['3 wrong-field-count']);
  });

  it('have whole quotes and UTF-8', async () => {
    expect(await codesOf('id,sum,note\na,1,"x\n')).toEqual(['2 broken-quotes']);
    const bytes = Buffer.concat([Buffer.from('id,sum,note\na,1,'), Buffer.from([0xe9, 0x0a])]);
    const input = { name: 'latin1.csv', open: () => Readable.from([bytes]) };
    expect((await problemsOf(readTable(input, FORMAT))).map((each) => each.code)).toEqual(['not-utf8']);
  });

  it('are the same however the bytes arrive', async () => {
    const text = 'id,sum,note\na,1,"é,""x""\n€"\nb,2,ü\n';
    const whole = await rowsOf(text);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 30 }), async (sizes) => {
        const bytes = Buffer.from(text);
        const chunks: Buffer[] = [];
        let at = 0;
        for (const size of sizes) {
          chunks.push(bytes.subarray(at, at + size));
          at = Math.min(at + size, bytes.length);
        }
        chunks.push(bytes.subarray(at));
        const input = {
          name: 'x.csv',
          sha256: '',
          open: () => Readable.from(chunks.filter((each) => each.length > 0)),
        };
        const rows = (await all(readTable(input, FORMAT))).map((row) => [
          row.line,
          row.text('id'),
          row.text('Amount (Merchant Currency)'),
          row.text('note'),
        ]);
        expect(rows).toEqual(whole);
      }),
    );
  });
});
