import { expect, it } from 'vitest';
import { usd } from '../../../../test/worlds/charges.ts';
import { movedByJobs, movedByMoney } from './exclusion-moves.ts';

it('money that is left out would move the pool by its share', () => {
  expect(movedByMoney(usd('-2.000001'), '0.5')).toBe(
    'counted at once, it would move the pool by -2.000001 * 0.5 = -1.0000005',
  );
});

it('jobs that are left out would take from the others what their Spark is of all', () => {
  // 10 * 3/(6 + 3) = 3.333333|3
  expect(movedByJobs(usd('3'), { distributable: usd('10'), allPoints: usd('6') })).toBe(
    'counted, they would take 3.333333 from the other points: 10.000000 * 3.000000 / 9.000000',
  );
  expect(movedByJobs(usd('3'), { distributable: usd('10'), allPoints: usd('3') })).toContain('would take 5.000000');
  // 10 for 3 Spark of the rows alone, where nobody else has any.
  expect(movedByJobs(usd('3'), { distributable: usd('10'), allPoints: 0n })).toBe(
    'counted, they would get 10.000000, as nobody else has points: floor(10.000000 * 3.000000 / 3.000000)',
  );
  expect(movedByJobs(0n, { distributable: usd('10'), allPoints: 0n })).toBe('it moves nothing: nobody has points');
});
