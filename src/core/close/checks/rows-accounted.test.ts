import { expect, it } from 'vitest';
import { gateInput } from '../../../../test/gate-input.ts';
import { rowsAccounted } from './rows-accounted.ts';

it('compares rows read with rows kept', () => {
  const good = { name: 'a.csv', rows: 4, kept: 4 };
  expect(rowsAccounted(gateInput({ rowAccounts: [good, good] }))).toMatchObject({
    state: 'ok',
    why: 'all 8 rows of 2 inputs in force are kept',
  });
  const wrong = [
    { name: 'b.csv', rows: 4, kept: 3 },
    { name: 'c.jsonl', rows: 0, kept: 1 },
  ];
  expect(rowsAccounted(gateInput({ rowAccounts: [good, ...wrong] }))).toMatchObject({
    state: 'open',
    why: 'b.csv had 4 rows, 3 are kept; c.jsonl had 0 rows, 1 are kept',
  });
});
