import { expect, it } from 'vitest';
import { gateInput, NO_MONTH_FINAL, SEPTEMBER } from '../../../../test/worlds/gate-input.ts';
import { Exact } from '../../money/exact-decimal.ts';
import { monthOf } from '../../month/month.ts';
import { earlierFinal } from './earlier-final.ts';

it('wants every month before to be final', () => {
  expect(earlierFinal(gateInput())).toMatchObject({ state: 'ok', why: 'all months up to 2026-09 are final' });
  const none = earlierFinal(gateInput({ books: NO_MONTH_FINAL }));
  expect(none).toMatchObject({ state: 'blocked', why: '2026-08 and 2026-09 are not final' });
  expect(none.remedy).toContain('finalize 2026-08 first');
  const august = { lastFinal: monthOf(2026, 8), carriedOut: new Exact(0) };
  expect(earlierFinal(gateInput({ books: august }))).toMatchObject({ why: '2026-09 is not final' });
  expect(earlierFinal(gateInput({ books: august, month: monthOf(2026, 12) }))).toMatchObject({
    why: '2026-09 to 2026-11 are not final',
  });
});

it('the first month has none before it', () => {
  expect(earlierFinal(gateInput({ books: NO_MONTH_FINAL, firstMonth: SEPTEMBER, month: SEPTEMBER })).state).toBe('ok');
});
