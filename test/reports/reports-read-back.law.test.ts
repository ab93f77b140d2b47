import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { DecisionBook } from '../../src/core/close/decision.ts';
import { INPUT_KINDS } from '../../src/core/close/inputs/input-kind.ts';
import { Exact } from '../../src/core/money/exact-decimal.ts';
import { type Month, monthOf } from '../../src/core/month/month.ts';
import type { MonthAccount } from '../../src/core/payout/ledger/month-account.ts';
import { publishedMonth } from '../../src/core/statement/month-statement.ts';
import { CATEGORIES } from '../../src/core/usage/categories.ts';
import type { MonthWork } from '../../src/core/usage/month-work.ts';
import { checksumAddress } from '../../src/core/wallet/checksum-address.ts';
import { type ReportPiece, reportRecords, rowsOf } from '../../src/files/report-records.ts';
import { csvLines } from '../../src/render/reports/csv.ts';
import { exceptionReader, exceptionsCsv } from '../../src/render/reports/exceptions-csv.ts';
import { manifestJson } from '../../src/render/reports/manifest-json.ts';
import {
  partReader,
  payoutCells,
  payoutCellsReader,
  payoutRows,
  payoutsChunks,
} from '../../src/render/reports/payouts-csv.ts';
import { poolCsv, poolLines, poolReader, reportedPool } from '../../src/render/reports/pool-csv.ts';
import { namesRates, postingReader, postingsHeader, postingsRows } from '../../src/render/reports/postings-csv.ts';
import { readManifest } from '../../src/render/reports/read-manifest.ts';
import { readUsage, usageChunks } from '../../src/render/reports/usage-json.ts';
import { type WorkLists, walletJobsChunks, workReader } from '../../src/render/reports/wallet-jobs-csv.ts';
import { chargeOf, month, SOURCE, usd } from '../worlds/charges.ts';
import { assembled, closeOf, usageOf } from '../worlds/closing.ts';
import { reportedOf } from '../worlds/reported.ts';

/** For every report that is read back: reading what was written gives what was to be written. */

const OCTOBER = month('2026-10');
const directory = mkdtempSync(join(tmpdir(), 'revshare-read-back-'));
const file = join(directory, 'report.csv');
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** The records of a report, read as every report is. */
function recordsOf(csv: string): AsyncGenerator<ReportPiece> {
  writeFileSync(file, csv);
  return reportRecords(file, createHash('sha256').update(csv).digest('hex'));
}

async function readBack<Row>(
  csv: string,
  reader: (header: ReportPiece['columns']) => (record: readonly string[]) => Row,
): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const piece of rowsOf(recordsOf(csv), reader)) rows.push(...piece);
  return rows;
}

const tricky = fc.string({ unit: fc.constantFrom("'", '=', '-', '+', '@', '\t', '\r', '\n', '"', ',', ' ', 'a', 'é') });
const anyText = fc.oneof(fc.string(), tricky);
const named = fc.string({ minLength: 1 });
const amount = fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n });
const points = fc.bigInt({ min: 0n, max: 10n ** 18n });
const jobs = fc.nat();
const anyMonth = fc.integer({ min: monthOf(2000, 1), max: monthOf(2099, 12) }).map((each) => each as Month);
const wallet = fc.stringMatching(/^0x[0-9a-f]{40}$/);
const hash = fc.stringMatching(/^[0-9a-f]{64}$/);
const amounts = fc.record({ gross: amount, tax: amount, fee: amount });
const exclusion = fc.constantFrom('duplicate' as const, 'vendor-model' as const);

const posting = fc.record({
  month: anyMonth,
  originalMonth: anyMonth,
  entry: fc.constantFrom('charge' as const, 'cost' as const),
  provider: fc.constantFrom('stripe' as const, 'apple' as const, 'google' as const, 'costs' as const),
  charge: anyText,
  line: anyText,
  kind: fc.constantFrom('charge' as const, 'refund' as const, 'prior-period' as const),
  event: anyText,
  plan: anyText,
  coverage: fc.option(fc.record({ first: anyMonth, months: fc.integer({ min: 1, max: 36 }), k: jobs })),
  scheduled: fc.boolean(),
  amounts,
  currency: fc.constantFrom('USD', 'EUR', ''),
  rate: fc.option(fc.integer({ min: 1 }).map((each) => new Exact(each).dividedBy(1_000_000))),
  source: fc.record({ input: hash, line: jobs }),
});

describe('a report that is read back', () => {
  it('is what was written: postings.csv', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(posting), async (postings) => {
        const csv = postingsHeader() + postingsRows(postings, 'final');
        const expected = postings.map(reportedOf);
        expect(await readBack(csv, (header) => postingReader(header, true))).toEqual(expected);
        const withoutRates = expected.map((each) => ({ ...each, currency: '', rate: '' }));
        expect(await readBack(csv, (header) => postingReader(header, false))).toEqual(withoutRates);
        // As versions before currency and rate wrote it.
        const older: string[][] = [];
        for await (const { columns, records } of recordsOf(csv)) {
          expect(namesRates(columns)).toBe(true);
          if (older.length === 0) older.push([...columns.keys()].slice(0, -2));
          older.push(...records.map((record) => record.slice(0, -2)));
        }
        const reader = (header: ReportPiece['columns']) => {
          expect(namesRates(header)).toBe(false);
          return postingReader(header, false);
        };
        expect(await readBack(csvLines(older), reader)).toEqual(withoutRates);
      }),
    );
  });

  it('is what was written: pool.csv and payouts.csv', async () => {
    const account = fc.record({
      ...{ broughtForward: amount, adjustments: amount, balance: amount, payout: amount, carriedForward: amount },
      method: fc.option(fc.constantFrom('usdc', 'fiat')),
      reason: anyText,
    });
    const wallets = fc.uniqueArray(fc.tuple(wallet, points, account), { selector: ([each]) => each });
    await fc.assert(
      fc.asyncProperty(wallets, fc.integer({ min: 0, max: 10 ** 6 }), async (each, dollars) => {
        const usage = usageOf(OCTOBER, Object.fromEntries(each.map(([address, spark]) => [address, spark])), 1);
        const charge = chargeOf({ at: '2026-10-10T00:00:00Z', amounts: { gross: `${dollars}.000001` } });
        const usages = [usageOf(month('2026-08'), {}), usageOf(month('2026-09'), {}), usage];
        const { close } = closeOf([assembled({ charges: [charge] })], OCTOBER, { usages });

        const lines = await readBack(poolCsv(close, 'review'), poolReader);
        expect(lines).toEqual(poolLines(close));
        const { share, pool, carriedIn, distributable, distributed, carriedOut } = close.pool;
        const { netRevenue, revenue } = close.pool;
        expect(reportedPool(lines)).toEqual({
          ...{ netRevenue, revenue, share, pool, carriedIn, distributable, distributed, carriedOut },
        });

        const accounts = new Map<string, MonthAccount>(each.map(([address, , own]) => [address, own]));
        const rows = payoutRows(close, 'review', accounts);
        const csv = [...payoutsChunks(rows)].join('');
        const shown = rows.map(({ part }) => ({ ...part, wallet: checksumAddress(part.wallet) }));
        expect(await readBack(csv, partReader)).toEqual(shown);
        const cells = await readBack(csv, payoutCellsReader);
        expect(JSON.stringify(cells)).toBe(JSON.stringify(rows.map(payoutCells)));
      }),
    );
  });

  it('is what was written: exceptions.csv', async () => {
    const exception = fc.record({
      code: named,
      file: fc.option(tricky.filter((each) => each !== '')),
      line: fc.option(jobs),
      ...{ what: anyText, remedy: anyText, decision: anyText, note: anyText, subject: anyText },
    });
    await fc.assert(
      fc.asyncProperty(fc.array(exception), async (exceptions) => {
        expect(await readBack(exceptionsCsv(exceptions), exceptionReader)).toEqual(exceptions);
      }),
    );
  });

  it('is what was written: wallet-jobs.csv', async () => {
    await fc.assert(
      fc.asyncProperty(
        work(),
        fc.array(fc.record({ wallet, originalMonth: anyMonth, jobs, points })),
        async (own, late) => {
          const written: MonthWork = { ...own, late: inOrder(late) };
          const read: WorkLists = { workers: [], models: [], excluded: [], late: [] };
          await readBack([...walletJobsChunks(OCTOBER, 'review', written)].join(''), (header) =>
            workReader(header, read),
          );
          expect(read).toEqual(written);
        },
      ),
    );
  });

  it('is what was written: usage.json', () => {
    const table = fc.record({
      ...{ name: anyText, rows: jobs, sha256: hash },
      ...{ firstMs: fc.option(fc.nat()), lastMs: fc.option(fc.nat()) },
    });
    const finding = fc.record({
      code: fc.constantFrom('job-conflict' as const, 'vendor-model' as const),
      oneCounts: fc.boolean(),
      ...{ jobId: anyText, model: anyText, rows: jobs, points, input: fc.constant(''), line: fc.constant(0) },
    });
    const paidBy = fc.array(fc.record({ paymentModel: anyText, jobs, points }));
    const usage = fc.record({
      month: anyMonth,
      rows: jobs,
      wallets: fc.array(fc.record({ wallet, jobs, points })),
      excluded: fc.array(
        fc.record({ reason: exclusion, jobs, points, paidBy }, { requiredKeys: ['reason', 'jobs', 'points'] }),
      ),
      trialing: fc.record({ jobs, points }),
      findings: fc.array(finding),
    });
    const signal = fc.record({
      signal: fc.constantFrom('share' as const, 'pair' as const),
      ...{ subscriber: wallet, worker: wallet, jobs, points, what: anyText },
    });
    const seen = fc.array(fc.record({ wallet, originalMonth: anyMonth, jobs, points }));
    const refunded = fc.option(fc.record({ jobs, points, jobId: anyText }));
    fc.assert(
      fc.property(fc.record({ table, usage, work: work(), signals: fc.array(signal), refunded, seen }), (record) => {
        expect(readUsage([...usageChunks(record)].join(''))).toEqual(record);
      }),
    );
  });

  it('is what was written: manifest.json', () => {
    // Plans are 30.00 of the 40.00 that were charged: of the fee of 1.00 three quarters count.
    const printed = {
      provider: 'stripe',
      month: OCTOBER,
      currency: 'usd',
      grossUsd: null,
      subscriptionGrossUsd: null,
    } as const;
    const closed = closeOf(
      [
        assembled({
          charges: [chargeOf()],
          printedCharges: [{ ...printed, gross: usd('40'), subscriptionGross: usd('30') }],
          sharedFees: [{ provider: 'stripe', month: OCTOBER, id: 'txn_fee', cost: usd('1'), source: SOURCE }],
        }),
      ],
      OCTOBER,
    );
    const close = { ...closed.close, appleLastDay: { sales: usd('7'), refunds: usd('-5') } };
    expect(close.feeShares).toEqual([
      { provider: 'stripe', plansGross: usd('30'), allGross: usd('40'), currency: 'usd' },
    ]);
    const decision = fc.record({
      ...{
        code: fc.constant('orphan' as const),
        subject: anyText,
        month: anyMonth,
        note: anyText,
        by: anyText,
        at: anyText,
      },
      decision: fc.constantFrom('accept' as const, 'leave-out' as const),
      finalMonth: fc.constant(null),
    });
    const input = fc.record({
      ...{
        kind: fc.constantFrom(...INPUT_KINDS),
        name: anyText,
        sha256: hash,
        bytes: jobs,
        rows: jobs,
        active: fc.boolean(),
        unfinished: fc.boolean(),
      },
      ...{ id: jobs, period: anyText, profile: anyText, evidenceSha256: hash, lakeSha256: hash },
      origin: fc.option(fc.record({ tool: anyText, address: anyText, time: anyText })),
      ...{ firstMs: fc.option(fc.nat()), lastMs: fc.option(fc.nat()) },
    });
    const manifest = fc.record({
      ...{ digest: hash, state: fc.constantFrom('review', 'final'), version: named },
      inputs: fc.array(input),
      files: fc.array(fc.record({ name: fc.constantFrom('pool.csv', 'usage.json'), sha256: hash })),
      chain: fc.option(
        fc.record({
          ...{ previousManifest: fc.option(hash), early: fc.boolean() },
          acts: fc.option(fc.record({ acts: fc.integer({ min: 1, max: 9 }), sha256: hash })),
        }),
      ),
      decisions: fc.uniqueArray(decision, { selector: ({ subject }) => subject }),
      root: hash,
    });
    fc.assert(
      fc.property(manifest, ({ decisions, root, ...rest }) => {
        const book = new DecisionBook(decisions);
        const fixed = {
          close,
          policy: { pool: { share: '0.51' } },
          policyOverTime: null,
          journal: null,
          look: { categories: { image: ['*'] }, signals: { day_jobs: '7' } },
          jobTable: null,
          payoutDue: '2026-12-15',
          says: { due: rest.chain !== null, feeShares: rest.chain !== null, lastDayRefunds: rest.chain !== null },
        };
        const statements = { root, leaves: 3 };
        const read = readManifest(manifestJson({ ...rest, ...fixed, decisions: book, statements }));
        expect([read.month(), read.state(), read.version()]).toEqual(['2026-10', rest.state, rest.version]);
        expect([read.says(), read.payoutDue()]).toEqual([fixed.says, rest.chain === null ? null : '2026-12-15']);
        expect(read.feeShares()).toEqual(rest.chain === null ? [] : close.feeShares);
        expect([read.digest(), read.statementRoot()]).toEqual([rest.digest, root]);
        expect([read.policy(), read.journal(), read.look()]).toEqual([fixed.policy, null, fixed.look]);
        expect(read.published()).toEqual(publishedMonth(close, rest.state, rest.digest));
        expect(read.files()).toEqual(rest.files);
        expect(read.inputs()).toEqual(
          rest.inputs.map(({ kind, name, sha256, rows, active, origin }) => ({
            kind,
            name,
            sha256,
            rows,
            active,
            origin,
          })),
        );
        expect(read.decisions()).toEqual(book.all.map(({ finalMonth: _, ...each }) => each));
        expect(read.acts()).toEqual(rest.chain?.acts ?? null);
        if (rest.chain === null) expect(() => read.early()).toThrow('the manifest has no early');
        else {
          const { previousManifest, early } = rest.chain;
          expect([read.previousManifest(), read.early()]).toEqual([previousManifest, early]);
        }
      }),
    );
  });
});

/** What a month's own jobs come to, in the order of wallets. */
function work() {
  return fc
    .record({
      workers: fc.array(fc.record({ wallet, network: anyText, nft: anyText, jobs, points })),
      models: fc.array(
        fc.record(
          { wallet, model: anyText, jobs, points, category: fc.constantFrom(...CATEGORIES) },
          { requiredKeys: ['wallet', 'model', 'jobs', 'points'] },
        ),
      ),
      excluded: fc.array(fc.record({ wallet, reason: exclusion, jobs, points })),
    })
    .map(({ workers, models, excluded }) => {
      return { workers: inOrder(workers), models: inOrder(models), excluded: inOrder(excluded) };
    });
}

function inOrder<Row extends { readonly wallet: string }>(rows: readonly Row[]): Row[] {
  return rows.toSorted((a, b) => (a.wallet < b.wallet ? -1 : a.wallet > b.wallet ? 1 : 0));
}
