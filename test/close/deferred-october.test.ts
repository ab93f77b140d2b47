import { beforeAll, describe, expect, it } from 'vitest';
import { workedTable } from '../judging/worked-page.ts';
import { exampleWorld, type Reconciled, reconcile, reportRows } from '../worlds/world.ts';

/** Section 10 of fixtures/README.md is worked by hand; this test holds the deferral reports to it, figure by figure. */
const CHARGES = workedTable('| charge | charged | changed | before | in October | after |');
const GROUPS = workedTable(
  '| group | opening | billed | recognised | refunds | disputes | restorations | closing | clawed back | caught up |',
);
const WATERFALL = workedTable('| row | billed | changed | October | to date | remaining |');
const FORWARD = workedTable('| later month | deferred | committed pool |');

let october: Reconciled;

beforeAll(async () => {
  october = await reconcile(exampleWorld(), { month: '2026-10' });
});

function cellsOf(
  name: string,
  columns: readonly string[],
  where: (row: Record<string, string>) => boolean = () => true,
) {
  return reportRows(october, name)
    .filter(where)
    .map((row) => columns.map((column) => row[column] ?? `no column ${column}`));
}

const words = (...parts: (string | undefined)[]): string => parts.filter((part) => part !== '').join(' ');

describe('what October of the example world leaves deferred, as worked by hand', () => {
  it('deferred.csv: every charge that October touches', () => {
    const columns = ['charge', 'charged_usd', 'changed_usd', 'recognised_before_usd', 'recognised_in_usd'];
    expect(cellsOf('deferred.csv', [...columns, 'recognised_after_usd'])).toEqual(CHARGES);
  });

  it('rollforward.csv: the net row of every group, and nothing left unexplained', () => {
    const amounts = [
      'opening_usd',
      'billed_usd',
      'recognised_usd',
      'refunds_from_deferred_usd',
      'disputes_from_deferred_usd',
      'restorations_usd',
      'closing_usd',
      'clawed_back_usd',
      'caught_up_usd',
    ];
    const rows = cellsOf(
      'rollforward.csv',
      ['provider', 'currency', 'plan', ...amounts],
      (row) => row.component === 'net',
    );
    const groups = rows.map(([provider, currency, plan, ...rest]) => [words(provider, currency, plan), ...rest]);
    expect(groups).toEqual(GROUPS);
    const nothing = new Set(cellsOf('rollforward.csv', ['late_usd', 'fx_usd', 'check_usd']).flat());
    expect([...nothing]).toEqual(['0.000000']);
  });

  it('rollforward.csv: gross, tax and fee of every group sum to its net row', () => {
    const micro = (text: string | undefined): bigint => BigInt((text ?? '').replace('.', ''));
    const sums = new Map<string, bigint>();
    for (const row of reportRows(october, 'rollforward.csv')) {
      const key = words(row.provider, row.currency, row.plan);
      const closing = micro(row.closing_usd) * (row.component === 'net' ? -1n : 1n);
      sums.set(key, (sums.get(key) ?? 0n) + closing);
    }
    expect([...sums.values()]).toEqual(GROUPS.map(() => 0n));
  });

  it('waterfall.csv: every charge month of every plan', () => {
    const columns = ['billed_usd', 'changed_usd', '2026-10', 'recognised_to_date_usd', 'remaining_usd'];
    const rows = cellsOf('waterfall.csv', ['provider', 'plan', 'charge_month', ...columns]);
    const named = rows.map(([provider, plan, month, ...rest]) => [words(provider, plan, month), ...rest]);
    expect(named).toEqual(WATERFALL.map(([row = '', ...rest]) => [row.replace(/ \(.*\)$/, ''), ...rest]));
  });

  it('forward.csv: the pool that is committed for the next eleven months', () => {
    const columns = ['later_month', 'deferred_usd', 'committed_pool_usd'];
    expect(cellsOf('forward.csv', columns, (row) => row.provider === 'all')).toEqual(FORWARD);
  });
});
