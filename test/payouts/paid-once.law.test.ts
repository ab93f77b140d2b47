import { cpSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openDataDirectory } from '../../src/app/books/directory/data-directory.ts';
import { adjustBalance } from '../../src/app/payouts/adjust-balance.ts';
import type { PayoutRequest } from '../../src/app/payouts/payout-books.ts';
import { preparePayouts } from '../../src/app/payouts/prepare-payouts.ts';
import { recordReceipts } from '../../src/app/payouts/record-receipts.ts';
import { releaseBatch } from '../../src/app/payouts/release-batch.ts';
import { reverseReceipt } from '../../src/app/payouts/reverse-receipt.ts';
import { voidBatch } from '../../src/app/payouts/void-batch.ts';
import { readConfig } from '../../src/config/read-config.ts';
import { addMonths, formatMonth, type Month } from '../../src/core/month/month.ts';
import { parseUnits } from '../../src/core/payout/ledger/units.ts';
import type { RecordedReceipts } from '../../src/core/payout/owed/recorded-receipts.ts';
import { InvalidInput } from '../../src/problems/problem.ts';
import { openStore, type Store } from '../../src/store/database/open-store.ts';
import { insertFinalEarned } from '../../src/store/months/final-earned.ts';
import { keepFinalHashes } from '../../src/store/months/final-hashes.ts';
import { insertFinalMonth, listFinalMonths, markPublished } from '../../src/store/months/final-months.ts';
import { LONG } from '../running/long-form.ts';
import { usd } from '../worlds/charges.ts';
import { ADA, AUGUST, BEN } from '../worlds/payout-world.ts';
import { csvRows, scratch } from '../worlds/world.ts';

/*
 * A payer who sends exactly what the rails' files ask, once, and several data directories over the same reports: copies of
 * before, as after a restore, and empty ones, as after a misplaced cron job. Runs are interrupted behind their commit. What
 * left is counted beside the books.
 */

const POLICY = readConfig(
  `version: 1
first_month: 2026-08
plans: [{ id: unlimited, term: monthly, list_price_usd: 20.00, stripe: [price_1] }]
payouts: { default_method: usdc, minimum_usd: { usdc: 1.00 } }
`,
  'revshare.yaml',
);
/** What each month gives, whichever books close it: Ben is below the minimum every other month. */
const MONTHS = 3;
const EARNED: Readonly<Record<string, readonly string[]>> = { [ADA]: ['5', '3', '4'], [BEN]: ['0.6', '0.7', '2'] };
const OPEN = { allowPartial: true, allowShort: true, skipKnown: false, skipUnknown: false };
const AS_OF = Date.UTC(2027, 5, 1);

/** What an interrupted run left among the reports: all of it, nothing, or the acts alone, which are written first. */
const cut = fc.constantFrom('done', 'done', 'done', 'nothing', 'acts') as fc.Arbitrary<'done' | 'nothing' | 'acts'>;
const month = fc.constantFrom(0, 0, 1, 1, 2);
const step = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('month' as const) }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('all' as const), month }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('pay' as const), month, cut }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('send' as const), month, parts: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('record' as const), month, cut }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('again' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('reverse' as const), which: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('void' as const), month, cut }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('adjust' as const), cents: fc.integer({ min: -300, max: 300 }), cut }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('copy' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('begin' as const), months: fc.integer({ min: 1, max: MONTHS }) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('use' as const), which: fc.nat(9) }) },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;
type Cut = 'done' | 'nothing' | 'acts';

interface Transfer {
  readonly month: Month;
  readonly batch: string;
  readonly wallet: string;
  readonly amount: bigint;
  readonly reference: string;
}

/** How often what happened, so that a law about nothing is noticed. */
const seen = { sent: 0, recorded: 0, before: 0, refused: 0, reversed: 0, voided: 0 };

class World {
  readonly #root = scratch();
  readonly #out = join(this.#root, 'out');
  #directories = 0;
  #active = -1;
  #store: Store | null = null;
  /** Transfers that left and did not come back. */
  #sent: Transfer[] = [];
  /** Those of which nobody said yet that they are recorded. */
  #pending: Transfer[] = [];
  #last: { month: Month; rows: readonly Transfer[] } | null = null;
  #adjusted = new Map<string, bigint>();
  #references = 0;
  /** Months that were final in any books. */
  #months = 0;

  async take(each: Step): Promise<void> {
    if (each.kind === 'month') await this.#endMonth();
    else if (each.kind === 'copy') await this.#copy();
    else if (each.kind === 'begin') await this.#begin(each.months);
    else if (each.kind === 'use') await this.use(each.which % this.#directories);
    else if (each.kind === 'again') await this.#again();
    else if (each.kind === 'adjust') await this.#adjust(BigInt(each.cents) * 10_000n, each.cut);
    else if (each.kind === 'reverse') await this.#reverse(each.which);
    else {
      const at = addMonths(AUGUST, each.month);
      if (each.kind === 'send') this.#send(at, each.parts);
      else if (each.kind === 'pay') await this.#pay(at, each.cut);
      else if (each.kind === 'all') await this.#payAll(at);
      else if (each.kind === 'record') await this.#record(at, each.cut);
      else await this.#void(at, each.cut);
    }
    this.#check();
  }

  async use(which: number): Promise<void> {
    await this.#store?.close();
    this.#directories = Math.max(this.#directories, which + 1);
    this.#active = which;
    this.#store = await openStore(this.#directory(which));
  }

  async close(): Promise<void> {
    await this.#store?.close();
    rmSync(this.#root, { recursive: true, force: true });
  }

  /** The books close the next month that they do not know: from the same inputs, so with the same result. */
  async #endMonth(): Promise<void> {
    const { db } = this.#open();
    const index = (await listFinalMonths(db)).length;
    if (index >= MONTHS) return;
    const at = addMonths(AUGUST, index);
    const row = { digest: '', manifestSha256: '', carriedOut: '0', finalizedAt: '', finalizedBy: '', staged: '' };
    await insertFinalMonth(db, { month: at, document: '{"distributable_usd":"0"}', ...row });
    const parts = Object.entries(EARNED).map(([wallet, amounts]) => {
      return { wallet, jobs: 1, points: 1n, earned: usd(amounts[index] ?? '0') };
    });
    await insertFinalEarned(db, at, parts);
    await markPublished(db, at);
    await keepFinalHashes(db, at, 0n);
    this.#months = Math.max(this.#months, index + 1);
  }

  /** Books in an empty directory, which close the months again. */
  async #begin(months: number): Promise<void> {
    await this.use(this.#directories);
    for (let each = 0; each < months; each += 1) await this.#endMonth();
  }

  async #copy(): Promise<void> {
    const from = this.#active;
    await this.#open().close();
    this.#store = null;
    cpSync(this.#directory(from), this.#directory(this.#directories), { recursive: true });
    this.#directories += 1;
    await this.use(from);
  }

  /** Prepares a month and releases what it shows. */
  async #pay(at: Month, cut: Cut): Promise<void> {
    const request = { ...this.#request(at), rateDate: null, acceptChanges: true, early: true, preview: false };
    const shown = await this.#run(() => preparePayouts(request), 'done');
    if (shown === null || !('release' in shown)) return;
    await this.#run(() => releaseBatch({ ...request, digest: shown.release.digest }), cut);
  }

  async #payAll(at: Month): Promise<void> {
    await this.#pay(at, 'done');
    this.#send(at, false);
    this.#check();
    await this.#record(at, 'done');
  }

  /** What the files of the rails ask, less what is on its way: all of it, or the first line only. */
  #send(at: Month, parts: boolean): void {
    const directory = join(this.#out, formatMonth(at), 'payout');
    if (!existsSync(join(directory, 'PAYING.txt'))) return;
    const { batch } = JSON.parse(readFileSync(join(directory, 'batch.json'), 'utf8')) as { batch: string };
    const rows = csvRows(readFileSync(join(directory, 'batch.csv'), 'utf8'));
    for (const row of parts ? rows.slice(0, 1) : rows) {
      const wallet = (row.wallet ?? '').toLowerCase();
      const ofLine = (all: readonly Transfer[]) => sumOf(all.filter((t) => t.batch === batch && t.wallet === wallet));
      const amount = units(row.open ?? '') - ofLine(this.#pending);
      if (amount <= 0n) continue;
      this.#references += 1;
      const transfer = { month: at, batch, wallet, amount, reference: `transfer-${this.#references}` };
      this.#sent.push(transfer);
      this.#pending.push(transfer);
      seen.sent += 1;
      // Never the same line twice.
      expect(ofLine(this.#sent) <= units(row.amount ?? '')).toBe(true);
    }
  }

  async #record(at: Month, cut: Cut): Promise<void> {
    const rows = this.#pending.filter((each) => each.month === at);
    if (rows.length === 0) return;
    this.#last = { month: at, rows };
    const done = (await this.#recordFile(at, rows, cut, false)) ?? (await this.#recordFile(at, rows, cut, true));
    // Of an interrupted run nobody knows what it did.
    if (done !== null && cut === 'done') this.#pending = this.#pending.filter((each) => !rows.includes(each));
  }

  async #recordFile(at: Month, rows: readonly Transfer[], cut: Cut, skipKnown: boolean) {
    const file = join(this.#root, 'receipts.csv');
    const lines = rows.map(({ wallet, amount, reference }) => {
      return `${wallet},${decimals(amount)},USDC,${reference},2027-05-01T00:00:00Z\n`;
    });
    writeFileSync(file, `wallet,amount,asset,reference,sent_at\n${lines.join('')}`);
    const request = { ...this.#request(at), file, overrides: { ...OPEN, skipKnown }, dayOrder: null };
    const ended = await this.#run(() => recordReceipts(request), cut);
    const done = ended === null || ended.done !== 'recorded' ? null : (ended satisfies RecordedReceipts);
    if (done !== null && done.recorded > 0) seen.recorded += 1;
    if (done !== null && done.before > 0) seen.before += 1;
    return done;
  }

  /** The last file once more: of what is recorded, nothing is recorded again. */
  async #again(): Promise<void> {
    if (this.#last === null) return;
    const { month: at, rows } = this.#last;
    const isRecorded = rows.every((each) => !this.#pending.includes(each) && this.#sent.includes(each));
    if (!isRecorded) return;
    const done = await this.#recordFile(at, rows, 'done', false);
    if (done !== null) expect([done.recorded, done.before]).toEqual([0, rows.length]);
  }

  /** A transfer comes back, and its receipt is taken back. */
  async #reverse(which: number): Promise<void> {
    const recorded = this.#sent.filter((each) => !this.#pending.includes(each));
    const back = recorded[which % Math.max(recorded.length, 1)];
    if (back === undefined) return;
    const request = { ...this.#request(back.month), reference: back.reference, wallet: null, reason: 'it came back' };
    const ended = await this.#run(() => reverseReceipt(request), 'done');
    if (ended === null || ended.done !== 'reversed') return;
    this.#sent = this.#sent.filter((each) => each !== back);
    seen.reversed += 1;
  }

  /** As a person is told to: what was sent is recorded first. */
  async #void(at: Month, cut: Cut): Promise<void> {
    await this.#record(at, 'done');
    const file = join(this.#out, formatMonth(at), 'payout', 'batch.json');
    if (!existsSync(file) || this.#pending.some((each) => each.month === at)) return;
    const { batch } = JSON.parse(readFileSync(file, 'utf8')) as { batch: string };
    const request = { ...this.#request(at), batch, published: [], reason: 'not so' };
    const ended = await this.#run(() => voidBatch(request), cut);
    if (ended === null) return;
    // The files of the rails went before the commit.
    rmSync(join(this.#out, formatMonth(at), 'payout', 'PAYING.txt'), { force: true });
    if (ended.done === 'voided') seen.voided += 1;
  }

  async #adjust(amount: bigint, cut: Cut): Promise<void> {
    const at = addMonths(AUGUST, (await listFinalMonths(this.#open().db)).length);
    if (amount === 0n) return;
    const request = { ...this.#request(at), wallet: ADA, amount: usd(decimals(amount)), reason: 'agreed' };
    const ended = await this.#run(() => adjustBalance(request), cut);
    // Of an interrupted run no other books know: the most that may be sent is then as if it had taken nothing off.
    if (ended !== null && ended.done === 'adjusted' && (amount > 0n || cut === 'done')) {
      this.#adjusted.set(ADA, (this.#adjusted.get(ADA) ?? 0n) + amount);
    }
  }

  /** Null where the program refused; the reports afterwards are those of a run that was interrupted there. */
  async #run<Ended extends object>(act: () => Promise<Ended>, cut: Cut): Promise<Ended | null> {
    const before = join(this.#root, 'before');
    if (cut !== 'done' && existsSync(this.#out)) cpSync(this.#out, before, { recursive: true });
    try {
      const ended = await act();
      if ('done' in ended && ended.done === 'refused') return null;
      if (cut !== 'done') this.#putBack(before, cut);
      return ended;
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      seen.refused += 1;
      return null;
    } finally {
      rmSync(before, { recursive: true, force: true });
    }
  }

  #putBack(before: string, cut: Cut): void {
    const acts = join('payout', 'acts.csv');
    const text = existsSync(join(this.#out, acts)) ? readFileSync(join(this.#out, acts)) : null;
    rmSync(this.#out, { recursive: true, force: true });
    if (existsSync(before)) renameSync(before, this.#out);
    if (cut === 'acts' && text !== null && existsSync(join(this.#out, 'payout'))) {
      writeFileSync(join(this.#out, acts), text);
    }
  }

  /** Whatever happened: nobody was sent more than they earned. */
  #check(): void {
    for (const wallet of [ADA, BEN]) {
      const earned = (EARNED[wallet] ?? [])
        .slice(0, this.#months)
        .reduce((sum, each) => sum + usd(each), this.#adjusted.get(wallet) ?? 0n);
      expect(sumOf(this.#sent.filter((each) => each.wallet === wallet)) <= earned).toBe(true);
    }
  }

  #request(at: Month): PayoutRequest {
    return {
      db: this.#open().db,
      data: openDataDirectory(this.#directory(this.#active)),
      policy: POLICY,
      month: at,
      asOfMs: AS_OF,
      out: this.#out,
      by: 'ann',
    };
  }

  #open(): Store {
    if (this.#store === null) throw new Error('no data directory is open');
    return this.#store;
  }

  #directory(which: number): string {
    return join(this.#root, `data-${which}`);
  }
}

function sumOf(transfers: readonly Transfer[]): bigint {
  return transfers.reduce((sum, { amount }) => sum + amount, 0n);
}

/** Micro-dollars, which are USDC's units. */
function units(text: string): bigint {
  return parseUnits(text, 6) ?? 0n;
}

function decimals(amount: bigint): string {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(7, '0');
  return `${amount < 0n ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

describe('nobody is paid twice, whatever happens to books and runs (R16, R17)', () => {
  it('months, releases, receipts, reversals, voids, copies of before, second data directories', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 24 }), async (steps) => {
        const world = new World();
        try {
          await world.use(0);
          for (const each of [{ kind: 'month' } as const, ...steps]) {
            await world.take(each);
          }
        } finally {
          await world.close();
        }
      }),
      // One seed, so that what is seen below is seen every time; the long form tries others.
      LONG ? { numRuns: 600 } : { numRuns: 60, seed: 20_261_128 },
    );
    // Not a law about nothing.
    for (const [what, times] of Object.entries(seen)) expect([what, times > 0]).toEqual([what, true]);
  });
});
