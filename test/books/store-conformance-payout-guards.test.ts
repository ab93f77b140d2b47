import { sql } from 'kysely';
import { expect, it } from 'vitest';
import type { PayoutLine } from '../../src/core/payout/ledger/batch.ts';
import { batchOf } from '../../src/core/payout/preparation/prepare-batch.ts';
import { finalEarned, insertFinalEarned } from '../../src/store/months/final-earned.ts';
import { insertBatch, insertReceipts, insertVoid } from '../../src/store/payouts/keep-payouts.ts';
import { listAdjustments, listBatches } from '../../src/store/payouts/payouts.ts';
import { onBoth } from '../running/both-databases.ts';
import { AUGUST, OCTOBER, SEPTEMBER } from '../worlds/payout-world.ts';
import { act, history, line, part, publish, receipt } from '../worlds/stored-payouts.ts';

onBoth((fresh, name) => {
  it('a month has one standing batch, and none once a later month has one; voided, it has another', async () => {
    const { db } = await fresh();
    const september = batchOf(SEPTEMBER, 1, [line('0xa')]);
    await insertBatch(db, september, act('2026-09'));
    const another = batchOf(SEPTEMBER, 2, [line('0xa')]);
    const refused = 'the month, or one after it, has a batch already';
    await expect(insertBatch(db, another, act('2026-09'))).rejects.toThrow(refused);
    await expect(insertBatch(db, batchOf(AUGUST, 1, [line('0xa')]), act('2026-09'))).rejects.toThrow(refused);
    await insertVoid(db, september.id, 'lost', act('2026-09'));
    await insertBatch(db, another, act('2026-09'));
    await insertBatch(db, batchOf(OCTOBER, 1, [line('0xa')]), act('2026-10'));
    await expect(insertVoid(db, september.id, 'again', act('2026-09'))).rejects.toThrow(/unique/i);
  });

  it('a line never takes more than its balance, a receipt has a line, is recorded once, and none of a voided batch', async () => {
    const { db } = await fresh();
    const insert = (fields: Partial<PayoutLine>) => {
      const work = batchOf(AUGUST, 1, [line('0xa', fields)]);
      return db.transaction().execute((transaction) => insertBatch(transaction, work, act('2026-08')));
    };
    for (const fields of [{ payUsd: 10n }, { payUsd: 0n }, { feeUsd: -1n }])
      await expect(insert(fields)).rejects.toThrow(/check constraint/i);
    await insert({});
    const [{ batch } = { batch: { id: '' } }] = await listBatches(db);
    const record = (wallet: string, reference: string) =>
      insertReceipts(db, batch.id, [receipt(wallet, reference)], '', act('2026-08'));
    await expect(record('0xb', 'r')).rejects.toThrow(/foreign key/i);
    await record('0xa', 'r');
    await expect(record('0xa', 'r')).rejects.toThrow(/unique/i);
    await insertVoid(db, batch.id, 'lost', act('2026-08'));
    await expect(record('0xa', 's')).rejects.toThrow('the batch is voided');
    await expect(insertVoid(db, 'none', 'lost', act('2026-08'))).rejects.toThrow(/foreign key/i);
  });

  const COLUMNS = {
    payout_batches: 'prepared_by',
    payout_lines: 'destination',
    payout_receipts: 'amount',
    payout_voids: 'reason',
    payout_releases: 'digest',
    payout_adjustments: 'wallet',
  };
  const CHANGES: readonly (readonly [string, string])[] = [
    ...Object.entries(COLUMNS).flatMap(([table, column]): (readonly [string, string])[] => [
      [`update ${table} set ${column} = 'x'`, 'payouts are only ever added to'],
      [`delete from ${table}`, 'payouts are only ever added to'],
    ]),
    [
      "insert into payout_lines select batch, 'x', method, destination, currency, 2, 0, 1, '1', 6, null, null, null, null, null, null from payout_lines where wallet = '0xb'",
      'payouts are only ever added to',
    ],
    ["update final_earned set earned = 0 where month = '2026-08'", 'a final month is never changed'],
    ['delete from final_earned', 'a final month is never changed'],
    ["insert into final_earned values ('2026-08', 'x', 1)", 'a final month is never changed'],
  ];

  it.each(CHANGES)('%s is refused by the database', async (statement, why) => {
    const { db } = await fresh();
    await insertFinalEarned(db, AUGUST, [part('0xa', 1n)]);
    await publish(db, '2026-08');
    await history(db);
    const before = [await listBatches(db), await listAdjustments(db), await finalEarned(db, OCTOBER)];
    await expect(sql.raw(statement).execute(db)).rejects.toThrow(why);
    expect([await listBatches(db), await listAdjustments(db), await finalEarned(db, OCTOBER)]).toEqual(before);
    // Another month takes what this one refuses.
    await insertFinalEarned(db, SEPTEMBER, [part('0xa', 1n)]);
  });

  it('lines that changed behind the triggers are found by the id of their batch', async () => {
    const { db } = await fresh();
    const [first] = await history(db);
    const off =
      name === 'sqlite'
        ? 'drop trigger payout_lines_stay'
        : 'alter table payout_lines disable trigger payout_lines_stay';
    await sql.raw(off).execute(db);
    await sql`update payout_lines set destination = 'me' where batch = ${first} and wallet = '0xa'`.execute(db);
    await expect(listBatches(db)).rejects.toThrow(`the lines of payout batch ${first} have changed`);
  });
});
