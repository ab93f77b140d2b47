import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ADA, AUGUST, BEN, rulesOf, termsOf } from '../../../../test/worlds/payout-world.ts';
import type { Month } from '../../month/month.ts';
import type { KeptBatch } from '../ledger/kept-payouts.ts';
import { ledgerBefore } from '../ledger/ledger.ts';
import { NO_RAIL_FEE, UNSAID } from '../ledger/receipt.ts';
import { formatUnits } from '../ledger/units.ts';
import { prepareBatch } from '../preparation/prepare-batch.ts';
import { assignTransfers } from '../receipts/assign-transfers.ts';
import { claimsWithout, cumulativeClaims } from './cumulative-claims.ts';

/*
 * A claim contract beside the books: releases publish a root, workers claim what it holds whenever they like, claims are
 * recorded late and together, and batches are voided after a root without them is published.
 */

const WALLETS = [ADA, BEN] as const;
const TOKEN = `0x${'7'.repeat(40)}`;
const CHAIN = { token: TOKEN, chainId: '8453', contract: `0x${'8'.repeat(40)}` };
const ACT = { by: '', at: '', afterMonth: '' };
const RELEASED = { ...ACT, act: 'released' as const, digest: '', validUntil: '', reason: '' };

const base = termsOf();
const usdc = { ...base.methods.usdc, token: TOKEN, chainId: CHAIN.chainId, claimContract: CHAIN.contract };
const RULES = rulesOf({ ...base, methods: { ...base.methods, usdc } });

const step = fc.oneof(
  fc.record({
    kind: fc.constant('month' as const),
    earned: fc.tuple(fc.bigInt(0n, 9_000_000n), fc.bigInt(0n, 9_000_000n)),
  }),
  fc.record({ kind: fc.constant('prepare' as const) }),
  fc.record({ kind: fc.constantFrom('release', 'void'), batch: fc.nat(3) }),
  fc.record({ kind: fc.constantFrom('claim', 'record'), wallet: fc.nat(1) }),
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

class Contract {
  last = (AUGUST - 1) as Month;
  earned: { month: Month; wallet: string; amount: bigint }[] = [];
  batches: KeptBatch[] = [];
  /** What the root that is published holds, by wallet. */
  root = new Map<string, bigint>();
  /** What the contract paid, and how much of it is recorded, by wallet. */
  readonly claimed = new Map<string, bigint>();
  readonly recorded = new Map<string, bigint>();
  #references = 0;

  take(each: Step): void {
    if (each.kind === 'month') this.#month(each.earned);
    else if (each.kind === 'prepare') this.#prepare();
    else if ('wallet' in each) {
      const wallet = WALLETS[each.wallet] ?? ADA;
      if (each.kind === 'claim') this.#claim(wallet);
      else this.record(wallet);
    } else {
      const batch = this.batches[each.batch];
      if (batch === undefined || batch.voided) return;
      if (each.kind === 'release') this.#release(batch);
      else this.#void(batch);
    }
  }

  #month(earned: readonly bigint[]): void {
    this.last = (this.last + 1) as Month;
    const amounts = WALLETS.map((wallet, at) => ({ month: this.last, wallet, amount: earned[at] ?? 0n }));
    this.earned = [...this.earned, ...amounts];
  }

  #prepare(): void {
    const month = this.last;
    if (month < AUGUST || this.batches.some((each) => each.batch.month === month && !each.voided)) return;
    const sequence = this.batches.filter((each) => each.batch.month === month).length + 1;
    const ledger = { earned: this.earned, adjustments: [], batches: this.batches };
    const { batch } = prepareBatch(ledgerBefore(ledger, { month, sequence, ordinal: null }), month, sequence, RULES);
    if (batch.lines.length === 0) return;
    const rest = {
      sent: new Map(),
      voided: false,
      voidedAfter: null,
      void: null,
      prepared: ACT,
      releases: [],
      receipts: [],
    };
    this.batches = [...this.batches, { batch, ordinal: this.batches.length + 1, ...rest }];
  }

  #release(batch: KeptBatch): void {
    if (batch.releases.length > 0) return;
    this.#replace({ ...batch, releases: [RELEASED] });
    this.#publish(cumulativeClaims(this.batches, CHAIN));
  }

  #publish(claims: ReturnType<typeof cumulativeClaims>): void {
    this.root = new Map(claims.map(({ destination, cumulative }) => [destination, cumulative]));
  }

  /** As the contract does: the cumulative amount less what was claimed before. */
  #claim(wallet: string): void {
    const before = this.claimed.get(wallet) ?? 0n;
    const now = this.root.get(wallet) ?? 0n;
    if (now > before) this.claimed.set(wallet, now);
  }

  /** What was claimed and not recorded yet, as one transfer. */
  record(wallet: string): void {
    const amount = (this.claimed.get(wallet) ?? 0n) - (this.recorded.get(wallet) ?? 0n);
    if (amount === 0n) return;
    this.#references += 1;
    const reference = `0x${this.#references}`;
    const sent = { reference, atMs: 0, line: 2, status: '', outcome: 'paid' as const, isExport: true, asset: '' };
    const transfer = { ...UNSAID, ...sent, destination: wallet, token: TOKEN, amount: formatUnits(amount, 6) };
    const sending = this.batches.filter(({ voided, releases }) => !voided && releases.length > 0);
    const { receipts, refusals } = assignTransfers(sending, this.last, [transfer], []);
    expect(refusals).toEqual([]);
    for (const { batch: id, wallet: own, amount: part } of receipts) {
      const batch = this.batches.find((each) => each.batch.id === id) as KeptBatch;
      const all = (batch.sent.get(own) ?? 0n) + part;
      const line = batch.batch.lines.find((each) => each.wallet === own);
      // Nothing is ever recorded beyond a line.
      expect(all <= (line?.assetAmount ?? 0n)).toBe(true);
      const said = { asset: 'USDC', atMs: 0, railFee: NO_RAIL_FEE, marketRate: '', overrides: '', reversal: '' };
      const receipt = { wallet: own, amount: part, reference, ...said, ...ACT };
      this.#replace({ ...batch, sent: new Map(batch.sent).set(own, all), receipts: [...batch.receipts, receipt] });
    }
    this.recorded.set(wallet, this.claimed.get(wallet) ?? 0n);
  }

  /** As a person is told to: record the claims, publish the root without the batch, then void. */
  #void(batch: KeptBatch): void {
    for (const wallet of WALLETS) this.record(wallet);
    const now = this.batches.find((each) => each.batch.id === batch.batch.id) as KeptBatch;
    if (now.releases.length > 0) this.#publish(claimsWithout(this.batches, now.batch.id, CHAIN));
    this.#replace({ ...now, voided: true, voidedAfter: this.batches.length });
  }

  #replace(changed: KeptBatch): void {
    this.batches = this.batches.map((each) => (each.batch.id === changed.batch.id ? changed : each));
  }
}

describe('claims, whatever happens in which order (R17)', () => {
  it('never pay a wallet more than it earned, and every claim can be recorded', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 40 }), (steps) => {
        const contract = new Contract();
        for (const each of [...steps, { kind: 'record', wallet: 0 } as const, { kind: 'record', wallet: 1 } as const]) {
          contract.take(each);
          for (const wallet of WALLETS) {
            const own = contract.earned.filter((entry) => entry.wallet === wallet);
            const earned = own.reduce((sum, { amount }) => sum + amount, 0n);
            expect((contract.claimed.get(wallet) ?? 0n) <= earned).toBe(true);
            expect((contract.root.get(wallet) ?? 0n) <= earned).toBe(true);
          }
        }
        const sent = contract.batches.flatMap((batch) => [...batch.sent.values()]);
        const claimed = [...contract.claimed.values()].reduce((sum, each) => sum + each, 0n);
        expect(sent.reduce((sum, each) => sum + each, 0n)).toBe(claimed);
      }),
    );
  });
});
