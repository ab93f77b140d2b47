import { expect, it } from 'vitest';
import { batchOf } from '../../src/core/payout/preparation/prepare-batch.ts';
import { finalEarned, finalEarnedBefore, insertFinalEarned } from '../../src/store/months/final-earned.ts';
import {
  insertAdjustment,
  insertBatch,
  insertReceipts,
  insertReversal,
  insertVoid,
} from '../../src/store/payouts/keep-payouts.ts';
import { listActs } from '../../src/store/payouts/payout-acts.ts';
import { listAdjustments, listBatches } from '../../src/store/payouts/payouts.ts';
import { repeatPayouts } from '../../src/store/payouts/repeat-payouts.ts';
import { onBoth } from '../running/both-databases.ts';
import { month as monthOf } from '../worlds/charges.ts';
import { AUGUST, OCTOBER, SEPTEMBER } from '../worlds/payout-world.ts';
import { act, history, line, ODD, part, RATED, RELEASES, receipt, WEI } from '../worlds/stored-payouts.ts';

onBoth((fresh) => {
  it('what final months gave is kept exactly, in the order of months and bytes, and summed exactly', async () => {
    const { db } = await fresh();
    await insertFinalEarned(db, SEPTEMBER, [part('0xa', ODD), part('0xB', 1n)]);
    await insertFinalEarned(db, AUGUST, [part('0xb', 2n), part('0xa', ODD)]);
    await insertFinalEarned(db, OCTOBER, [part('0xa', 7n)]);
    expect(await finalEarned(db, SEPTEMBER)).toEqual([
      { month: AUGUST, wallet: '0xa', amount: ODD },
      { month: AUGUST, wallet: '0xb', amount: 2n },
      { month: SEPTEMBER, wallet: '0xB', amount: 1n },
      { month: SEPTEMBER, wallet: '0xa', amount: ODD },
    ]);
    expect(await finalEarnedBefore(db, OCTOBER)).toEqual([
      { month: SEPTEMBER, wallet: '0xB', amount: 1n },
      { month: SEPTEMBER, wallet: '0xa', amount: 18_014_398_509_481_986n },
      { month: SEPTEMBER, wallet: '0xb', amount: 2n },
    ]);
    expect(await finalEarnedBefore(db, AUGUST)).toEqual([]);
    await expect(insertFinalEarned(db, AUGUST, [part('0xa', 1n)])).rejects.toThrow(/unique/i);
  });

  it('more than one INSERT takes of what a month gave, of lines and of receipts', async () => {
    const { db } = await fresh();
    const wallets = Array.from({ length: 1001 }, (_, at) => `0x${String(at).padStart(40, '0')}`);
    await insertFinalEarned(
      db,
      AUGUST,
      wallets.map((wallet, at) => part(wallet, BigInt(at))),
    );
    expect((await finalEarned(db, AUGUST)).map(({ amount }) => amount)).toEqual(wallets.map((_, at) => BigInt(at)));
    const batch = batchOf(
      AUGUST,
      1,
      wallets.map((wallet) => line(wallet)),
    );
    await insertBatch(db, batch, act('2026-08'));
    // Receipts come back in the order in which they were recorded, not in that of wallets.
    const receipts = [...wallets].reverse().map((wallet) => receipt(wallet, `of ${wallet}`));
    await insertReceipts(db, batch.id, receipts, '', act('2026-08'));
    const [kept] = await listBatches(db);
    expect(kept?.batch).toEqual(batch);
    expect(kept?.receipts.map(({ wallet }) => wallet)).toEqual([...wallets].reverse());
  });

  it('batches, receipts, voids and adjustments come back whole, in order', async () => {
    const { db } = await fresh();
    const [first, second] = await history(db);
    const [one, two] = await listBatches(db);
    const own = { by: 'ann', at: '2026-12-15T00:00:00.000Z', afterMonth: '2026-08' };
    expect(one).toEqual({
      batch: batchOf(AUGUST, 1, [RATED, line('0xb')]),
      ...{ ordinal: 1, sent: new Map([['0xa', WEI]]), voided: true, voidedAfter: 1, prepared: own },
      releases: RELEASES,
      void: { by: 'cy', at: '2026-12-15T00:00:00.000Z', afterMonth: '2026-08', reason: 'wrong chain' },
      receipts: [
        { ...receipt('0xa', 'z', WEI - 1n), ...own, overrides: 'allow-short', reversal: '' },
        { ...receipt('0xa', 'Z'), ...own, overrides: 'allow-short', reversal: '' },
      ],
    });
    expect(one?.batch.id).toBe(first);
    expect(two).toMatchObject({
      batch: { id: second, sequence: 2 },
      ordinal: 2,
      voided: false,
      voidedAfter: null,
      void: null,
    });
    expect(two?.sent).toEqual(new Map([['0xb', 9n]]));
    expect(await listAdjustments(db)).toEqual([
      {
        ...{ month: SEPTEMBER, wallet: '0xb', amount: -ODD, afterBatches: 0, reason: 'by hand' },
        ...{ by: 'bob', at: '2026-12-15T00:00:00.000Z', afterMonth: '' },
      },
      {
        ...{ month: OCTOBER, wallet: '0xa', amount: 5n, afterBatches: 2, reason: 'came back' },
        ...{ by: 'ann', at: '2026-12-15T00:00:00.000Z', afterMonth: '2026-09' },
      },
    ]);
  });

  it('a batch that fails halfway leaves nothing', async () => {
    const { db } = await fresh();
    const batch = batchOf(AUGUST, 1, [...Array.from({ length: 500 }, (_, at) => line(`${1000 + at}`)), line('9')]);
    const twice = { ...batch, lines: [...batch.lines, line('9')] };
    const failed = db.transaction().execute((transaction) => insertBatch(transaction, twice, act('2026-08')));
    await expect(failed).rejects.toThrow(/unique/i);
    expect(await listBatches(db)).toEqual([]);
    expect(await db.selectFrom('payout_lines').selectAll().execute()).toEqual([]);
    await db.transaction().execute((transaction) => insertBatch(transaction, batch, act('2026-08')));
    expect((await listBatches(db)).map(({ ordinal }) => ordinal)).toEqual([1]);
  });

  it('books made anew say how many batches there were at each act, also of acts between two months', async () => {
    const { db } = await fresh();
    const [august, september] = [batchOf(AUGUST, 1, [line('0xa')]), batchOf(SEPTEMBER, 1, [line('0xa')])];
    await insertBatch(db, august, act('2026-09'));
    await insertAdjustment(db, { month: OCTOBER, wallet: '0xa', amount: 1n }, 'one', act('2026-09'));
    await insertBatch(db, september, act('2026-09'));
    await insertVoid(db, august.id, 'lost', act('2026-09'));
    await insertVoid(db, september.id, 'lost', act('2026-09'));
    await insertBatch(db, batchOf(SEPTEMBER, 2, [line('0xa')]), act('2026-09'));
    const kept = { batches: await listBatches(db), adjustments: await listAdjustments(db) };
    expect(kept.batches.map(({ voidedAfter }) => voidedAfter)).toEqual([2, 2, null]);
    const { db: anew } = await fresh();
    await repeatPayouts(anew, kept, null);
    expect(await listBatches(anew)).toEqual(kept.batches);
    expect(await listAdjustments(anew)).toEqual(kept.adjustments);
  });

  it('books made anew take the same acts month by month, each once', async () => {
    const { db } = await fresh();
    await history(db);
    const kept = { batches: await listBatches(db), adjustments: await listAdjustments(db) };
    const { db: anew } = await fresh();
    for (const month of ['2026-08', '2026-09', '2026-09', '2026-10'] as const) {
      await repeatPayouts(anew, kept, monthOf(month));
      // Everything of a batch was done in one month.
      expect(await listBatches(anew)).toEqual(kept.batches.filter(({ prepared }) => prepared.afterMonth < month));
      expect(await listAdjustments(anew)).toEqual(kept.adjustments.filter(({ afterMonth }) => afterMonth < month));
    }
    expect((await listBatches(anew)).map(({ ordinal }) => ordinal)).toEqual([1, 2]);
    expect(await listBatches(anew)).toEqual(kept.batches);
  });

  it('receipts of several files, and what was taken back between, are repeated in their order: the chain is the same', async () => {
    const { db } = await fresh();
    const batch = batchOf(AUGUST, 1, [line('0xa'), line('0xb')]);
    await insertBatch(db, batch, act('2026-08'));
    const record = async (overrides: string, ...receipts: ReturnType<typeof receipt>[]): Promise<void> =>
      insertReceipts(db, batch.id, receipts, overrides, act('2026-08'));
    await record('', receipt('0xa', 'r1', 4n), receipt('0xb', 'r2'));
    await insertReversal(db, batch.id, receipt('0xa', 'r1', 4n), 'to another', act('2026-08'));
    await insertReversal(db, batch.id, receipt('0xb', 'r2'), 'to another', act('2026-08'));
    await record('', receipt('0xa', 'r3', 4n));
    await record('allow-short', receipt('0xb', 'r4', 2n), receipt('0xa', 'r5', 3n));
    const kept = { batches: await listBatches(db), adjustments: [] };
    const { db: anew } = await fresh();
    await repeatPayouts(anew, kept, null);
    expect(await listBatches(anew)).toEqual(kept.batches);
    // The batch, two receipts, two reversals, three receipts.
    expect(await listActs(anew)).toHaveLength(8);
    expect(await listActs(anew)).toEqual(await listActs(db));
  });
});
