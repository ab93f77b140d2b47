import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DataDirectory, openDataDirectory } from '../../src/app/books/directory/data-directory.ts';
import { adjustBalance } from '../../src/app/payouts/adjust-balance.ts';
import { readOwed } from '../../src/app/payouts/owed.ts';
import type { PayoutRefusal, PayoutRequest } from '../../src/app/payouts/payout-books.ts';
import { writePayoutDirectory } from '../../src/app/payouts/payout-directory.ts';
import { payoutStatus } from '../../src/app/payouts/payout-status.ts';
import { type PrepareRequest, preparePayouts } from '../../src/app/payouts/prepare-payouts.ts';
import { recordReceipts } from '../../src/app/payouts/record-receipts.ts';
import { cancelRelease, releaseBatch } from '../../src/app/payouts/release-batch.ts';
import { reverseReceipt } from '../../src/app/payouts/reverse-receipt.ts';
import { voidBatch } from '../../src/app/payouts/void-batch.ts';
import { readConfig } from '../../src/config/read-config.ts';
import { formatMonth } from '../../src/core/month/month.ts';
import type { KeptBatch } from '../../src/core/payout/ledger/kept-payouts.ts';
import type { ShownPreparation } from '../../src/core/payout/preparation/prepare-batch.ts';
import { checksumAddress } from '../../src/core/wallet/checksum-address.ts';
import { payoutStatusText, preparationText } from '../../src/render/payouts/payouts-text.ts';
import { lockDataDirectory } from '../../src/store/database/lock.ts';
import { openStore, type Store } from '../../src/store/database/open-store.ts';
import { insertDecision } from '../../src/store/months/decisions.ts';
import { insertFinalEarned } from '../../src/store/months/final-earned.ts';
import { keepFinalHashes } from '../../src/store/months/final-hashes.ts';
import { insertFinalMonth, markPublished } from '../../src/store/months/final-months.ts';
import { month as monthOf, usd } from '../worlds/charges.ts';
import { keepSmallFile } from '../worlds/kept-small-file.ts';
import { AUGUST, OCTOBER, SEPTEMBER } from '../worlds/payout-world.ts';
import { csvRows, filesUnder, scratch } from '../worlds/world.ts';

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
  await keepFinalHashes(store.db, monthOf(month), 0n);
}

function request(month = AUGUST): PayoutRequest {
  const out = join(root, 'out');
  return { db: store.db, data: data(), policy: POLICY, month, asOfMs: Date.UTC(2026, 11, 15), out, by: 'cron' };
}

function data(): DataDirectory {
  return openDataDirectory(join(root, 'data'));
}

function prepare(month = AUGUST, given: Partial<PrepareRequest> = {}) {
  return preparePayouts({
    ...request(month),
    rateDate: null,
    acceptChanges: false,
    early: false,
    preview: false,
    ...given,
  });
}

/** Releases the standing batch of a month as it was last shown. */
async function release(month = AUGUST, given: Partial<PayoutRequest> = {}) {
  const [shown] = (await standing(month))?.releases ?? [];
  return releaseBatch({ ...request(month), ...given, digest: shown?.digest ?? '' });
}

async function standing(month = AUGUST) {
  return (await payoutStatus(request(month))).batches.find(({ voided }) => !voided);
}

/** Releases the batch where it is not, and records rows of wallet, amount and reference. */
async function record(month: typeof AUGUST, rows: readonly (readonly [string, string, string])[], overrides = STRICT) {
  if ((await standing(month))?.releases.at(-1)?.act === 'shown') await release(month);
  const file = join(root, 'receipts.csv');
  const lines = rows.map(
    ([wallet, amount, reference]) => `${wallet},${amount},USDC,${reference},2026-12-14T10:00:00Z\n`,
  );
  writeFileSync(file, `wallet,amount,asset,reference,sent_at\n${lines.join('')}`);
  return recordReceipts({ ...request(month), file, overrides, dayOrder: null });
}

const STRICT = { allowPartial: false, allowShort: false, skipKnown: false, skipUnknown: false };
const OPEN = { ...STRICT, allowPartial: true, allowShort: true };

async function balances(month = AUGUST): Promise<Record<string, unknown>[]> {
  return (await payoutStatus(request(month))).balances.map((each) => ({ ...each }));
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

  it('says of receipts, and of what else is done to a batch, which month has one', async () => {
    expect(await record(SEPTEMBER, [])).toMatchObject({
      done: 'refused',
      reasons: ['2026-09 has no batch: revshare payouts 2026-09 prepares one'],
    });
    await prepare();
    // One of September would be in the way of what August's receipts are of.
    expect(await record(SEPTEMBER, [])).toMatchObject({
      done: 'refused',
      reasons: ['2026-09 has no batch; the newest is that of 2026-08: name the month that is meant'],
    });
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

  it('leaves on its balance what fx.csv cannot convert, and pays all others', async () => {
    await final('2026-09', { [BEN]: '20' });
    await payees(`${ADA},sogni,`);
    const prepared = await prepare(SEPTEMBER, { acceptChanges: true });
    expect(prepared).toMatchObject({
      done: 'prepared',
      batch: { lines: [{ wallet: BEN, rate: null }] },
      unpaid: [{ wallet: ADA, balanceUsd: usd('10'), reason: 'no-rate' }],
    });
    const text = preparationText(prepared as ShownPreparation);
    expect(text).toContain(
      'stays on balances:\n  no-rate: 1 wallet(s), 10.000000 USD; fx.csv has no rate to USD on 2026-09-30',
    );
  });
});

/** payees.csv of one row. */
async function payees(row: string, fromMonth = AUGUST): Promise<void> {
  const [wallet = '', method = '', destination = ''] = row.split(',');
  const header = 'wallet,method,destination,currency,hold,from_month';
  const text = `${header}\n${wallet},${method},${destination},,,${formatMonth(fromMonth)}\n`;
  await keepSmallFile(store.db, data(), 'payees', text);
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
    const twice = record(
      AUGUST,
      [
        [ADA, '4', '0x1'],
        [ADA, '4', '0x1'],
      ],
      OPEN,
    );
    await expect(twice).rejects.toThrow('duplicate-receipt');
    expect(await record(AUGUST, [[ADA, '5.5', '0x2']])).toMatchObject({ openLines: 0 });
    expect(await balances()).toMatchObject([{ paid: usd('9.5'), carriedForward: 0n, reserved: 0n }, {}]);
    expect(await prepare()).toMatchObject({ done: 'already-prepared' });
  });

  it('the same file again records nothing, and writes what an interrupted run did not', async () => {
    await prepare();
    await record(AUGUST, [[ADA, '4', '0x1']], OPEN);
    const receipts = join(root, 'out', '2026-08', 'payout', 'receipts.csv');
    const written = readFileSync(receipts, 'utf8');
    // Interrupted after its commit: the books have the receipt, the reports do not.
    rmSync(join(root, 'out', '2026-08', 'payout'), { recursive: true });
    const before = await balances();
    expect(await record(AUGUST, [[ADA, '4', '0x1']])).toMatchObject({ recorded: 0, before: 1, openLines: 1 });
    expect(readFileSync(receipts, 'utf8')).toBe(written);
    expect(await balances()).toEqual(before);
    // Something new beside it; and another amount under the same reference, which nobody passes over: one of them is wrong.
    const beside = [[ADA, '4', '0x1'] as const, [ADA, '1', '0x2'] as const];
    await expect(record(AUGUST, beside, OPEN)).rejects.toMatchObject({ problems: [{ code: 'duplicate-receipt' }] });
    for (const amount of ['3', '9.5']) {
      const other = record(AUGUST, [[ADA, amount, '0x1']], { ...OPEN, skipKnown: true });
      await expect(other).rejects.toMatchObject({ problems: [{ code: 'wrong-receipt-amount', place: { line: 2 } }] });
    }
    expect(await record(AUGUST, [[ADA, '4', '0x3']], OPEN)).toMatchObject({ recorded: 1, before: 0 });
  });

  it('the same file of another month, or at another time, is refused', async () => {
    await prepare();
    await record(AUGUST, [[ADA, '9.5', '0x1']]);
    await final('2026-09', { [ADA]: '6' });
    await prepare(SEPTEMBER);
    const ofAugust = record(SEPTEMBER, [[ADA, '9.5', '0x1']], OPEN);
    await expect(ofAugust).rejects.toMatchObject({ problems: [{ code: 'duplicate-receipt' }] });
    const file = join(root, 'later.csv');
    writeFileSync(file, `wallet,amount,asset,reference,sent_at\n${ADA},9.5,USDC,0x1,2026-12-14T10:00:01Z\n`);
    const later = recordReceipts({ ...request(), file, overrides: STRICT, dayOrder: null });
    await expect(later).rejects.toMatchObject({ problems: [{ code: 'duplicate-receipt' }] });
  });

  it('a voided batch gives back what was not sent; the month is prepared anew under another id', async () => {
    const first = await prepare();
    await record(AUGUST, [[ADA, '4', '0x1']], OPEN);
    const { id } = (first as { batch: { id: string } }).batch;
    expect(
      await voidBatch({ ...request(), batch: id.slice(0, 8), published: [], reason: 'wrong chain' }),
    ).toMatchObject({
      done: 'voided',
    });
    expect(await voidBatch({ ...request(), batch: id, published: [], reason: 'again' })).toMatchObject({
      done: 'already-voided',
    });
    await expect(record(AUGUST, [[ADA, '5.5', '0x2']])).resolves.toMatchObject({ done: 'refused' });
    // 10 - 4 - 0.50 = 5.50 are left, at least 5: less another fee.
    expect(await prepare()).toMatchObject({ done: 'prepared', batch: { sequence: 2, lines: [{ payUsd: usd('5') }] } });
  });

  it('what a voided batch paid is paid once: the same transfer pays no line of another batch or month', async () => {
    const first = (await prepare()) as ShownPreparation;
    await record(AUGUST, [[ADA, '4', '0x1']], OPEN);
    await voidBatch({ ...request(), batch: first.batch.id, published: [], reason: 'wrong chain' });
    // 10 - 4 - 0.50 are left, less another fee.
    await prepare();
    await release();
    const rows = [[ADA, '4', '0x1'] as const, [ADA, '5', '0x2'] as const];
    const again = record(AUGUST, rows);
    await expect(again).rejects.toMatchObject({ problems: [{ code: 'duplicate-receipt', place: { line: 2 } }] });
    expect(await record(AUGUST, rows, { ...STRICT, skipKnown: true })).toMatchObject({
      ...{ recorded: 1, skipped: 1, openLines: 0 },
    });
    // 5 - 0.50 of September: nothing of it was sent by the old transfer.
    await final('2026-09', { [ADA]: '5' });
    await prepare(SEPTEMBER);
    await release(SEPTEMBER);
    const old = record(SEPTEMBER, [[ADA, '4', '0x1']], OPEN);
    await expect(old).rejects.toMatchObject({ problems: [{ code: 'duplicate-receipt' }] });
    // It came back: the receipt of a voided batch stays, so that what it took off, the fee too, is given back by hand.
    const file = join(root, 'back.csv');
    writeFileSync(
      file,
      `wallet,amount,asset,reference,sent_at,status\n${ADA},4,USDC,0x1,2026-12-14T10:00:00Z,RETURNED\n`,
    );
    const back = recordReceipts({ ...request(SEPTEMBER), file, overrides: STRICT, dayOrder: null });
    const given = `revshare payouts 2026-10 --adjust ${checksumAddress(ADA)} --amount 4.500000 --reason ... gives it back`;
    expect(await back).toMatchObject({
      recorded: 0,
      notPaid: [
        `0x1 to ${checksumAddress(ADA)} is RETURNED, and is recorded as paid: its batch of 2026-08 was voided; ${given}`,
      ],
    });
  });

  it('leaves no file of a rail where the run that voids is interrupted, before its commit or behind it', async () => {
    const { batch } = (await prepare()) as ShownPreparation;
    await release();
    const directory = join(root, 'out', '2026-08', 'payout');
    const voiding = { ...request(), batch: batch.id, published: [], reason: 'wrong chain' };
    await sql`create trigger stopped before insert on payout_voids begin select raise(abort, 'stopped'); end`.execute(
      store.db,
    );
    await expect(voidBatch(voiding)).rejects.toThrow('stopped');
    expect(filesUnder(directory)).not.toContain('PAYING.txt');
    await sql`drop trigger stopped`.execute(store.db);
    // It is not voided: preparing writes the files again.
    await prepare();
    expect(filesUnder(directory)).toContain('PAYING.txt');
    await voidBatch(voiding);
    writeFileSync(join(directory, 'PAYING.txt'), 'of a run that was interrupted');
    expect(await voidBatch(voiding)).toMatchObject({ done: 'already-voided' });
    expect(filesUnder(directory)).not.toContain('PAYING.txt');
  });

  it('voids a batch also when a later month has one, which stays the same', async () => {
    const first = await prepare();
    await final('2026-09', { [ADA]: '6', [BEN]: '2' });
    const september = await prepare(SEPTEMBER);
    const { id } = (first as { batch: { id: string } }).batch;
    expect(await voidBatch({ ...request(), batch: id, published: [], reason: 'lost' })).toMatchObject({
      paidWith: OCTOBER,
    });
    expect(await prepare(SEPTEMBER)).toEqual({ ...september, done: 'already-prepared' });
    // Nobody is sent back to the month, which gets no batch any more.
    expect(await prepare()).toMatchObject({ reasons: [expect.stringMatching(/still, the batch of 2026-10 pays$/)] });
    expect(payoutStatusText(await payoutStatus(request()))).toContain('next  revshare payouts 2026-10 --status\n');
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
    expect(await adjust(SEPTEMBER, BEN, '3')).toMatchObject({ done: 'adjusted', unreserved: usd('7') });
    await final('2026-09', {});
    expect(await prepare(SEPTEMBER)).toMatchObject({ batch: { lines: [{ wallet: BEN, balanceUsd: usd('7') }] } });
    expect(await balances(SEPTEMBER)).toMatchObject([{}, { broughtForward: usd('4'), adjustments: usd('3') }]);
  });

  it('is made once where the run that kept it was interrupted, and the command is repeated', async () => {
    await prepare();
    const acts = join(root, 'out', 'payout', 'acts.csv');
    const before = readFileSync(acts, 'utf8');
    const adjust = (reason: string) => adjustBalance({ ...request(SEPTEMBER), wallet: BEN, amount: usd('3'), reason });
    expect(await adjust('came back')).toMatchObject({ done: 'adjusted', unreserved: usd('7') });
    // As a run leaves it that was killed after its commit.
    writeFileSync(acts, before);
    expect(await adjust('came back')).toMatchObject({ done: 'already-adjusted', unreserved: usd('7') });
    // Killed when acts.csv was written, and nothing was told: still once, as long as it is the last thing that was done.
    expect(await adjust('came back')).toMatchObject({ done: 'already-adjusted', unreserved: usd('7') });
    // A month became final since: who adds the same again means another one. 4 + 3 + 6 earned in September + 3.
    await final('2026-09', { [BEN]: '6' });
    expect(await adjust('came back')).toMatchObject({ done: 'adjusted', unreserved: usd('16') });
    writeFileSync(acts, before);
    expect(await adjust('another')).toMatchObject({ done: 'adjusted', unreserved: usd('19') });
    // Something was done since.
    const more = { ...request(SEPTEMBER), wallet: BEN, amount: usd('3'), reason: 'came back', moreThanEarned: true };
    expect(await adjustBalance(more)).toMatchObject({ done: 'adjusted', unreserved: usd('22') });
    for (const other of [{ by: 'Ben' }, { amount: -usd('3') }, { month: OCTOBER }]) {
      expect(await adjustBalance({ ...more, ...other })).toMatchObject({ done: 'adjusted' });
    }
  });

  it('writes the payment journal of a final month with each adjustment', async () => {
    await prepare();
    await final('2026-09', {});
    await adjustBalance({ ...request(SEPTEMBER), wallet: BEN, amount: -usd('3'), reason: 'paid by hand' });
    const path = join(root, 'out', '2026-09', 'payout', 'payment-journal.csv');
    expect(csvRows(readFileSync(path, 'utf8'))).toMatchObject([
      { account: 'Expenses:PayoutAdjustments', debit: '', credit: '3.000000', memo: 'adjustment: paid by hand' },
      { account: 'Liabilities:WorkerPool:Payable', debit: '3.000000', credit: '', month: '2026-09', entry: '1' },
    ]);
  });

  it('a deduction of a later month is not paid out before', async () => {
    await adjustBalance({ ...request(SEPTEMBER), wallet: ADA, amount: -usd('3'), reason: 'paid by hand' });
    // What is not final has nothing among the reports.
    expect(filesUnder(join(root, 'out')).filter((name) => name.startsWith('2026-09'))).toEqual([]);
    expect(await prepare()).toMatchObject({ batch: { lines: [{ wallet: ADA, balanceUsd: usd('7') }] } });
    expect(await prepare()).toMatchObject({ done: 'already-prepared' });
  });

  it('nor is it owed or overdue, and the status says why it stays', async () => {
    const owed = async () => (await readOwed(store.db, POLICY, Date.UTC(2026, 11, 15))).amounts;
    expect(await owed()).toMatchObject([{ wallet: ADA, owed: usd('10'), overdue: usd('10') }, { wallet: BEN }]);
    await adjustBalance({ ...request(SEPTEMBER), wallet: ADA, amount: -usd('3'), reason: 'paid by hand' });
    expect(await owed()).toMatchObject([{ wallet: ADA, owed: usd('7'), overdue: usd('7') }, { wallet: BEN }]);
    const ben = '  below-minimum: 1 wallet(s), 4.000000 USD\n';
    const stays = async () => payoutStatusText(await payoutStatus(request()));
    expect(await stays()).toContain(
      `${ben}  deducted: 1 wallet(s), 3.000000 USD\n  payable: 1 wallet(s), 7.000000 USD\n`,
    );
    await adjustBalance({ ...request(SEPTEMBER), wallet: ADA, amount: -usd('7'), reason: 'paid by hand' });
    expect(await owed()).toMatchObject([{ wallet: BEN, owed: usd('4') }]);
    expect(await prepare()).toMatchObject({ done: 'nothing-payable' });
    expect(await balances()).toMatchObject([
      { wallet: ADA, carriedForward: usd('10'), deducted: usd('10'), reason: 'deducted' },
      { wallet: BEN, carriedForward: usd('4'), deducted: 0n, reason: 'below-minimum' },
    ]);
    expect(await stays()).toContain(`${ben}  deducted: 1 wallet(s), 10.000000 USD\n`);
  });
});

it('nothing is done at an instant that is mistyped: it would keep everything of today from being done', async () => {
  const later = { asOfMs: Date.UTC(2062, 11, 15) };
  const refused = { done: 'refused', reasons: [expect.stringContaining('days after all that is final or was done')] };
  expect(await prepare(AUGUST, later)).toEqual({ ...refused });
  expect(await prepare()).toMatchObject({ done: 'prepared' });
  expect(await release(AUGUST, later)).toEqual(refused);
  const adjustment = { wallet: ADA, amount: usd('1'), reason: 'came back' };
  expect(await adjustBalance({ ...request(SEPTEMBER), ...later, ...adjustment })).toEqual(refused);
  expect(await release()).toMatchObject({ done: 'released' });
});

describe('releasing a batch (R17)', () => {
  const rails = () => filesUnder(join(root, 'out', '2026-08', 'payout')).filter((name) => name === 'PAYING.txt');

  it('writes the files of the rails, and takes receipts, only after it', async () => {
    const prepared = await prepare();
    expect(prepared).toMatchObject({
      release: { state: 'waiting', validUntil: '2026-12-22T00:00:00.000Z', due: '2026-10-15', isDue: true },
    });
    expect(rails()).toEqual([]);
    const { digest } = (prepared as ShownPreparation).release;
    expect(await releaseBatch({ ...request(), digest: digest.slice(0, 16) })).toMatchObject({ done: 'released' });
    expect(rails()).toEqual(['PAYING.txt']);
    expect(await releaseBatch({ ...request(), digest })).toMatchObject({ done: 'already-released' });
    expect(await prepare()).toMatchObject({ done: 'already-prepared', release: { state: 'released', digest } });
  });

  it('names what a file lacks in one problem, and its first twenty lines, whatever their number', async () => {
    const wallets = Array.from({ length: 23 }, (_, at) => `0x${String(100 + at).padStart(40, '2')}`);
    await final('2026-09', Object.fromEntries([ADA, ...wallets].map((wallet) => [wallet, '20'])));
    await prepare(SEPTEMBER);
    const [first = ''] = wallets;
    const refused = record(SEPTEMBER, [[first, '19.5', '0x1']]);
    // Of 24 lines 23 have none; Ben is below the minimum.
    await expect(refused).rejects.toMatchObject({
      problems: [
        { code: 'missing-receipt', message: expect.stringMatching(/^(no receipt of [^;]+; ){20}and 3 more$/) },
      ],
    });
  });

  it('takes no receipt of a batch that is not released', async () => {
    await prepare();
    const refused = recordReceipts({ ...request(), file: join(root, 'none.csv'), overrides: STRICT, dayOrder: null });
    expect(await refused).toMatchObject({ done: 'refused', reasons: [expect.stringContaining('is not released')] });
  });

  it('is refused seven days after it was shown, and asked for again by preparing', async () => {
    await prepare();
    const late = { asOfMs: Date.UTC(2026, 11, 22, 0, 0, 1) };
    expect(await release(AUGUST, late)).toMatchObject({
      done: 'refused',
      reasons: [expect.stringContaining('it was valid until 2026-12-22T00:00:00.000Z')],
    });
    expect(await prepare(AUGUST, late)).toMatchObject({
      done: 'already-prepared',
      release: { state: 'waiting', validUntil: '2026-12-29T00:00:01.000Z' },
    });
    expect(await release(AUGUST, late)).toMatchObject({ done: 'released' });
  });

  it('is refused for a digest of before, by which another one is paid', async () => {
    await prepare();
    await payees(`${ADA},usdc,${BEN}`);
    const refused = (await release()) as PayoutRefusal;
    expect(refused.done).toBe('refused');
    expect(refused.reasons.join('\n')).toContain('to 0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb now');
    expect(await releaseBatch({ ...request(), digest: '0123456789abcdef' })).toMatchObject({ done: 'refused' });
    expect(rails()).toEqual([]);
  });

  it('is refused after it was cancelled, which is kept; preparing shows the batch anew', async () => {
    await prepare();
    const { digest = '' } = (await standing())?.releases[0] ?? {};
    const cancel = { ...request(), digest, reason: 'wrong month', by: 'ann' };
    expect(await cancelRelease(cancel)).toMatchObject({ done: 'cancelled', batch: { releases: [{}, { by: 'ann' }] } });
    const again = await cancelRelease({ ...cancel, by: 'bob' });
    expect(again).toMatchObject({ done: 'already-cancelled', batch: { releases: [{}, { by: 'ann' }] } });
    expect((again as { batch: KeptBatch }).batch.releases).toHaveLength(2);
    expect(await release()).toMatchObject({
      done: 'refused',
      reasons: [expect.stringContaining('it was cancelled by ann: wrong month')],
    });
    expect(await prepare()).toMatchObject({ release: { state: 'waiting', digest } });
    expect(await release()).toMatchObject({ done: 'released' });
    expect(await cancelRelease(cancel)).toMatchObject({ done: 'refused' });
  });

  it('is refused to whoever made the month final, where two persons are wanted', async () => {
    await prepare();
    const policy = { ...POLICY, payouts: { ...POLICY.payouts, twoPerson: true } };
    // Months of this test were made final by nobody, whose name is empty.
    expect(await release(AUGUST, { policy, by: '' })).toMatchObject({
      done: 'refused',
      reasons: [expect.stringContaining('another person')],
    });
    expect(await release(AUGUST, { policy })).toMatchObject({ done: 'released' });
  });

  it('lapses when a payee is held or moves before it is paid: the files of the rails go, and the status says so', async () => {
    await prepare();
    await release();
    expect(rails()).toEqual(['PAYING.txt']);
    await payees(`${ADA},usdc,${BEN}`);
    await payoutStatus(request());
    const { lapsed } = await payoutStatus(request());
    expect(lapsed).toMatchObject([{ wallet: ADA, detail: 'destination' }]);
    await writePayoutDirectory(request());
    expect(rails()).toEqual([]);
  });

  it('what a lapsed release holds is not on its way: it is owed as reserved, until the payee is what it was', async () => {
    const owed = async () => (await readOwed(store.db, POLICY, request().asOfMs)).amounts;
    await prepare();
    await release();
    // The fee of 0.50 comes off the ten, and is part of what the batch holds.
    const sending = { wallet: ADA, owed: usd('10'), onItsWay: usd('10'), reserved: 0n, overdue: usd('10') };
    expect(await owed()).toMatchObject([sending, { wallet: BEN }]);
    await payees(`${ADA},usdc,${BEN}`);
    expect(await owed()).toMatchObject([{ ...sending, onItsWay: 0n, reserved: usd('10') }, { wallet: BEN }]);
    await payees(`${ADA},usdc,${ADA}`);
    expect(await owed()).toMatchObject([sending, { wallet: BEN }]);
  });

  it('a wallet that is withheld in a later month does not lapse the release of an earlier one', async () => {
    await prepare();
    await release();
    await final('2026-09', { [ADA]: '6' });
    const withhold = async (month: string) => {
      const decision = { code: 'wallet', subject: ADA, decision: 'withhold', note: 'wait' } as const;
      await insertDecision(store.db, { ...decision, month: monthOf(month), by: 'ann', at: '2026-12-15T00:00:00Z' });
    };
    const sent = async () => (await readOwed(store.db, POLICY, request().asOfMs)).amounts[0]?.onItsWay;
    await withhold('2026-09');
    expect(await sent()).toBe(usd('10'));
    await withhold('2026-08');
    expect(await sent()).toBe(0n);
  });

  it.each(['prepared again', 'released again'])(
    'that lapsed is refused when %s, and no file is left to send by',
    async (how) => {
      await prepare();
      await release();
      await payees(`${ADA},usdc,${BEN}`);
      const status = payoutStatusText(await payoutStatus(request()));
      expect(status).toContain('; its release has lapsed:\n');
      expect(status).toContain('next  revshare payouts 2026-08\n');
      // By the digest that it was released by: it was not shown as it would be paid now.
      expect(how === 'prepared again' ? await prepare() : await release()).toMatchObject({
        done: 'refused',
        reasons: [
          expect.stringMatching(/^the release of the batch [0-9a-f]{64} has lapsed: /),
          `${checksumAddress(ADA)}  destination: ${checksumAddress(ADA)} in the batch, ${checksumAddress(BEN)} now`,
          expect.stringMatching(/ --void [0-9a-f]{16} --reason /),
        ],
      });
      expect(rails()).toEqual([]);
      expect((await payoutStatus(request())).changedFiles).toEqual([]);
    },
  );

  it('does not say of a batch that was never released that its release has lapsed', async () => {
    await prepare();
    await payees(`${ADA},usdc,${BEN}`);
    const status = payoutStatusText(await payoutStatus(request()));
    expect(status).toContain('otherwise than they are to be paid now:\n');
    expect(status).not.toContain('lapsed');
  });

  it('names files that are not what the books say of the batch, and writes them anew', async () => {
    const directory = join(root, 'out', '2026-08', 'payout');
    const changed = async () => (await payoutStatus(request())).changedFiles;
    expect(await changed()).toEqual([]);
    await prepare();
    await release();
    expect(await changed()).toEqual([]);
    const batch = readFileSync(join(directory, 'batch.csv'), 'utf8');
    writeFileSync(join(directory, 'batch.csv'), batch.replaceAll(/0x5aAe\w+/g, `0x${'9'.repeat(40)}`));
    writeFileSync(join(directory, 'usdc-safe.json'), '{"transactions":[]}');
    rmSync(join(directory, 'PAYING.txt'));
    expect(await changed()).toEqual(['PAYING.txt', 'batch.csv', 'usdc-safe.json']);
    expect(payoutStatusText(await payoutStatus(request()))).toContain('send nothing by these files');
    await prepare();
    expect(await changed()).toEqual([]);
    expect(readFileSync(join(directory, 'batch.csv'), 'utf8')).toBe(batch);
  });

  it('also where another batch would be prepared by now: the one that stands is what is sent', async () => {
    const directory = join(root, 'out', '2026-08', 'payout');
    await prepare();
    await release();
    const paying = readFileSync(join(directory, 'PAYING.txt'), 'utf8');
    writeFileSync(join(directory, 'PAYING.txt'), 'pay somebody else');
    expect(payoutStatusText(await payoutStatus(request()))).toMatch(/\nnext {2}revshare payouts 2026-08\n$/);
    // Ben’s 4 USD are above the minimum by now.
    const { payouts } = POLICY;
    const usdc = { ...payouts.methods.usdc, minimumUsd: usd('1') };
    const policy = { ...POLICY, payouts: { ...payouts, methods: { ...payouts.methods, usdc } } };
    expect(await prepare(AUGUST, { policy, preview: true })).toMatchObject({ done: 'refused' });
    expect(readFileSync(join(directory, 'PAYING.txt'), 'utf8')).toBe('pay somebody else');
    expect(await prepare(AUGUST, { policy })).toMatchObject({ done: 'refused' });
    expect(readFileSync(join(directory, 'PAYING.txt'), 'utf8')).toBe(paying);
    expect((await payoutStatus(request())).changedFiles).toEqual([]);
  });

  it('a payee that moves after it was paid is no difference', async () => {
    await prepare();
    await record(AUGUST, [[ADA, '9.5', '0x1']]);
    await payees(`${ADA},usdc,${BEN}`);
    expect(await prepare()).toMatchObject({ done: 'already-prepared' });
  });

  it('shows first payments, what differs from the last one, and what is adjustments', async () => {
    expect(await prepare()).toMatchObject({
      release: {
        differences: [
          { wallet: ADA, detail: 'first-payment', now: 'usdc USDC to 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed' },
        ],
        adjustments: [],
      },
    });
    await record(AUGUST, [[ADA, '9.5', '0x1']]);
    await final('2026-09', { [ADA]: '6' });
    await adjustBalance({ ...request(SEPTEMBER), wallet: ADA, amount: usd('2'), reason: 'came back' });
    await payees(`${ADA},usdc,${BEN}`);
    expect(await prepare(SEPTEMBER, { acceptChanges: true })).toMatchObject({
      // 6 + 2.
      batch: { lines: [{ wallet: ADA, balanceUsd: usd('8') }] },
      release: {
        differences: [{ wallet: ADA, detail: 'destination', before: '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed' }],
        adjustments: [{ wallet: ADA, amount: usd('2'), by: 'cron', reason: 'came back' }],
      },
    });
  });
});

describe('what a rail says of a transfer (R17)', () => {
  /** Records rows of one wallet: amount, reference, sent_at and status. */
  async function report(rows: readonly string[], overrides = STRICT) {
    if ((await standing())?.releases.at(-1)?.act === 'shown') await release();
    const file = join(root, 'report.csv');
    writeFileSync(
      file,
      `wallet,asset,amount,reference,sent_at,status\n${rows.map((row) => `${ADA},USDC,${row}\n`).join('')}`,
    );
    return recordReceipts({ ...request(), file, overrides, dayOrder: null });
  }
  const AT = '2026-12-14T10:00:00Z';

  it('is a payment only when it succeeded; what did not is listed, and its line stays open', async () => {
    await prepare();
    const failed = await report([`9.5,T1,${AT},FAILED`]);
    expect(failed).toMatchObject({ recorded: 0, openLines: 1 });
    expect(failed).toMatchObject({ notPaid: [expect.stringMatching(/^T1 to 0x5aAe.* is FAILED: nothing was paid/)] });
    expect(await report([`,T2,,Unclaimed`])).toMatchObject({ recorded: 0, notPaid: [expect.stringContaining('T2')] });
    // Tried again, and paid.
    expect(await report([`9.5,T2,${AT},FAILED`, `9.5,T3,${AT},Completed`])).toMatchObject({
      recorded: 1,
      openLines: 0,
    });
    const returned = await report([`9.5,T3,${AT},RETURNED`]);
    expect(returned).toMatchObject({ notPaid: [expect.stringContaining('--reverse T3')] });
    await expect(report([`9.5,T4,${AT},perhaps`])).rejects.toThrow('unknown-receipt-status');
  });

  it('is refused where the file says both that it was paid and that it came back; on its way and paid, it is paid', async () => {
    await prepare();
    const both = [`9.5,T1,${AT},PAID`, `9.5,T1,${AT},RETURNED`];
    for (const rows of [both, both.toReversed()]) {
      await expect(report(rows)).rejects.toThrow('T1 is RETURNED here and PAID at');
    }
    expect(await balances()).toMatchObject([{ paid: 0n, reserved: usd('10') }, {}]);
    expect(await report([`9.5,T1,${AT},PENDING`, `9.5,T1,${AT},PAID`])).toMatchObject({ recorded: 1, notPaid: [] });
    // Recorded by now, both words are what the one that came back says.
    expect(await report(both)).toMatchObject({ recorded: 0, notPaid: [expect.stringContaining('--reverse T1')] });
  });

  it('was not in the future, and not before the month was over', async () => {
    await prepare();
    await expect(report(['9.5,T1,2027-12-14T10:00:00Z,PAID'])).rejects.toThrow('wrong-receipt-time');
    await expect(report(['9.5,T1,2026-08-31T23:59:59Z,PAID'])).rejects.toThrow('wrong-receipt-time');
    // Sent before the release of 2026-12-15: taken, and listed.
    expect(await report([`9.5,T1,${AT},PAID`])).toMatchObject({
      recorded: 1,
      beforeRelease: [
        expect.stringContaining('was sent at 2026-12-14T10:00:00.000Z, before the release at 2026-12-15'),
      ],
    });
  });

  it('may be taken back: the line is open again, and the right receipt is taken', async () => {
    await prepare();
    await report([`4,T1,${AT},PAID`], OPEN);
    const wrong = { ...request(), reference: 'T1', wallet: null, reason: 'it was 5.50' };
    expect(await reverseReceipt({ ...wrong, reference: 'T2' })).toMatchObject({ done: 'refused' });
    expect(await reverseReceipt(wrong)).toMatchObject({ done: 'reversed' });
    // 9.50 and the fee of 0.50 are on the balance again, and reserved.
    expect(await balances()).toMatchObject([
      { paid: 0n, fees: 0n, reserved: usd('10'), carriedForward: usd('10') },
      {},
    ]);
    // Repeated, as after a run that was interrupted: nothing is done, and its files are written; nobody else took it back.
    const directory = join(root, 'out', '2026-08', 'payout');
    const written = filesUnder(directory);
    rmSync(join(directory, 'receipts.csv'));
    expect(await reverseReceipt(wrong)).toMatchObject({ done: 'already-reversed', otherMonths: [] });
    expect(filesUnder(directory)).toEqual(written);
    for (const other of [{ reason: 'another' }, { by: 'Ben' }, { wallet: BEN }]) {
      expect(await reverseReceipt({ ...wrong, ...other })).toMatchObject({ done: 'refused' });
    }
    expect((await standing())?.receipts).toHaveLength(2);
    expect(await report([`5.5,T1,${AT},PAID`], OPEN)).toMatchObject({ recorded: 1 });
    await expect(report([`4,T1,${AT},PAID`], OPEN)).rejects.toThrow(
      'T1 to 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed is recorded with 5.5',
    );
    expect(await balances()).toMatchObject([{ paid: usd('5.5'), fees: usd('0.5'), reserved: usd('4') }, {}]);
    const kept = csvRows(readFileSync(join(root, 'out', '2026-08', 'payout', 'receipts.csv'), 'utf8'));
    expect(kept.map(({ amount, reversal }) => [amount, reversal])).toEqual([
      ['4.000000', ''],
      ['-4.000000', 'it was 5.50'],
      ['5.500000', ''],
    ]);
  });

  it('of one transfer over two months pays both, oldest first, and once; the page of a hash is the hash', async () => {
    await prepare();
    await release();
    await final('2026-09', { [ADA]: '6' });
    await prepare(SEPTEMBER);
    // 9.50 of August and 6 - 0.50 of September in one transaction.
    expect(await record(SEPTEMBER, [[ADA, '15', '0xAB']])).toMatchObject({
      recorded: 2,
      otherMonths: ['1 of them are of 2026-08, whose lines were open'],
    });
    expect((await balances(SEPTEMBER)).map(({ wallet, reserved }) => [wallet, reserved])).toEqual([
      [ADA, 0n],
      [BEN, 0n],
    ]);
    // Its two receipts say all of what the file says.
    expect(await record(SEPTEMBER, [[ADA, '15', '0xAB']])).toMatchObject({
      ...{ recorded: 0, before: 2, otherMonths: ['1 of them are of 2026-08, whose lines were open'] },
    });
    const again = record(AUGUST, [[ADA, '15', 'https://basescan.org/tx/0xab']], OPEN);
    await expect(again).rejects.toMatchObject({ problems: [{ code: 'duplicate-receipt' }] });
    expect(await record(AUGUST, [[ADA, '15', '0xab']], { ...OPEN, skipKnown: true })).toMatchObject({ recorded: 0 });
    // It bounced: what it paid of August is taken back by itself, and nobody forgets the other part.
    const bounced = { reference: '0xab', wallet: null, reason: 'bounced' };
    expect(await reverseReceipt({ ...request(SEPTEMBER), ...bounced })).toMatchObject({
      otherMonths: [
        '0xAB is recorded as paid of 2026-08 too: revshare payouts 2026-08 --reverse 0xAB --reason ... takes it back',
      ],
    });
    expect(await reverseReceipt({ ...request(), ...bounced })).toMatchObject({ done: 'reversed', otherMonths: [] });
    expect((await balances(SEPTEMBER)).map(({ wallet, reserved }) => [wallet, reserved])).toEqual([
      [ADA, usd('16')],
      [BEN, 0n],
    ]);
  });

  it('came back is told where the export holds nothing else of the payment, and other rows beside it', async () => {
    await payees(`${ADA},fiat,ada@example.org`);
    const { payouts } = POLICY;
    const fiat = { ...payouts.methods.fiat, minimumUsd: usd('0') };
    const policy = { ...POLICY, payouts: { ...payouts, methods: { ...payouts.methods, fiat } } };
    const shown = (await prepare(AUGUST, { policy, acceptChanges: true })) as ShownPreparation;
    await releaseBatch({ ...request(), policy, digest: shown.release.digest });
    const header =
      'Date,Time,TimeZone,Name,Type,Status,Currency,Gross,Fee,Net,From Email Address,To Email Address,Transaction ID,Reference Txn ID\n';
    const activity = async (rows: string) => {
      const file = join(root, 'activity.csv');
      writeFileSync(file, header + rows);
      return recordReceipts({ ...request(), policy, file, overrides: STRICT, dayOrder: null });
    };
    const paid =
      '14/12/2026,10:00:00,UTC,Ada,Mass Payment,Completed,USD,-10.00,-0.20,-10.20,us@a.b,ada@example.org,P1,\n';
    expect(await activity(paid)).toMatchObject({ recorded: 1, openLines: 0, notPaid: [] });
    const back = (of: string) =>
      `15/12/2026,00:00:00,UTC,Ada,Payment Reversal,Completed,USD,10.00,0.20,10.20,ada@example.org,us@a.b,R-${of},${of}\n`;
    // Of a purchase of somebody else's nothing is recorded.
    expect(await activity(back('P1') + back('P0'))).toMatchObject({
      ...{ recorded: 0, others: 1 },
      notPaid: [
        'P1 came back (Payment Reversal), and is recorded as paid: revshare payouts 2026-08 --reverse P1 --reason ... takes it back',
      ],
    });
    await reverseReceipt({ ...request(), policy, reference: 'P1', wallet: null, reason: 'it came back' });
    await expect(activity(back('P1'))).rejects.toThrow('no-receipts');
  });

  it('once all of a batch is paid, it is not voided', async () => {
    const { batch } = (await prepare()) as ShownPreparation;
    await report([`9.5,T1,${AT},PAID`]);
    expect(await voidBatch({ ...request(), batch: batch.id, published: [], reason: 'wrong date' })).toMatchObject({
      done: 'refused',
      reasons: [expect.stringContaining('is paid')],
    });
  });
});

describe('what is asked before a batch is prepared (R17)', () => {
  it('--early, before the month is due', async () => {
    const before = { asOfMs: Date.UTC(2026, 9, 14, 23, 59) };
    expect(await prepare(AUGUST, before)).toMatchObject({
      done: 'refused',
      reasons: ['the payouts of 2026-08 are due on 2026-10-15: --early prepares them before'],
    });
    expect(await prepare(AUGUST, { ...before, early: true })).toMatchObject({ done: 'prepared' });
  });

  it('caps: nobody goes beyond them', async () => {
    const { payouts } = POLICY;
    const policy = { ...POLICY, payouts: { ...payouts, maxBatchUsd: usd('9.999999'), maxAdjustmentUsd: usd('2') } };
    // 9.50 and a fee of 0.50 go off the balance.
    expect(await prepare(AUGUST, { policy })).toMatchObject({
      done: 'refused',
      reasons: [
        'the batch takes 10.000000 USD off balances; payouts.max_batch_usd is 9.999999: look at its lines (revshare payouts 2026-08 --preview), then raise the cap in the configuration, or hold payees',
      ],
    });
    // Who only looks is told so too.
    const seen = (await prepare(AUGUST, { policy, preview: true })) as ShownPreparation;
    expect(preparationText(seen)).toContain(
      '\nnot prepared as it is: the batch takes 10.000000 USD off balances; payouts.max',
    );
    const plain = await prepare(AUGUST, { preview: true });
    expect(plain).toMatchObject({ done: 'preview', objection: null });
    // What it was looked at with, preparing needs too.
    const next = (asked?: string[]) =>
      preparationText(plain as ShownPreparation, asked)
        .split('\n')
        .at(-2);
    expect(next()).toBe('next  revshare payouts 2026-08');
    expect(next(['--early', '--rate-date', '2026-08-30'])).toBe(
      'next  revshare payouts 2026-08 --early --rate-date 2026-08-30',
    );
    const adjust = (amount: string) =>
      adjustBalance({ ...request(SEPTEMBER), policy, wallet: ADA, amount: usd(amount), reason: 'r' });
    expect(await adjust('-2.000001')).toMatchObject({ done: 'refused' });
    expect(await adjust('-2')).toMatchObject({ done: 'adjusted', split: [] });
  });

  it('several adjustments together beyond the cap of one are told, to who makes them and who releases them', async () => {
    const policy = { ...POLICY, payouts: { ...POLICY.payouts, maxAdjustmentUsd: usd('2') } };
    const adjust = (amount: string) =>
      adjustBalance({ ...request(), policy, wallet: ADA, amount: usd(amount), reason: 'r' });
    expect(await adjust('2')).toMatchObject({ done: 'adjusted', split: [] });
    expect(await adjust('-1')).toMatchObject({ done: 'adjusted', split: [] });
    expect(await adjust('1.5')).toMatchObject({
      done: 'adjusted',
      split: [{ wallet: ADA, amount: usd('3.5'), adjustments: 2 }],
    });
    // 10 + 2 - 1 + 1.50, of which 0.50 are the fee.
    const shown = (await prepare(AUGUST, { policy })) as ShownPreparation;
    expect(shown.batch.lines[0]?.payUsd).toBe(usd('12'));
    const said = '3.500000 USD by 2 adjustments together: more than payouts.max_adjustment_usd, 2.000000';
    expect(preparationText(shown)).toContain(said);
  });

  it('adjustments that give a wallet more than it ever earned want a word of their own', async () => {
    const adjust = (amount: string, moreThanEarned = false) =>
      adjustBalance({ ...request(SEPTEMBER), wallet: BEN, amount: usd(amount), reason: 'r', moreThanEarned });
    // Ben earned 4.00: 2.50 and 1.50 are as much, in however many steps.
    expect(await adjust('2.50')).toMatchObject({ done: 'adjusted', earned: usd('4') });
    expect(await adjust('1.500001')).toMatchObject({
      done: 'refused',
      reasons: [expect.stringContaining('would come to 4.000001 USD, and it earned 4.000000')],
    });
    expect(await adjust('1.50')).toMatchObject({ done: 'adjusted' });
    expect(await adjust('1000000', true)).toMatchObject({ done: 'adjusted' });
    expect(await adjust('-900000')).toMatchObject({ done: 'adjusted' });
  });

  it('no adjustment of a month that is still to come, and nothing before the last act', async () => {
    const adjust = { ...request(monthOf('2062-11')), wallet: ADA, amount: usd('1'), reason: 'typo' };
    expect(await adjustBalance(adjust)).toMatchObject({ reasons: [expect.stringContaining('2062-11 is after')] });
    await prepare();
    expect(await prepare(AUGUST, { asOfMs: Date.UTC(2026, 11, 14) })).toMatchObject({
      done: 'refused',
      reasons: [expect.stringContaining('is before what was last done about payouts, at 2026-12-15')],
    });
  });

  it('the payee of the month of the payment, not of the month that earned', async () => {
    await payees(`${ADA},usdc,${BEN}`, monthOf('2026-12'));
    expect(await prepare(AUGUST, { acceptChanges: true })).toMatchObject({
      batch: { lines: [{ wallet: ADA, destination: '0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb' }] },
    });
  });
});

describe('the token and chain of a batch (R17)', () => {
  const on = (token: string, chainId: string, contract: string | null = null): Partial<PrepareRequest> => {
    const { payouts } = POLICY;
    const claimContract = contract === null ? null : `0x${contract.repeat(40)}`;
    const usdc = { ...payouts.methods.usdc, token: `0x${token.repeat(40)}`, chainId, claimContract };
    return { policy: { ...POLICY, payouts: { ...payouts, methods: { ...payouts.methods, usdc } } } };
  };

  it('make another batch, which is refused while one stands', async () => {
    await prepare(AUGUST, on('1', '8453'));
    const refused = (await prepare(AUGUST, on('2', '42161'))) as PayoutRefusal;
    expect(refused.done).toBe('refused');
    expect(refused.reasons.join('\n')).toContain(`(token 0x${'2'.repeat(40)} on chain 42161) to`);
    expect(await prepare(AUGUST, on('1', '8453'))).toMatchObject({ done: 'already-prepared' });
  });

  /** What the files of the claims of a month say. */
  const claimsOf = (month: string): Record<string, unknown> =>
    JSON.parse(readFileSync(join(root, 'out', month, 'payout', 'usdc-merkle', 'root.json'), 'utf8'));

  it('a contract on a new chain owes nothing of what the old one owed, and there are no transfers beside it', async () => {
    await prepare(AUGUST, on('1', '8453', 'a'));
    await release(AUGUST, on('1', '8453', 'a'));
    // 10 less the fee of 0.50.
    expect(claimsOf('2026-08')).toMatchObject({ contract: `0x${'a'.repeat(40)}`, cumulative_total: '9500000' });
    expect(filesUnder(join(root, 'out', '2026-08', 'payout')).join(' ')).not.toContain('safe');
    await record(AUGUST, [[ADA, '9.5', '0x1']]);
    await final('2026-09', { [ADA]: '6' });
    await prepare(SEPTEMBER, on('2', '42161', 'b'));
    await release(SEPTEMBER, on('2', '42161', 'b'));
    // 6 less the fee of 0.50; the 9.50 of August are owed by the contract on 8453.
    expect(claimsOf('2026-09')).toMatchObject({ chain_id: '42161', cumulative_total: '5500000' });
  });

  it('claims are cumulative over released batches of their contract; what was paid by transfers is not in the root', async () => {
    await prepare(AUGUST, on('1', '8453'));
    await record(AUGUST, [[ADA, '9.5', '0x1']]);
    await final('2026-09', { [ADA]: '6' });
    await prepare(SEPTEMBER, on('1', '8453', 'a'));
    await final('2026-10', { [ADA]: '7' });
    await prepare(OCTOBER, on('1', '8453', 'a'));
    await release(OCTOBER, on('1', '8453', 'a'));
    // 7 - 0.50: September is not released yet.
    expect(claimsOf('2026-10')).toMatchObject({ cumulative_total: '6500000' });
    await release(SEPTEMBER, on('1', '8453', 'a'));
    // And 6 - 0.50; August went by transfers.
    expect(claimsOf('2026-09')).toMatchObject({ cumulative_total: '12000000' });
  });

  it('what a release holds that has lapsed is in no root: a payee who moved is sent none of it by who publishes a later month’s', async () => {
    const given = on('1', '8453', 'a');
    await prepare(AUGUST, given);
    await release(AUGUST, given);
    await final('2026-09', { [BEN]: '6' });
    await prepare(SEPTEMBER, given);
    await release(SEPTEMBER, given);
    // August: 10 - 0.50 of Ada; September: 6 - 0.50 of Ben, beside what he waited with from August.
    const both = Number(claimsOf('2026-09').cumulative_total);
    await payees(`${ADA},usdc,${BEN}`);
    const changed = async (policy = given) => (await payoutStatus({ ...request(SEPTEMBER), ...policy })).changedFiles;
    expect(await changed()).toContain('usdc-merkle/root.json');
    await prepare(SEPTEMBER, given);
    expect(claimsOf('2026-09')).toMatchObject({ claims: 1, cumulative_total: String(both - 9_500_000) });
    expect(await changed()).toEqual([]);
    // The same root is the one that August is voided by.
    const id = (await standing())?.batch.id ?? '';
    const published = [String(claimsOf('2026-09').root)];
    const voiding = { ...request(), ...given, batch: id, reason: 'moved', published };
    expect(await voidBatch(voiding)).toMatchObject({ done: 'voided' });
    expect(await changed()).toEqual([]);
  });

  it('what a published root holds is voided only when the contract has a root without it', async () => {
    const given = on('1', '8453', 'a');
    await prepare(AUGUST, given);
    await release(AUGUST, given);
    const id = (await standing())?.batch.id ?? '';
    const voiding = { ...request(), batch: id, reason: 'wrong token' };
    const refused = (await voidBatch({ ...voiding, published: [] })) as PayoutRefusal;
    // Nothing else is claimed: the root of nothing.
    const none = `0x${'0'.repeat(64)}`;
    expect(refused.reasons).toEqual([
      expect.stringContaining(`set its root to ${none}`),
      expect.stringContaining(`--published ${none} --reason`),
    ]);
    expect(await voidBatch({ ...voiding, published: [`0x${'1'.repeat(64)}`] })).toMatchObject({ done: 'refused' });
    expect(await voidBatch({ ...voiding, published: [none] })).toMatchObject({ done: 'voided' });
    // The contract pays nothing of it any more: by transfers now.
    expect(await prepare(AUGUST, on('1', '8453'))).toMatchObject({ done: 'prepared', batch: { sequence: 2 } });
  });

  it('the token’s own address, or its claim contract’s, is sent nothing: the balance stays, and the others are paid', async () => {
    await payees(`${ADA},usdc,0x${'1'.repeat(40)}`);
    const unpaid = [{ wallet: ADA, reason: 'not-a-destination' }, { wallet: BEN }];
    const given = { acceptChanges: true, preview: true };
    expect(await prepare(AUGUST, { ...on('1', '8453', 'a'), ...given })).toMatchObject({ unpaid });
    expect(await prepare(AUGUST, { ...on('2', '8453', '1'), ...given })).toMatchObject({ unpaid });
    expect(await prepare(AUGUST, { ...on('2', '8453', 'a'), ...given })).toMatchObject({ batch: { lines: [{}] } });
  });
});

describe('the chain of acts (R17)', () => {
  const SQL = `insert into payout_adjustments
    (month, wallet, amount, reason, adjusted_at, adjusted_by, after_batches, after_month)
    values ('2026-08', '${ADA}', 5000000000, 'correction', '2026-12-01T09:00:00.000Z', 'boss', 0, '2026-08')`;
  const acts = (): string => join(root, 'out', 'payout', 'acts.csv');
  const changed = (what: string) => ({ problems: [{ code: 'changed-books', message: expect.stringContaining(what) }] });

  it('a row that no act left stops everything that is done about payouts', async () => {
    await sql.raw(SQL).execute(store.db);
    await expect(prepare()).rejects.toMatchObject(changed('payout_adjustments'));
    await expect(prepare(AUGUST, { preview: true })).rejects.toMatchObject(
      changed('no act of the chain left this row'),
    );
  });

  it('grows with every act, and stands in acts.csv outside the books', async () => {
    await adjustBalance({ ...request(), wallet: BEN, amount: 1n, reason: 'rounding' });
    await prepare();
    await record(AUGUST, [[ADA, '9.5', '0x1']]);
    expect(csvRows(readFileSync(acts(), 'utf8')).map(({ kind }) => kind)).toEqual([
      'adjustment',
      'batch',
      'release',
      'release',
      'receipt',
    ]);
  });

  it('books that know fewer acts than acts.csv, or others, do nothing about payouts', async () => {
    await prepare();
    writeFileSync(acts(), `${readFileSync(acts(), 'utf8')}3,void,2026-08,00,${'0'.repeat(64)},\n`);
    await expect(prepare()).rejects.toMatchObject(changed('it holds 3 acts, the books 2'));
    const shorter = readFileSync(acts(), 'utf8').replace(/^3,void.*\n/m, '');
    writeFileSync(acts(), shorter.replace(/^(2,release,2026-08,[0-9a-f]{64},)[0-9a-f]{64}/m, `$1${'0'.repeat(64)}`));
    await expect(prepare()).rejects.toMatchObject(changed('its act 2 has the SHA-256'));
  });

  it('an act that acts.csv does not hold is shown, and nothing is released before', async () => {
    await prepare();
    const before = readFileSync(acts(), 'utf8');
    await adjustBalance({ ...request(SEPTEMBER), wallet: BEN, amount: 1n, reason: 'rounding' });
    writeFileSync(acts(), before);
    const refused = (await release()) as PayoutRefusal;
    expect(refused.reasons[0]).toContain('act 3 (adjustment) stands in the books and not in payout/acts.csv');
    expect(await prepare(AUGUST, { preview: true })).toMatchObject({
      unlisted: [expect.stringContaining('a run was interrupted')],
    });
    // Who only looks needs no lock: the run that has it may be about to write.
    const lock = lockDataDirectory(request(AUGUST).data.root, { pid: 1, host: 'here', command: 'payouts', since: '' });
    expect(await prepare(AUGUST, { preview: true })).toMatchObject({
      unlisted: [expect.stringContaining('another run is at work')],
    });
    lock.release();
    expect(await prepare()).toMatchObject({ unlisted: [expect.stringContaining('act 3 (adjustment)')] });
    expect(await release()).toMatchObject({ done: 'released' });
  });

  it('nor where acts.csv is not there any more: it holds none of them', async () => {
    await prepare();
    rmSync(acts());
    const refused = (await release()) as PayoutRefusal;
    expect(refused.reasons).toEqual([
      expect.stringContaining('act 1 (batch) stands in the books'),
      'look at the batch again: revshare payouts 2026-08',
    ]);
    expect(await prepare()).toMatchObject({ unlisted: [expect.stringContaining('act 1 (batch)'), expect.anything()] });
    expect(await release()).toMatchObject({ done: 'released' });
  });

  it('is told by whatever writes it into acts.csv, where nobody would see it any more', async () => {
    await prepare();
    await release();
    const before = readFileSync(acts(), 'utf8');
    await adjustBalance({ ...request(SEPTEMBER), wallet: BEN, amount: 1n, reason: 'rounding' });
    writeFileSync(acts(), before);
    const said: string[] = [];
    const given = { ...request(SEPTEMBER), warn: (sentence: string) => said.push(sentence) };
    await adjustBalance({ ...given, wallet: BEN, amount: 2n, reason: 'rounding' });
    await adjustBalance({ ...given, wallet: BEN, amount: 3n, reason: 'rounding' });
    expect(said).toEqual([
      expect.stringContaining('act 4 (adjustment) stands in the books and not in payout/acts.csv'),
    ]);
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
      "insert into payout_lines select batch, 'x', method, destination, currency, 1, 0, 1, '1', 6, null, null, null, null, null, null from payout_lines",
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
