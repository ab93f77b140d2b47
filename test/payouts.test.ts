import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { adjustBalance } from '../src/app/payouts/adjust-balance.ts';
import type { PayoutRefusal, PayoutRequest } from '../src/app/payouts/payout-books.ts';
import { payoutStatus } from '../src/app/payouts/payout-status.ts';
import { preparePayouts } from '../src/app/payouts/prepare-payouts.ts';
import { recordReceipts } from '../src/app/payouts/record-receipts.ts';
import { voidBatch } from '../src/app/payouts/void-batch.ts';
import { readConfig } from '../src/config/read-config.ts';
import type { PayoutMethod } from '../src/core/payout/method.ts';
import { insertFinalEarned } from '../src/store/final-earned.ts';
import { insertFinalMonth, markPublished } from '../src/store/final-months.ts';
import { insertImport } from '../src/store/imports.ts';
import { openStore, type Store } from '../src/store/open-store.ts';
import { insertSmallRows } from '../src/store/small-rows.ts';
import { month as monthOf, usd } from './charges.ts';
import { AUGUST, OCTOBER, SEPTEMBER } from './payout-world.ts';
import { csvRows, filesUnder, scratch } from './world.ts';

const ADA = '0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed';
const BEN = '0xd1220a0cf47c7b9be7a2e6ba89f429762e7b9adb';
const POLICY = readConfig(
  `version: 1
first_month: 2026-08
plans: [{ id: unlimited, term: monthly, list_price_usd: 20.00, stripe: [price_1] }]
payouts: { default_method: usdc, minimum_usd: { usdc: 5.00 }, methods: { usdc: { fee_fixed_usd: 0.50 } } }
`,
  'revshare.yaml',
);

let store: Store;
let root: string;
beforeEach(async () => {
  root = scratch();
  store = await openStore(join(root, 'data'));
  await final('2026-08', { [ADA]: '10', [BEN]: '4' });
});
afterEach(() => store.close());

/** Makes a month final that gave each wallet its dollars. */
async function final(month: string, earned: Readonly<Record<string, string>>): Promise<void> {
  const parts = Object.entries(earned).map(([wallet, amount]) => ({
    wallet,
    jobs: 1,
    points: 1n,
    earned: usd(amount),
  }));
  const row = { digest: '', manifestSha256: '', carriedOut: '0', finalizedAt: '', finalizedBy: '', staged: '' };
  await insertFinalMonth(store.db, { month: monthOf(month), document: '{"distributable_usd":"0"}', ...row });
  await insertFinalEarned(store.db, monthOf(month), parts);
  await markPublished(store.db, monthOf(month));
}

function request(month = AUGUST): PayoutRequest {
  const out = join(root, 'out');
  return { db: store.db, policy: POLICY, month, asOfMs: Date.UTC(2026, 11, 15), out, by: 'cron' };
}

function prepare(month = AUGUST, given: { readonly acceptChanges?: boolean; readonly preview?: boolean } = {}) {
  return preparePayouts({ ...request(month), rateDate: null, acceptChanges: false, preview: false, ...given });
}

/** Records rows of wallet, amount and reference. */
function record(month: typeof AUGUST, rows: readonly (readonly [string, string, string])[], overrides = STRICT) {
  const file = join(root, 'receipts.csv');
  const lines = rows.map(
    ([wallet, amount, reference]) => `${wallet},${amount},USDC,${reference},2026-12-15T10:00:00Z\n`,
  );
  writeFileSync(file, `wallet,amount,asset,reference,sent_at\n${lines.join('')}`);
  return recordReceipts({ ...request(month), file, overrides });
}

const STRICT = { allowPartial: false, allowShort: false, skipKnown: false, skipUnknown: false };
const OPEN = { ...STRICT, allowPartial: true, allowShort: true };

async function balances(month = AUGUST): Promise<Record<string, unknown>[]> {
  return (await payoutStatus(store.db, POLICY.payouts, month)).balances.map((each) => ({ ...each }));
}

describe('preparing a batch (R17)', () => {
  it('reserves what it pays; what is below the minimum stays', async () => {
    const prepared = await prepare();
    // 10 - 0.50; 4 is below the minimum of 5.
    expect(prepared).toMatchObject({
      done: 'prepared',
      batch: { sequence: 1, lines: [{ wallet: ADA, payUsd: usd('9.5'), feeUsd: usd('0.5') }] },
      unpaid: [{ wallet: BEN, reason: 'below-minimum' }],
    });
    expect(await balances()).toMatchObject([
      { wallet: ADA, reserved: usd('10'), carriedForward: usd('10'), reason: 'reserved' },
      { wallet: BEN, reserved: 0n, carriedForward: usd('4'), reason: 'below-minimum' },
    ]);
  });

  it('gives the same batch and the same files twice', async () => {
    const first = await prepare();
    const directory = join(root, 'out', '2026-08', 'payout');
    const files = (): string[] => filesUnder(directory).map((name) => readFileSync(join(directory, name), 'utf8'));
    const before = files();
    expect(await prepare()).toEqual({ ...first, done: 'already-prepared' });
    expect(files()).toEqual(before);
  });

  it('keeps nothing of a preview', async () => {
    expect(await prepare(AUGUST, { preview: true })).toMatchObject({ done: 'preview', batch: { lines: [{}] } });
    expect(await balances()).toMatchObject([{ reserved: 0n }, { reserved: 0n }]);
  });

  it('refuses a month that is not final', async () => {
    expect(await prepare(SEPTEMBER)).toMatchObject({
      done: 'refused',
      reasons: [expect.stringContaining('not final')],
    });
  });

  it('refuses another batch while one stands, with the wallets that differ', async () => {
    await prepare();
    await payees(`${ADA},usdc,${BEN}`);
    const refused = await prepare();
    expect(refused).toMatchObject({ done: 'refused', changes: [{ wallet: ADA }, { wallet: ADA }] });
    expect((refused as PayoutRefusal).reasons.join('\n')).toContain(
      'to 0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb now',
    );
  });

  it('refuses a month before one that has a batch', async () => {
    await final('2026-09', { [ADA]: '1' });
    expect(await prepare(SEPTEMBER)).toMatchObject({ done: 'prepared' });
    expect(await prepare()).toMatchObject({
      done: 'refused',
      reasons: [expect.stringContaining('2026-09 has a batch')],
    });
  });

  it('wants changed payees to be accepted', async () => {
    await payees(`${ADA},usdc,${BEN}`);
    expect(await prepare()).toMatchObject({
      done: 'refused',
      changes: [
        { wallet: ADA, detail: 'method', before: '', now: 'usdc' },
        { wallet: ADA, detail: 'destination', before: '', now: BEN },
      ],
    });
    expect(await prepare(AUGUST, { acceptChanges: true })).toMatchObject({ done: 'prepared' });
  });

  it('refuses what fx.csv cannot convert', async () => {
    await payees(`${ADA},sogni,`);
    expect(await prepare(AUGUST, { acceptChanges: true })).toMatchObject({
      done: 'refused',
      reasons: [expect.stringContaining('no rate to USD on 2026-08-31')],
    });
  });
});

/** payees.csv of one row. */
async function payees(row: string): Promise<void> {
  const [wallet = '', method = '', destination = ''] = row.split(',');
  const file = { kind: 'payees' as const, name: 'payees.csv', bytes: 1, rows: 1, firstMs: null, lastMs: null };
  const id = await insertImport(store.db, { ...file, sha256: 'f'.repeat(64), period: '', profile: '' });
  const payee = { wallet, method: method as PayoutMethod, destination, currency: '', hold: '', fromMonth: AUGUST };
  await insertSmallRows(store.db, id, 'payees', [{ line: 2, row: payee }]);
}

describe('receipts, voids and adjustments (R17)', () => {
  it('continues a batch that was paid in part, in files of what is left', async () => {
    await prepare();
    expect(await record(AUGUST, [[ADA, '4', '0x1']], OPEN)).toMatchObject({ recorded: 1, openLines: 1 });
    // 4 were sent, and the fee was taken: 10 - 4 - 0.50.
    expect(await balances()).toMatchObject([{ paid: usd('4'), fees: usd('0.5'), reserved: usd('5.5') }, {}]);
    const batch = csvRows(readFileSync(join(root, 'out', '2026-08', 'payout', 'batch.csv'), 'utf8'));
    expect(batch).toMatchObject([{ amount: '9.500000', sent: '4.000000', open: '5.500000' }]);
    await expect(record(AUGUST, [[ADA, '5.500001', '0x2']], OPEN)).rejects.toThrow('wrong-receipt-amount');
    await expect(record(AUGUST, [[ADA, '4', '0x1']], OPEN)).rejects.toThrow('duplicate-receipt');
    expect(await record(AUGUST, [[ADA, '5.5', '0x2']])).toMatchObject({ openLines: 0 });
    expect(await balances()).toMatchObject([{ paid: usd('9.5'), carriedForward: 0n, reserved: 0n }, {}]);
    expect(await prepare()).toMatchObject({ done: 'already-prepared' });
  });

  it('a voided batch gives back what was not sent; the month is prepared anew under another id', async () => {
    const first = await prepare();
    await record(AUGUST, [[ADA, '4', '0x1']], OPEN);
    const { id } = (first as { batch: { id: string } }).batch;
    expect(await voidBatch({ ...request(), batch: id.slice(0, 8), reason: 'wrong chain' })).toMatchObject({
      done: 'voided',
    });
    expect(await voidBatch({ ...request(), batch: id, reason: 'again' })).toMatchObject({ done: 'already-voided' });
    await expect(record(AUGUST, [[ADA, '5.5', '0x2']])).resolves.toMatchObject({ done: 'refused' });
    // 10 - 4 - 0.50 = 5.50 are left, at least 5: less another fee.
    expect(await prepare()).toMatchObject({ done: 'prepared', batch: { sequence: 2, lines: [{ payUsd: usd('5') }] } });
  });

  it('voids a batch also when a later month has one, which stays the same', async () => {
    const first = await prepare();
    await final('2026-09', { [ADA]: '6', [BEN]: '2' });
    const september = await prepare(SEPTEMBER);
    const { id } = (first as { batch: { id: string } }).batch;
    await voidBatch({ ...request(), batch: id, reason: 'lost' });
    expect(await prepare(SEPTEMBER)).toEqual({ ...september, done: 'already-prepared' });
    await final('2026-10', {});
    // What August's batch had reserved is October's to pay.
    expect(await prepare(OCTOBER)).toMatchObject({ batch: { lines: [{ wallet: ADA, balanceUsd: usd('10') }] } });
  });

  it('adjusts a month without a batch, never below zero', async () => {
    await prepare();
    const adjust = (month: typeof AUGUST, wallet: string, amount: string) =>
      adjustBalance({ ...request(month), wallet, amount: usd(amount), reason: 'came back' });
    expect(await adjust(AUGUST, BEN, '1')).toMatchObject({ done: 'refused' });
    expect(await adjust(SEPTEMBER, BEN, '-4.000001')).toMatchObject({ done: 'refused' });
    expect(await adjust(SEPTEMBER, `0x${'9'.repeat(40)}`, '1')).toMatchObject({ done: 'refused' });
    expect(await adjust(SEPTEMBER, BEN, '3')).toEqual({ done: 'adjusted', unreserved: usd('7') });
    await final('2026-09', {});
    expect(await prepare(SEPTEMBER)).toMatchObject({ batch: { lines: [{ wallet: BEN, balanceUsd: usd('7') }] } });
    expect(await balances(SEPTEMBER)).toMatchObject([{}, { broughtForward: usd('4'), adjustments: usd('3') }]);
  });

  it('a deduction of a later month is not paid out before', async () => {
    await adjustBalance({ ...request(SEPTEMBER), wallet: ADA, amount: -usd('3'), reason: 'paid by hand' });
    expect(await prepare()).toMatchObject({ batch: { lines: [{ wallet: ADA, balanceUsd: usd('7') }] } });
    expect(await prepare()).toMatchObject({ done: 'already-prepared' });
  });
});

describe('what is kept of payouts', () => {
  it.each([
    ['update payout_lines set pay_usd = pay_usd + 1', 'only ever added to'],
    ['delete from payout_receipts', 'only ever added to'],
    ['update payout_batches set sequence = 2', 'only ever added to'],
    ['delete from payout_batches', 'only ever added to'],
    ['update final_earned set earned = 0', 'never changed'],
    ["insert into final_earned values ('2026-08', 'x', 1)", 'never changed'],
    ["insert into payout_batches values ('x', 9, '2026-08', 2, '', '', '')", 'has a batch already'],
    [
      "insert into payout_lines select batch, 'x', method, destination, currency, 1, 0, 1, '1', 6, null, null, null from payout_lines",
      'only ever added to',
    ],
  ])('%s is refused', async (statement, why) => {
    await prepare();
    await record(AUGUST, [[ADA, '4', '0x1']], OPEN);
    await expect(sql.raw(statement).execute(store.db)).rejects.toThrow(why);
  });

  it('a line that was changed behind the triggers is found by the id of its batch', async () => {
    await prepare();
    await sql.raw('drop trigger payout_lines_stay').execute(store.db);
    await sql.raw('update payout_lines set pay_usd = pay_usd - 1').execute(store.db);
    await expect(prepare()).rejects.toThrow('have changed');
  });
});
