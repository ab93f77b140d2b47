import { describe, expect, it } from 'vitest';
import { month } from '../../../test/worlds/charges.ts';
import { inputOf, problemsOf } from '../../../test/worlds/export-files.ts';
import { contradictions } from './agreement.ts';
import { FX_FILE } from './fx-file.ts';
import { PAYEES_FILE } from './payees-file.ts';
import { readSmallFile } from './small-file.ts';

const WALLET = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';
const PAYEES = `wallet,method,destination,currency,hold,from_month\n${WALLET},usdc,,,,2026-08\n`;
const OTHERWISE = PAYEES.replace('usdc', 'spark');

describe('rows of one key that say otherwise', () => {
  it('are refused in one file, at the column, with the wallet as it is written', async () => {
    const twice = PAYEES + OTHERWISE.slice(OTHERWISE.indexOf(WALLET));
    const problems = await problemsOf(readSmallFile(PAYEES_FILE, inputOf(twice)));
    expect(problems.map(({ message, place }) => `${place.line}:${place.column} ${message}`)).toEqual([
      `3:1 line 2 says otherwise how ${WALLET} is paid from 2026-08 on`,
    ]);
  });

  it('are told over several files by file and line', async () => {
    const { agreement } = PAYEES_FILE;
    if (agreement === undefined) throw new Error('payees.csv has no agreement');
    const contradictionOf = contradictions(agreement);
    const rowOf = async (text: string) => (await readSmallFile(PAYEES_FILE, inputOf(text))).flatMap(({ row }) => row);
    const [first] = await rowOf(PAYEES);
    const [second] = await rowOf(OTHERWISE);
    if (first === undefined || second === undefined) throw new Error('the rows are not there');
    expect(contradictionOf(first, 'a.csv:2')).toBeNull();
    expect(contradictionOf(first, 'b.csv:2')).toBeNull();
    expect(contradictionOf({ ...second, fromMonth: month('2026-09') }, 'b.csv:3')).toBeNull();
    expect(contradictionOf(second, 'b.csv:4')).toBe(
      `a.csv:2 says otherwise how ${WALLET.toLowerCase()} is paid from 2026-08 on`,
    );
  });

  it('are one problem each; a row that is faulty itself is compared with none', async () => {
    const rows = ['2026-10-01,EUR,USD,1.1', '2026-10-01,EUR,USD,x', '2026-10-01,eur,USD,1.2', '2026-10-01,EUR,USD,1.3'];
    const problems = await problemsOf(readSmallFile(FX_FILE, inputOf(`date,from,to,rate\n${rows.join('\n')}\n`)));
    expect(problems.map(({ code, place }) => `${place.line} ${code}`)).toEqual([
      '3 not-an-amount',
      '4 conflicting-rows',
      '5 conflicting-rows',
    ]);
  });
});
