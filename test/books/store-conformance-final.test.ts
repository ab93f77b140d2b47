import { sql } from 'kysely';
import { expect, it } from 'vitest';
import type { FinalMonth } from '../../src/core/close/prior-periods/final-month.ts';
import { type Month, monthFromText } from '../../src/core/month/month.ts';
import type { Posting } from '../../src/core/revenue/posting.ts';
import type { Database } from '../../src/store/database/open-store.ts';
import { listImports, setImportActive } from '../../src/store/inputs/imports.ts';
import { rowsOfOrders } from '../../src/store/inputs/order-rows.ts';
import { areVersions, holdsAllRows, vanishedRows } from '../../src/store/inputs/replaced-reports.ts';
import { insertSmallRows } from '../../src/store/inputs/small-rows.ts';
import { insertDecision, tieDecisions } from '../../src/store/months/decisions.ts';
import { finalEarned, insertFinalEarned } from '../../src/store/months/final-earned.ts';
import { insertFinalMonth, listFinalMonths, markPublished } from '../../src/store/months/final-months.ts';
import { FinalPostingWriter, PostedCursor, postedCosts } from '../../src/store/months/final-postings.ts';
import { finalSmallRows, insertFinalSmallRows, rowsOfFinalMonths } from '../../src/store/months/final-small-rows.ts';
import { creditedFor, insertFinalUsage } from '../../src/store/months/final-usage.ts';
import { PostedHashes } from '../../src/store/months/posted-hashes.ts';
import { onBoth } from '../running/both-databases.ts';
import { month } from '../worlds/charges.ts';
import { posting } from '../worlds/postings.ts';
import { row, take } from '../worlds/stored-rows.ts';

const AUGUST = month('2026-08');

/** The ids of the imports, by their hash. */
async function idsOf(db: Database): Promise<(sha256: string) => number> {
  const ids = new Map((await listImports(db)).map(({ sha256, id }) => [sha256, id]));
  return (sha256) => ids.get(sha256) ?? 0;
}

function final(name: string): Omit<FinalMonth, 'published'> {
  return {
    month: month(name),
    digest: `digest of ${name}`,
    manifestSha256: 'm',
    carriedOut: '0.00000107',
    finalizedAt: '2026-10-05T00:00:00.000Z',
    finalizedBy: 'ann',
    document: '{"a":1}',
    staged: '.final-1',
  };
}

function postingOf(charge: string, fields: Partial<Posting> = {}): Posting {
  const amounts = { gross: 3n, tax: 2n, fee: -1n };
  const ofAugust = { month: AUGUST, originalMonth: AUGUST, scheduled: false, source: { input: 'a', line: 1 } };
  return posting({ ...ofAugust, charge, amounts, ...fields });
}

async function post(db: Database, of: Month, postings: readonly Posting[]): Promise<void> {
  const writer = new FinalPostingWriter(db, of);
  for (const each of postings) await writer.add(each);
  await writer.flush();
}

/** A month that is final and published, with a row of every kind. */
async function closeAugust(db: Database): Promise<void> {
  await post(db, AUGUST, [postingOf('ch_1')]);
  await insertFinalUsage(db, AUGUST, [{ originalMonth: AUGUST, wallet: '0xa', jobs: 1, points: 5n }]);
  await insertFinalSmallRows(db, AUGUST, 'job-log', ['{}']);
  const said = { decision: 'accept', by: 'ann', at: '', note: '' } as const;
  await insertDecision(db, { code: 'orphan', subject: 'x', month: AUGUST, ...said });
  await tieDecisions(db, '2026-08');
  await insertFinalMonth(db, final('2026-08'));
  await markPublished(db, AUGUST);
}

onBoth((fresh) => {
  it('final months are listed in order, and published once', async () => {
    const { db } = await fresh();
    await insertFinalMonth(db, final('2026-09'));
    await insertFinalMonth(db, final('2026-08'));
    await markPublished(db, AUGUST);
    expect(await listFinalMonths(db)).toEqual([
      { ...final('2026-08'), published: true },
      { ...final('2026-09'), published: false },
    ]);
    await expect(insertFinalMonth(db, final('2026-08'))).rejects.toThrow(/unique|final month/i);
  });

  it('what final months posted is read beside the charges, in the order of bytes', async () => {
    const { db } = await fresh();
    // A charge of many rows comes whole, like any other.
    const many = Array.from({ length: 5004 }, (_, at) => postingOf('ch_many', { source: { input: 'a', line: at } }));
    await post(db, AUGUST, [...many, postingOf('ch_z'), postingOf('ch_Z'), postingOf('ch_é', { provider: 'apple' })]);
    await post(db, month('2026-09'), [
      postingOf('ch_z', { originalMonth: AUGUST, amounts: { gross: 1n, tax: 0n, fee: 0n } }),
      postingOf('b', { entry: 'cost', provider: 'costs' }),
      postingOf('B', { entry: 'cost', provider: 'costs' }),
    ]);
    const cursor = new PostedCursor(db, new PostedHashes());
    const first = await cursor.take('stripe', 'ch_Z');
    expect(first.passed.map((group) => group[0]?.charge)).toEqual(['ch_é']);
    expect(first.own).toHaveLength(1);
    const second = await cursor.take('stripe', 'ch_nothing');
    expect(second.passed.map((group) => group.length)).toEqual([5004]);
    expect(second.passed[0]?.map(({ source }) => source.line)).toEqual(many.map((_, at) => at));
    expect(second.own).toEqual([]);
    const rest = await cursor.rest();
    expect(rest.map((group) => group.map(({ amounts }) => amounts.gross))).toEqual([[3n, 1n]]);
    expect((await postedCosts(db, new PostedHashes())).map(({ charge, provider }) => [charge, provider])).toEqual([
      ['B', 'costs'],
      ['b', 'costs'],
    ]);
  });

  it('what final months posted comes whole: amounts of every size and sign, the source of each', async () => {
    const { db } = await fresh();
    const amounts = { gross: -9_007_199_254_740_993n, tax: 0n, fee: 1n };
    const source = { input: 'f'.repeat(64), line: 1_000_000 };
    await post(db, month('2026-09'), [postingOf('ch, 1 ', { originalMonth: month('2026-09'), amounts, source })]);
    await post(db, month('2026-10'), [postingOf('ch, 1 ', { source: { ...source, line: 2 } })]);
    const cursor = new PostedCursor(db, new PostedHashes());
    const { own } = await cursor.take('stripe', 'ch, 1 ');
    await cursor.close();
    const common = { entry: 'charge', provider: 'stripe', charge: 'ch, 1 ' };
    expect(own).toEqual([
      {
        ...common,
        originalMonth: AUGUST,
        amounts: { gross: 3n, tax: 2n, fee: -1n },
        source: { ...source, line: 2 },
      },
      { ...common, originalMonth: month('2026-09'), amounts, source },
    ]);
  });

  it('what final months posted holds its connection until it is closed, read to its end or not', async () => {
    const { db } = await fresh();
    await post(db, AUGUST, [
      postingOf('ch_1'),
      postingOf('ch_2'),
      postingOf('b', { entry: 'cost', provider: 'costs' }),
    ]);
    for (const charges of [[], ['ch_1'], ['ch_1', 'ch_2', 'ch_3']]) {
      const cursor = new PostedCursor(db, new PostedHashes());
      for (const charge of charges) await cursor.take('stripe', charge);
      await cursor.close();
      expect(await postedCosts(db, new PostedHashes())).toHaveLength(1);
    }
  });

  it('credited points are summed per wallet over the months that credited them', async () => {
    const { db } = await fresh();
    const big = 9_007_199_254_740_993n;
    await insertFinalUsage(db, AUGUST, [
      { originalMonth: AUGUST, wallet: '0xb', jobs: 2, points: big },
      { originalMonth: AUGUST, wallet: '0xa', jobs: 1, points: 1n },
      { originalMonth: month('2026-07'), wallet: '0xa', jobs: 9, points: 9n },
    ]);
    await insertFinalUsage(db, month('2026-09'), [{ originalMonth: AUGUST, wallet: '0xb', jobs: 1, points: big }]);
    expect([...(await creditedFor(db, AUGUST)).values()]).toEqual([
      { wallet: '0xa', jobs: 1, points: 1n },
      { wallet: '0xb', jobs: 3, points: 18_014_398_509_481_986n },
    ]);
    await insertFinalSmallRows(db, AUGUST, 'job-log', ['b', 'B', 'ä', 'a']);
    expect(await finalSmallRows(db, AUGUST, 'job-log')).toEqual(['B', 'a', 'b', 'ä']);
    expect(await finalSmallRows(db, AUGUST, 'participation')).toEqual([]);
  });

  it('a small row that several final months used comes once, with its months in order', async () => {
    const { db } = await fresh();
    const october = month('2026-10');
    await insertFinalSmallRows(db, october, 'job-log', ['b', 'B']);
    await insertFinalSmallRows(db, AUGUST, 'job-log', ['b', 'ä']);
    await insertFinalSmallRows(db, AUGUST, 'controls', ['b']);
    expect(await rowsOfFinalMonths(db, 'job-log')).toEqual([
      { row: 'B', months: [october] },
      { row: 'b', months: [AUGUST, october] },
      { row: 'ä', months: [AUGUST] },
    ]);
    expect(await rowsOfFinalMonths(db, 'participation')).toEqual([]);
  });

  const CHANGES: readonly (readonly [string, string])[] = [
    ['an update of the month', "update months set digest = 'x'"],
    ['a delete of the month', 'delete from months'],
    ['an update of a posting', 'update final_postings set gross = 4'],
    ['a delete of a posting', 'delete from final_postings'],
    [
      'one more posting',
      'insert into final_postings select 99, posted_month, original_month, entry, provider, charge, gross, tax, fee, source, line from final_postings',
    ],
    ['an update of the credit', 'update final_usage set points = 6'],
    ['a delete of the credit', 'delete from final_usage'],
    ['one more credit', "insert into final_usage values ('2026-08', '2026-08', '0xb', 1, 1)"],
    ['an update of a small row', "update final_small_rows set body = ''"],
    ['a delete of a small row', 'delete from final_small_rows'],
    ['one more small row', "insert into final_small_rows values ('2026-08', 'fx', '')"],
    ['an update of a decision it used', 'update decisions set withdrawn = 1'],
    ['a delete of a decision', 'delete from decisions'],
  ];

  it.each(CHANGES)('%s of a final month is refused by the database', async (_, statement) => {
    const { db } = await fresh();
    await closeAugust(db);
    await expect(sql.raw(statement).execute(db)).rejects.toThrow('a final month is never changed');
    expect(await finalSmallRows(db, AUGUST, 'job-log')).toEqual(['{}']);
    // Another month takes what this one refuses.
    await insertFinalUsage(db, month('2026-09'), [{ originalMonth: AUGUST, wallet: '0xa', jobs: 1, points: 1n }]);
  });

  it('a report of the same day replaces its earlier version, and what it lacks has vanished', async () => {
    const { db } = await fresh();
    const kept = { provider: 'apple', group: 'sale_1', rowId: null } as const;
    const lost = { provider: 'apple', group: 'sale_2', rowId: null, kind: 'sale' } as const;
    const apple = { kind: 'apple-subscriber', period: '2026-08-01' } as const;
    // sale_2 three times; the reports in force of that day have it once each: 3 - 2 = 1 has vanished. Its first line is cited.
    await take(db, 'old', [row(2, kept), row(5, lost), row(3, lost), row(4, lost)], { ...apple, rows: 4 });
    await take(db, 'new', [row(2, kept), row(3, lost)], { ...apple, rows: 2 });
    await take(db, 'day', [row(2, lost)], { ...apple, period: '2026-08-02' });
    await take(db, 'vendor', [row(2, lost)], { ...apple, profile: 'other' });
    const idOf = await idsOf(db);
    await setImportActive(db, idOf('old'), false);
    const money = { kind: 'sale', gross: 20_000_000n, fee: 880_000n, currency: 'usd' };
    expect(await vanishedRows(db)).toEqual([
      { provider: 'apple', group: 'sale_2', atMs: 1000, ...money, rows: 1, source: { input: 'old', line: 3 } },
    ]);
  });

  it('Google files of one month that share a row are versions of each other where their names do not tell', async () => {
    const { db } = await fresh();
    const google = { kind: 'google-earnings', period: '202608' } as const;
    const order = { provider: 'google', rowId: null } as const;
    await take(db, 'a', [row(2, { ...order, group: 'GPA.1' })], google);
    await take(db, 'b', [row(2, { ...order, group: 'GPA.2' })], google);
    await take(db, 'c', [row(9, { ...order, group: 'GPA.1' }), row(10, { ...order, group: 'GPA.3' })], google);
    const idOf = await idsOf(db);
    const shares = (one: string, other: string) => areVersions(db, 'shared-transaction', idOf(one), idOf(other));
    expect([await shares('a', 'c'), await shares('c', 'a'), await shares('b', 'c')]).toEqual([true, true, false]);
    expect(await areVersions(db, 'period', idOf('b'), idOf('c'))).toBe(true);
  });

  it('the rows in force of Google’s orders, more orders than one statement takes', async () => {
    const { db } = await fresh();
    const of = (group: string, kind: string) => ({ provider: 'google', group, rowId: null, kind }) as const;
    await take(db, 'a', [
      row(2, of('GPA.1', 'charge')),
      row(3, of('GPA.1', 'google fee')),
      row(4, of('GPA.700', 'tax')),
    ]);
    await take(db, 'b', [row(2, of('GPA.1', 'charge refund'))]);
    await setImportActive(db, (await idsOf(db))('b'), false);
    const orders = Array.from({ length: 700 }, (_, at) => `GPA.${at + 1}`);
    const found = await rowsOfOrders(db, orders);
    expect(found.map(({ order, kind }) => `${order} ${kind}`)).toEqual([
      'GPA.1 charge',
      'GPA.1 google fee',
      'GPA.700 tax',
    ]);
    expect(await rowsOfOrders(db, [])).toEqual([]);
  });

  it('a report holds all rows of another when it has each as often, whatever their order', async () => {
    const { db } = await fresh();
    const one = { provider: 'apple', group: 'sale_1', rowId: null } as const;
    const two = { provider: 'apple', group: 'sale_2', rowId: null } as const;
    await take(db, 'one', [row(2, one)]);
    await take(db, 'both', [row(2, two), row(3, one)]);
    await take(db, 'twice', [row(2, one), row(3, one)]);
    await take(db, 'none', []);
    const idOf = await idsOf(db);
    const holds = (larger: string, smaller: string) => holdsAllRows(db, idOf(larger), idOf(smaller));
    expect([await holds('both', 'one'), await holds('one', 'both'), await holds('one', 'none')]).toEqual([
      true,
      false,
      true,
    ]);
    expect([await holds('twice', 'one'), await holds('one', 'twice'), await holds('both', 'twice')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('a statement holds all rows of another by what its rows say', async () => {
    const { db } = await fresh();
    const of = (month: string, amount: bigint) => ({
      row: { month: monthFromText(month), description: 'Hosting', amount, months: 1 },
      line: 2,
    });
    for (const [sha256, rows] of [
      ['short', [of('2026-08', 1n)]],
      ['long', [of('2026-09', 1n), of('2026-08', 1n)]],
      ['changed', [of('2026-08', 2n)]],
    ] as const) {
      await take(db, sha256, []);
      await insertSmallRows(db, (await idsOf(db))(sha256), 'costs', rows);
    }
    const idOf = await idsOf(db);
    const holds = (larger: string, smaller: string) => holdsAllRows(db, idOf(larger), idOf(smaller));
    expect([await holds('long', 'short'), await holds('short', 'long'), await holds('changed', 'short')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('keeps more wallets than one statement takes, the last of a batch and the first of the next', async () => {
    const { db } = await fresh();
    const wallets = Array.from({ length: 2001 }, (_, at) => `0x${String(at).padStart(40, '0')}`);
    const credited = wallets.map((wallet, at) => {
      return { originalMonth: AUGUST, wallet, jobs: at + 1, points: 10n ** 15n + BigInt(at) };
    });
    await insertFinalUsage(db, AUGUST, credited);
    await insertFinalEarned(
      db,
      AUGUST,
      credited.map(({ wallet, jobs, points }) => ({ wallet, jobs, points, earned: 7n * points })),
    );
    const expected = credited.map(({ wallet, jobs, points }) => [wallet, { wallet, jobs, points }]);
    expect([...(await creditedFor(db, AUGUST))]).toEqual(expected);
    const earned = credited.map(({ wallet, points }) => ({ month: AUGUST, wallet, amount: 7n * points }));
    expect(await finalEarned(db, AUGUST)).toEqual(earned);
  });
});
