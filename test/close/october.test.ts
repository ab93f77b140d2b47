import { beforeAll, describe, expect, it } from 'vitest';
import { workedTable as table } from '../judging/worked-page.ts';
import {
  exact,
  exactSum,
  exampleWorld,
  exceptionCounts,
  type Reconciled,
  reconcile,
  reportRows,
} from '../worlds/world.ts';

/** Sections 9 and 10 of fixtures/README.md are worked by hand; this test holds the program to them, figure by figure. */
const POOL = table('| line | provider | amount_usd |');
const PAYOUTS = table('| wallet | jobs | render_spark | earned_usd |');
const EXCLUSIONS = table('| reason | source | rows | amount_usd | render_spark |');
const EXCEPTIONS = table('| code | count |');
const SUMMARY = table('| figure | value |');
const MONTHS = table('| month | net_revenue_usd | pool_usd | distributed_usd | carried_out_usd |');

/** Numbers compare as exact decimals, everything else as text. */
function value(text: unknown): unknown {
  const shown = String(text);
  return /^-?\d+(\.\d+)?$/.test(shown) ? exact(shown) : shown;
}

function sorted(rows: readonly string[][]): string[] {
  return rows.map((row) => row.join(' | ')).sort();
}

const months = new Map<string, Reconciled>();
let october: Reconciled;

beforeAll(async () => {
  const world = exampleWorld();
  for (const [month = ''] of MONTHS) months.set(month, await reconcile(world, { month }));
  october = months.get('2026-10') as Reconciled;
});

describe('October of the example world, as worked by hand', () => {
  it('the page has its tables', () => {
    const sizes = [POOL, PAYOUTS, EXCLUSIONS, EXCEPTIONS, SUMMARY, MONTHS].map((rows) => rows.length);
    expect(sizes.every((size) => size > 0)).toBe(true);
    expect(MONTHS.map(([month]) => month)).toEqual(['2026-08', '2026-09', '2026-10']);
  });

  it.each(SUMMARY)('summary: %s is %s', (figure, expected) => {
    expect(value(october.document[figure])).toEqual(value(expected));
  });

  it.each(POOL)('pool.csv: %s of %s is %s', (line, provider, amount = '') => {
    const found = reportRows(october, 'pool.csv').filter((row) => row.line === line && row.provider === provider);
    expect(found.map((row) => exact(row.amount_usd ?? ''))).toEqual([exact(amount)]);
  });

  it('pool.csv: no other line has an amount', () => {
    const listed = new Set(POOL.map(([line, provider]) => `${line} ${provider}`));
    const others = reportRows(october, 'pool.csv').filter(
      (row) => !listed.has(`${row.line} ${row.provider}`) && exact(row.amount_usd ?? '') !== 0n,
    );
    expect(others).toEqual([]);
  });

  it('payouts.csv: every wallet, its jobs, render Spark and dollars, and no other wallet', () => {
    const rows = reportRows(october, 'payouts.csv').map((row) =>
      ['wallet', 'jobs', 'render_spark', 'earned_usd'].map((column) => row[column] ?? ''),
    );
    expect(sorted(rows)).toEqual(sorted(PAYOUTS));
  });

  it('exclusions.csv: every reason, and no other', () => {
    const rows = reportRows(october, 'exclusions.csv').map((row) =>
      ['reason', 'source', 'rows', 'amount_usd', 'render_spark'].map((column) => row[column] ?? ''),
    );
    expect(sorted(rows)).toEqual(sorted(EXCLUSIONS));
  });

  it('the JSON lists the same exclusions', () => {
    const rows = october.document.excluded.map((each) => [
      ...[each.reason, each.source, String(each.rows)],
      ...[each.amount_usd ?? '', each.render_spark ?? ''],
    ]);
    expect(sorted(rows)).toEqual(sorted(EXCLUSIONS));
  });

  it('exceptions: as many of each code, in the JSON and in exceptions.csv', () => {
    const expected = Object.fromEntries(EXCEPTIONS.map(([code, count]) => [code, Number(count)]));
    expect(exceptionCounts(october)).toEqual(expected);
    const codes = reportRows(october, 'exceptions.csv').map((row) => row.code);
    expect(codes).toEqual(october.document.exceptions.map((each) => each.code));
    expect(october.code).toBe(1);
  });

  it('August and September have nothing that needs a person', () => {
    for (const month of ['2026-08', '2026-09']) {
      expect(months.get(month)?.document.exceptions).toEqual([]);
      expect(months.get(month)?.code).toBe(0);
    }
  });
});

describe('every month of the page', () => {
  it.each(MONTHS)('%s: net revenue %s, pool %s, distributed %s, carried out %s', (month = '', ...expected) => {
    const document = months.get(month)?.document;
    const figures = ['net_revenue_usd', 'pool_usd', 'distributed_usd', 'carried_out_usd'];
    expect(figures.map((figure) => value(document?.[figure]))).toEqual(expected.map(value));
  });

  it('carries into a month what the month before carries out', () => {
    const documents = [...months.values()].map(({ document }) => document);
    for (const [index, document] of documents.slice(1).entries()) {
      expect(value(document.carried_in_usd)).toEqual(value(documents[index]?.carried_out_usd));
    }
  });

  it.each(MONTHS)('%s: the reports sum to one another', (month = '') => {
    const reconciled = months.get(month) as Reconciled;
    const figure = (name: string): bigint => exact(String(reconciled.document[name]));
    const payouts = reportRows(reconciled, 'payouts.csv');
    const postings = reportRows(reconciled, 'postings.csv');
    expect(exactSum(payouts.map((row) => row.earned_usd ?? ''))).toBe(figure('distributed_usd'));
    expect(exactSum(postings.map((row) => row.net_usd ?? ''))).toBe(figure('net_revenue_usd'));
    expect(figure('pool_usd') + figure('carried_in_usd')).toBe(figure('distributed_usd') + figure('carried_out_usd'));
    expect(figure('pool_usd') + figure('platform_usd')).toBe(figure('net_revenue_usd'));
    // The lines of pool.csv above net_revenue are the postings by provider.
    const ofPool = reportRows(reconciled, 'pool.csv').filter((row) => row.line === 'net_revenue');
    for (const { provider, amount_usd = '' } of ofPool) {
      const own = postings.filter((row) => provider === 'all' || row.provider === provider);
      expect([provider, exactSum(own.map((row) => row.net_usd ?? ''))]).toEqual([provider, exact(amount_usd)]);
    }
  });
});
