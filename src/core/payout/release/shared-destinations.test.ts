import { describe, expect, it } from 'vitest';
import { line, walletOf } from '../../../../test/judging/batch-by-hand.ts';
import type { PayoutLine } from '../ledger/batch.ts';
import { sharedDestinations } from './shared-destinations.ts';

const [ADA, BEN, CLEO] = [walletOf('a1'), walletOf('b2'), walletOf('c3')];
const PLACE = walletOf('dd');
const to = (wallet: string, destination: string, given: Partial<PayoutLine> = {}): PayoutLine =>
  line({ wallet, destination, ...given });
const found = (lines: readonly PayoutLine[], last: readonly PayoutLine[] = []) =>
  sharedDestinations(lines, new Map(last.map((each) => [each.wallet, each]))).map((each) => [
    each.line.wallet,
    each.others,
  ]);

describe('sharedDestinations (R17)', () => {
  it('has every wallet of a destination that several are paid at for the first time', () => {
    expect(found([to(ADA, PLACE), to(BEN, PLACE), to(CLEO, CLEO)])).toEqual([
      [ADA, [BEN]],
      [BEN, [ADA]],
    ]);
    expect(found([to(ADA, PLACE), to(BEN, BEN)])).toEqual([]);
  });

  it('has only who is new there, and names all others', () => {
    const before = [to(ADA, PLACE), to(BEN, PLACE), to(CLEO, CLEO)];
    expect(found(before, before)).toEqual([]);
    expect(found([to(ADA, PLACE), to(BEN, PLACE), to(CLEO, PLACE)], before)).toEqual([[CLEO, [ADA, BEN]]]);
    expect(found([to(BEN, PLACE), to(CLEO, PLACE), to(ADA, PLACE)], before.toReversed())).toEqual([[CLEO, [ADA, BEN]]]);
  });

  it('sees a wallet that is not paid this time, and one that is paid at its own address', () => {
    expect(found([to(ADA, PLACE)], [to(BEN, PLACE)])).toEqual([[ADA, [BEN]]]);
    const last = [to(ADA, ADA), to(BEN, BEN)];
    expect(found([to(ADA, BEN), to(BEN, BEN)], last)).toEqual([[ADA, [BEN]]]);
  });

  it('takes an address as one place for all methods and letter cases, an account as one of its method', () => {
    const [one, two] = [to(ADA, PLACE), to(BEN, `0x${'DD'.repeat(20)}`, { method: 'sogni' })];
    expect(found([one, two])).toHaveLength(2);
    const mail = { method: 'fiat', currency: 'EUR' } as const;
    expect(found([to(ADA, 'Ann@Example.com', mail), to(BEN, 'ann@example.com', mail)])).toHaveLength(2);
    expect(found([to(ADA, '1234567', mail), to(BEN, '1234567', { method: 'spark' })])).toEqual([]);
  });
});
