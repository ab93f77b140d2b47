import { describe, expect, it } from 'vitest';
import { batchOf, line } from '../../../../test/judging/batch-by-hand.ts';
import {
  ADA,
  AUGUST,
  BEN,
  CLEO,
  freshBatch,
  OCTOBER,
  payeeOf,
  rulesOf,
  SEPTEMBER,
  termsOf,
} from '../../../../test/worlds/payout-world.ts';
import { checksumAddress } from '../../wallet/checksum-address.ts';
import type { KeptBatch, ReleaseAct } from '../ledger/kept-payouts.ts';
import { payeesInForce } from '../payees/payee.ts';
import { isBeingSent, lapsedPayees, lapsesOf } from './lapsed-payees.ts';
import { payeeChanges } from './payee-changes.ts';

describe('payeesInForce', () => {
  it('has of each wallet the latest row that is not of a later month, in whatever order', () => {
    const rows = [
      payeeOf(ADA, { fromMonth: AUGUST, destination: 'first' }),
      payeeOf(ADA, { fromMonth: SEPTEMBER, destination: 'second' }),
      payeeOf(ADA, { fromMonth: OCTOBER, destination: 'later' }),
      payeeOf(BEN, { fromMonth: OCTOBER }),
    ];
    for (const each of [rows, [...rows].reverse()]) {
      const inForce = payeesInForce(each, SEPTEMBER);
      expect([...inForce].map(([wallet, { destination }]) => [wallet, destination])).toEqual([[ADA, 'second']]);
    }
  });

  it('keeps the first of two rows of one month', () => {
    const rows = [payeeOf(ADA, { destination: 'first' }), payeeOf(ADA, { destination: 'again' })];
    expect(payeesInForce(rows, AUGUST).get(ADA)?.destination).toBe('first');
  });
});

describe('payeeChanges', () => {
  it('names every detail that is not as it was approved; without a row all are empty', () => {
    const approved = new Map([[ADA, payeeOf(ADA, { destination: 'a', currency: 'EUR' })]]);
    const current = new Map([
      [ADA, payeeOf(ADA, { destination: 'b', currency: 'EUR', hold: 'wait' })],
      [BEN, payeeOf(BEN, { method: 'spark' })],
    ]);
    const lines = [ADA, BEN, CLEO].map((wallet) => line({ wallet }));
    const rules = { payees: current, terms: termsOf() };
    expect(payeeChanges(lines, approved, rules, new Map())).toEqual([
      { wallet: ADA, detail: 'destination', before: 'a', now: 'b' },
      { wallet: ADA, detail: 'hold', before: '', now: 'wait' },
      { wallet: BEN, detail: 'method', before: '', now: 'spark' },
    ]);
    expect(payeeChanges(lines, current, rules, new Map())).toEqual([]);
  });

  it('names a hold of its country that another country lifts, and none that both have', () => {
    const country = (code: string) => new Map([[ADA, payeeOf(ADA, { country: code })]]);
    const held = { hold: 'not paid there', minimumUsd: null, needsTaxForm: false };
    const terms = { ...termsOf(), countries: new Map([['IR', held]]) };
    const changes = (then: string, now: string) =>
      payeeChanges([line({ wallet: ADA })], country(then), { payees: country(now), terms }, new Map());
    expect(changes('IR', 'DE')).toEqual([{ wallet: ADA, detail: 'hold', before: 'not paid there', now: '' }]);
    expect([changes('FR', 'DE'), changes('IR', 'IR')]).toEqual([[], []]);
  });

  it('names a hit that no file in force has any more, of the wallet or of its destination', () => {
    const lines = [line({ wallet: ADA, destination: 'DE12 34' }), line({ wallet: BEN })];
    const changes = (subject: string) =>
      payeeChanges(lines, new Map(), { payees: new Map(), terms: termsOf() }, new Map([[subject, '2026-09-01']]));
    const found = {
      wallet: ADA,
      detail: 'hold',
      before: 'a screening of 2026-09-01 found it, and no row clears it',
      now: '',
    };
    expect([changes(ADA), changes('de1234'), changes(CLEO)]).toEqual([[found], [found], []]);
  });
});

describe('lapsedPayees', () => {
  const open = [line({ wallet: ADA })];

  it('finds nothing where the line would be written again as it is', () => {
    expect(lapsedPayees(open, rulesOf(termsOf()))).toEqual([]);
  });

  it('names what of a line would be another now, and that it is held', () => {
    const payee = payeeOf(ADA, { method: 'fiat', destination: 'ada@example.org', currency: 'EUR', hold: 'wait' });
    expect(lapsedPayees(open, rulesOf(termsOf(), [payee]))).toEqual([
      { wallet: ADA, detail: 'method', before: 'usdc', now: 'fiat' },
      { wallet: ADA, detail: 'destination', before: checksumAddress(ADA), now: 'ada@example.org' },
      { wallet: ADA, detail: 'currency', before: 'USDC', now: 'EUR' },
      { wallet: ADA, detail: 'hold', before: '', now: 'wait' },
    ]);
  });

  it('names a wallet that has no way any more', () => {
    expect(lapsedPayees(open, rulesOf(termsOf({}, null))).map(({ detail, now }) => [detail, now])).toEqual([
      ['method', ''],
      ['destination', ''],
      ['currency', ''],
    ]);
  });
});

describe('what is being sent (R17)', () => {
  const act = { by: 'ann', at: '2026-10-01T00:00:00Z', afterMonth: '2026-09', digest: 'd', validUntil: '', reason: '' };
  const shown: ReleaseAct = { ...act, act: 'shown' };
  const released: ReleaseAct = { ...act, act: 'released' };
  const [ada, ben] = [line({ wallet: ADA }), line({ wallet: BEN })];
  const kept = (releases: readonly ReleaseAct[], given: Partial<KeptBatch> = {}): KeptBatch => {
    return { ...freshBatch(batchOf([ada, ben])), prepared: act, releases, void: null, receipts: [], ...given };
  };
  const held = rulesOf(termsOf(), [payeeOf(ADA, { hold: 'stolen' })]);

  it('is a batch that was released, while all that it still has to pay is paid so now', () => {
    const sending = (each: KeptBatch, rules = rulesOf(termsOf())) => isBeingSent(each, rules);
    expect([kept([]), kept([shown]), kept([shown, released])].map((each) => sending(each))).toEqual([
      false,
      false,
      true,
    ]);
    expect(sending(kept([shown, released], { voided: true }))).toBe(false);
    // One wallet's hold lapses the release, and so stops the other's money.
    expect(sending(kept([shown, released]), held)).toBe(false);
    // What was sent to it is sent: the rest is on its way.
    expect(sending(kept([shown, released], { sent: new Map([[ADA, ada.assetAmount]]) }), held)).toBe(true);
  });

  it('lapses only where there is a release', () => {
    expect(lapsesOf(kept([shown]), held)).toEqual([]);
    expect(lapsesOf(kept([shown, released]), held)).toEqual([
      { wallet: ADA, detail: 'hold', before: '', now: 'stolen' },
    ]);
  });
});
