import { expect, it } from 'vitest';
import { acknowledgedGate } from '../../../../test/judging/gates-say.ts';
import { gateInput, NO_MONTH_FINAL } from '../../../../test/worlds/gate-input.ts';
import { listsKept } from './lists-kept.ts';

it('is open when the lists lost something that the last final month used, until a person says why', () => {
  expect(listsKept(gateInput())).toMatchObject({ state: 'ok', why: 'they hold every entry that 2026-09 used' });
  expect(listsKept(gateInput({ books: NO_MONTH_FINAL })).why).toBe('no month is final yet');
  const shrunkLists = ['the link of 0xA1 to account acc-7'];
  const open = listsKept(gateInput({ shrunkLists }));
  expect(open).toMatchObject({ state: 'open', why: 'gone since 2026-09: the link of 0xA1 to account acc-7' });
  expect(open.remedy).toContain('--acknowledge-lists');
  expect(acknowledgedGate(open, 'sold').state).toBe('ok');
});
