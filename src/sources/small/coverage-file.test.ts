import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { InvalidInput } from '../../problems/problem.ts';
import { COVERAGE_FILE } from './coverage-file.ts';
import { readSmallFile } from './small-file.ts';

const read = (rows: string) =>
  readSmallFile(COVERAGE_FILE, {
    name: 'coverage.csv',
    open: () => Readable.from([Buffer.from(`provider,from,to,note\n${rows}`)]),
  });

it('reads marks', async () => {
  expect(await read('Apple,2026-10-02,2026-10-03,no sales\njob-log,2026-10-07,2026-10-07,\n')).toEqual([
    { line: 2, row: { provider: 'apple', from: '2026-10-02', to: '2026-10-03', note: 'no sales' } },
    { line: 3, row: { provider: 'job-log', from: '2026-10-07', to: '2026-10-07', note: '' } },
  ]);
});

it('names every fault', async () => {
  const rows = ['paypal,2026-10-02,2026-10-03,', 'apple,2026-10-32,,x', 'apple,2026-10-03,2026-10-02,x'];
  const fault = await read(`${rows.join('\n')}\n`).catch((error) => error);
  expect(fault).toBeInstanceOf(InvalidInput);
  expect((fault as InvalidInput).problems.map(({ code, place }) => [code, place.line, place.column])).toEqual([
    ['missing-value', 2, 1],
    ['not-a-date', 3, 7],
    ['not-a-date', 4, 18],
  ]);
});
