import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ADA, AUGUST, BEN, CLEO, DORA, payeeOf, rulesOf, termsOf } from '../../../../test/worlds/payout-world.ts';
import { Exact } from '../../money/exact-decimal.ts';
import type { Month } from '../../month/month.ts';
import {
  accountsThrough,
  balanceOf,
  type Ledger,
  type LedgerBatch,
  ledgerBefore,
  unreservedOf,
} from '../ledger/ledger.ts';
import { NO_RAIL_FEE, type Receipt } from '../ledger/receipt.ts';
import { walletBalances } from '../owed/wallet-balances.ts';
import { judgeReceipts, receiptKey } from '../receipts/judge-receipts.ts';
import { cumulativeClaims } from '../release/cumulative-claims.ts';
import { openPart } from './open-part.ts';
import { batchOf, prepareBatch } from './prepare-batch.ts';

/*
 * Months end, batches are prepared, sent in whole or in part, repeated, voided and prepared anew, in any order. What is
 * really sent is counted beside the books, at the rates of the lines.
 */

const WALLETS = [ADA, BEN, CLEO, DORA];
const RULES = rulesOf(
  termsOf({
    usdc: { minimum: '0.5', fixed: '0.1', proportion: '0.01' },
    spark: { minimum: '0.2' },
    fiat: { minimum: '1', fixed: '0.25' },
  }),
  [
    payeeOf(BEN, { method: 'sogni' }),
    payeeOf(CLEO, { method: 'spark' }),
    payeeOf(DORA, { method: 'fiat', destination: 'd@example.org', currency: 'EUR' }),
  ],
);
const ALL = { allowPartial: true, allowShort: true, skipKnown: true, skipUnknown: true };

const step = fc.oneof(
  fc.record({
    kind: fc.constant('month' as const),
    earned: fc.array(fc.bigInt({ min: 0n, max: 5_000_000n }), { minLength: 4, maxLength: 4 }),
  }),
  fc.record({ kind: fc.constant('prepare' as const), back: fc.nat(2) }),
  fc.record({
    kind: fc.constant('send' as const),
    batch: fc.nat(3),
    // What is sent of what is open, in hundredths; beyond 100 too much.
    parts: fc.array(fc.nat(150), { minLength: 4, maxLength: 4 }),
    reference: fc.nat(6),
  }),
  fc.record({ kind: fc.constant('repeat' as const), batch: fc.nat(3), receipt: fc.nat(20) }),
  fc.record({ kind: fc.constant('void' as const), batch: fc.nat(3) }),
  fc.record({ kind: fc.constant('adjust' as const), wallet: fc.nat(3), amount: fc.bigInt(-3_000_000n, 3_000_000n) }),
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** The books as the program keeps them, and what was really sent. */
class Model {
  last = (AUGUST - 1) as Month;
  ledger: Ledger = { earned: [], adjustments: [], batches: [] };
  readonly recorded: Receipt[] = [];
  /** Exact dollars that left, by wallet. */
  readonly worth = new Map<string, Exact>();

  take(each: Step): void {
    if (each.kind === 'month') this.endMonth(each.earned);
    else if (each.kind === 'prepare') this.prepare((this.last - each.back) as Month);
    else if (each.kind === 'adjust') this.adjust(WALLETS[each.wallet] as string, each.amount);
    else {
      const batch = this.ledger.batches[each.batch];
      if (batch === undefined) return;
      if (each.kind === 'void') this.replace({ ...batch, voided: true, voidedAfter: this.ledger.batches.length });
      else if (each.kind === 'send') this.send(batch, each.parts, `ref-${each.reference}`);
      else this.record(batch, this.recorded.slice(each.receipt, each.receipt + 1));
    }
  }

  endMonth(earned: readonly bigint[]): void {
    this.last = (this.last + 1) as Month;
    const entries = earned.map((amount, index) => ({ month: this.last, wallet: WALLETS[index] as string, amount }));
    this.ledger = { ...this.ledger, earned: [...this.ledger.earned, ...entries] };
  }

  /** As `preparePayouts` does: one standing batch a month, none before one that has paid later balances. */
  prepare(month: Month): void {
    const { batches } = this.ledger;
    const later = batches.some((each) => each.batch.month > month && (!each.voided || each.sent.size > 0));
    const standing = batches.find((each) => each.batch.month === month && !each.voided);
    if (month < AUGUST || (later && standing === undefined)) return;
    const sequence = standing?.batch.sequence ?? batches.filter((each) => each.batch.month === month).length + 1;
    const ordinal = standing?.ordinal ?? null;
    const { batch } = prepareBatch(ledgerBefore(this.ledger, { month, sequence, ordinal }), month, sequence, RULES);
    if (standing !== undefined) expect(batch).toEqual(standing.batch);
    if (standing !== undefined || batch.lines.length === 0) return;
    const fresh = { batch, ordinal: batches.length + 1, sent: new Map(), voided: false, voidedAfter: null };
    this.ledger = { ...this.ledger, batches: [...batches, fresh] };
  }

  send(batch: LedgerBatch, parts: readonly number[], reference: string): void {
    const receipts = batch.batch.lines.flatMap(({ wallet, assetAmount, currency }, line): Receipt[] => {
      const open = assetAmount - (batch.sent.get(wallet) ?? 0n);
      const amount = (open * BigInt(parts[line] ?? 0)) / 100n;
      const sent = { asset: currency, reference, atMs: SENT, line: line + 2, railFee: NO_RAIL_FEE, marketRate: '' };
      return [{ wallet, amount, ...sent }];
    });
    for (const receipt of receipts) this.record(batch, [receipt]);
  }

  /** Each in a file of its own: only what the judge lets pass was sent by its batch. */
  record({ batch: { id } }: LedgerBatch, receipts: readonly Receipt[]): void {
    const batch = this.ledger.batches.find((each) => each.batch.id === id) as LedgerBatch;
    if (batch.voided || receipts.length === 0) return;
    const { accepted, refusals } = judgeReceipts(
      batch,
      { known: new Set(this.recorded.map(receiptKey)), asOfMs: SENT, excused: new Set() },
      receipts,
      ALL,
    );
    if (refusals.length > 0) return;
    const sent = new Map(batch.sent);
    for (const receipt of accepted) {
      this.recorded.push(receipt);
      sent.set(receipt.wallet, (sent.get(receipt.wallet) ?? 0n) + receipt.amount);
      const line = batch.batch.lines.find(({ wallet }) => wallet === receipt.wallet);
      const units = new Exact(receipt.amount.toString()).times(new Exact(10).pow(-(line?.scale ?? 0)));
      const before = this.worth.get(receipt.wallet) ?? new Exact(0);
      this.worth.set(receipt.wallet, before.plus(units.times(line?.rate?.value ?? '1')));
    }
    this.replace({ ...batch, sent });
  }

  /** As `adjustBalance` does: of the month after the last, and never below zero. */
  adjust(wallet: string, amount: bigint): void {
    const month = (this.last + 1) as Month;
    const account = accountsThrough(this.ledger, month).get(wallet);
    if (account === undefined || unreservedOf(account) + amount < 0n) return;
    const afterBatches = this.ledger.batches.length;
    this.ledger = {
      ...this.ledger,
      adjustments: [...this.ledger.adjustments, { month, wallet, amount, afterBatches }],
    };
  }

  replace(changed: LedgerBatch): void {
    const batches = this.ledger.batches.map((each) => {
      if (each.batch.id !== changed.batch.id) return each;
      return each.voided ? { ...changed, voided: true, voidedAfter: each.voidedAfter } : changed;
    });
    this.ledger = { ...this.ledger, batches };
  }
}

function given(ledger: Ledger, wallet: string): bigint {
  const all = [...ledger.earned, ...ledger.adjustments].filter((each) => each.wallet === wallet);
  return all.reduce((sum, { amount }) => sum + amount, 0n);
}

/** Whatever happened: nobody was sent more than they were given, and every account of every month ties. */
function check({ ledger, worth, last }: Model): void {
  const end = (last + 1) as Month;
  for (const [wallet, account] of accountsThrough(ledger, end)) {
    const balance = balanceOf(account);
    const all = given(ledger, wallet);
    expect(unreservedOf(account) >= 0n).toBe(true);
    const left = new Exact((all - balance).toString()).dividedBy(1_000_000);
    expect((worth.get(wallet) ?? new Exact(0)).lessThanOrEqualTo(left)).toBe(true);
    expect(balance <= all).toBe(true);
  }
  const carried = new Map<string, bigint>();
  for (let month: number = AUGUST; month <= end; month += 1) {
    for (const each of walletBalances(ledger, month as Month, RULES)) {
      expect(each.broughtForward).toBe(carried.get(each.wallet) ?? 0n);
      const { broughtForward, earned, adjustments, paid, fees, carriedForward } = each;
      expect(broughtForward + earned + adjustments - paid - fees).toBe(carriedForward);
      expect(each.ageing.reduce((sum, { amount }) => sum + amount, 0n)).toBe(carriedForward);
      carried.set(each.wallet, carriedForward);
    }
  }
}

describe('payouts, whatever happens in which order (R17)', () => {
  it('never send more than was earned, and tie after every step', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 40 }), (steps) => {
        const model = new Model();
        model.endMonth([4_000_000n, 3_000_000n, 2_000_000n, 5_000_000n]);
        for (const each of steps) {
          model.take(each);
          check(model);
        }
      }),
    );
  });

  it('what is open of a batch and what was sent of it are the batch', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100), { minLength: 4, maxLength: 4 }), (parts) => {
        const model = new Model();
        model.endMonth([4_000_000n, 3_000_000n, 2_000_000n, 5_000_000n]);
        model.prepare(AUGUST);
        model.send(model.ledger.batches[0] as LedgerBatch, parts, 'ref');
        const batch = model.ledger.batches[0] as LedgerBatch;
        const open = new Map(openPart(batch).lines.map((line) => [line.wallet, line.assetAmount]));
        for (const { wallet, assetAmount } of batch.batch.lines) {
          expect((open.get(wallet) ?? 0n) + (batch.sent.get(wallet) ?? 0n)).toBe(assetAmount);
        }
        // Sending the open rest pays the batch, and nothing more can be recorded of it.
        model.send(batch, [100, 100, 100, 100], 'rest');
        expect(openPart(model.ledger.batches[0] as LedgerBatch).lines).toEqual([]);
        check(model);
      }),
    );
  });

  it('claims only ever grow while batches are added', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 1n, max: 10n ** 9n }), { minLength: 1, maxLength: 6 }), (amounts) => {
        const batches = amounts.map((amount, index) => {
          const sized = { ...ADA_LINE, assetAmount: amount, payUsd: amount, balanceUsd: amount };
          const batch = batchOf((AUGUST + index) as Month, 1, [sized]);
          return { batch, sent: new Map(), voided: false, releases: [RELEASED] };
        });
        let before = 0n;
        for (const [index, { batch }] of batches.entries()) {
          const [claim] = cumulativeClaims(batches.slice(0, index + 1), CHAIN);
          expect((claim?.cumulative ?? 0n) - before).toBe(batch.lines[0]?.assetAmount);
          before = claim?.cumulative ?? 0n;
        }
      }),
    );
  });
});

/** After every month of the test. */
const SENT = Date.UTC(2030, 0, 1);

const CHAIN = { token: `0x${'7'.repeat(40)}`, chainId: '8453', contract: `0x${'8'.repeat(40)}` };

const RELEASED = { act: 'released' as const, digest: '', validUntil: '', reason: '', by: '', at: '', afterMonth: '' };

const ADA_LINE = {
  ...{ wallet: ADA, method: 'usdc' as const, destination: ADA, currency: 'USDC', scale: 6, rate: null, chain: CHAIN },
  ...{ balanceUsd: 0n, feeUsd: 0n, payUsd: 0n, assetAmount: 0n },
};
