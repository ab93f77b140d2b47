import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assembledGroups, type JudgedRows } from '../../src/app/close/facts/assembled-groups.ts';
import { formatMicro } from '../../src/core/money/micro.ts';
import type { Transaction } from '../../src/core/revenue/transaction.ts';
import { openingTransaction } from '../../src/sources/small/opening-charge.ts';
import { openStore, type Store } from '../../src/store/database/open-store.ts';
import { rulesOf } from '../worlds/assembling.ts';
import { month, usd } from '../worlds/charges.ts';
import { all, row, take } from '../worlds/stored-rows.ts';
import { scratch } from '../worlds/world.ts';

const AT = Date.parse('2026-10-05T00:00:00Z');

function opening(provider: 'stripe' | 'google', charge: string, gross = '120.00'): Transaction {
  const amounts = { gross: usd(gross), tax: 0n, fee: usd('3.60') };
  return openingTransaction({
    provider,
    charge,
    plan: 'unlimited',
    firstMonth: month('2026-03'),
    months: 12,
    ...amounts,
  });
}

describe('a charge older than the exports', () => {
  let store: Store;
  beforeEach(async () => {
    store = await openStore(scratch());
  });
  afterEach(async () => {
    await store.close();
  });

  async function judged(...rows: readonly Partial<Transaction>[]): Promise<JudgedRows[]> {
    const stored = rows.map((fields, at) => row(at + 2, { atMs: AT, currency: 'USD', fee: 0n, ...fields }));
    await take(store.db, 'a', stored);
    return all(assembledGroups(store.db, rulesOf(), { fromMs: 0, beforeMs: 1 }, []));
  }

  /** `line fate by` of each row, then the codes that were found. */
  function become(groups: readonly JudgedRows[]): string[] {
    return groups.flatMap(({ rows, group }) => [
      ...rows.map(({ source }) => {
        const { fate, by } = group.fates.get(source) ?? { fate: 'none', by: '' };
        return `${source.line} ${fate} ${by}`.trim();
      }),
      ...group.findings.map(({ code, subject }) => `${code} ${subject}`),
    ]);
  }

  it('of a plan that revshare.yaml does not name waits for a person, with its rows, and posts nothing (R4)', async () => {
    const refund = {
      provider: 'stripe',
      group: 'ch_1',
      kind: 'refund',
      sourceId: 're_1',
      gross: usd('-20.00'),
    } as const;
    const groups = await judged({ ...opening('stripe', 'ch_1'), terms: '12 0 unlimited_por' }, refund);
    expect(groups.flatMap(({ group }) => group.charges)).toEqual([]);
    expect(become(groups)).toEqual([
      '2 exception unknown-product',
      '3 exception unknown-product',
      'unknown-product ch_1',
    ]);
  });

  it('is changed by its refunds; a row of unknown type beside them is an exception', async () => {
    const order = {
      provider: 'google',
      group: 'GPA.1',
      sourceId: 'GPA.1',
      product: 'ai.app.pkg/unlimited/annual',
    } as const;
    const groups = await judged(
      opening('google', 'GPA.1'),
      { ...order, kind: 'charge refund', gross: usd('-12.00') },
      { ...order, kind: 'odd', gross: usd('-1.00') },
      { ...order, kind: 'google fee', gross: usd('-0.30') },
    );
    expect(become(groups).sort()).toEqual([
      '2 booked',
      '3 booked',
      '4 exception unknown-type',
      '5 exception incomplete-order',
      'incomplete-order GPA.1 ai.app.pkg/unlimited/annual 2026-10-05 google fee -0.300000 USD',
      'unknown-type GPA.1 ai.app.pkg/unlimited/annual 2026-10-05 odd -1.000000 USD',
    ]);
  });

  it('gets back in dollars what a rebill of another currency brings back, component by component', async () => {
    const order = {
      provider: 'google',
      group: 'GPA.1',
      product: 'ai.app.pkg/unlimited/annual',
      currency: 'EUR',
    } as const;
    const groups = await judged(
      opening('google', 'GPA.1'),
      { ...order, kind: 'google fee refund', gross: usd('3.00') },
      { ...order, kind: 'google fee rebill', gross: usd('-3.00'), atMs: AT + 1 },
    );
    const [charge] = groups.flatMap(({ group }) => group.charges);
    // 3.00 x 1.08375.
    expect(charge?.events).toMatchObject([
      { type: 'reduction', amounts: { gross: 0n, fee: usd('3.25125') } },
      { type: 'restoration', gross: 0n, taxAndFee: { tax: 0n, fee: usd('3.25125') } },
    ]);
  });

  it('is changed once by what Google prints of one refund or rebill on three rows (R6, R7)', async () => {
    const order = { provider: 'google', group: 'GPA.1', product: 'ai.app.pkg/unlimited/annual' } as const;
    const later = { ...order, atMs: AT + 1 };
    const groups = await judged(
      opening('google', 'GPA.1'),
      { ...order, kind: 'charge refund', gross: usd('-20.00') },
      { ...order, kind: 'google fee refund', gross: usd('3.00') },
      { ...order, kind: 'tax refund', gross: usd('1.50') },
      { ...later, kind: 'charge rebill', gross: usd('20.00') },
      { ...later, kind: 'google fee rebill', gross: usd('-3.00') },
    );
    expect(become(groups)).toEqual(['2 booked', '3 booked', '4 booked', '5 booked', '6 booked', '7 booked']);
    expect(groups.flatMap(({ group }) => group.charges)[0]?.events).toMatchObject([
      { type: 'reduction', amounts: { gross: usd('20.00'), tax: usd('1.50'), fee: usd('3.00') } },
      { type: 'restoration', gross: usd('20.00'), taxAndFee: { tax: 0n, fee: usd('3.00') } },
    ]);
  });

  it('is changed by Stripe’s rows; one of unknown category is an exception', async () => {
    const groups = await judged(
      opening('stripe', 'ch_1'),
      { kind: 'dispute', sourceId: 'du_1', gross: usd('-12.00'), fee: usd('15.00') },
      { kind: 'brand_new', gross: usd('-1.00') },
    );
    expect(become(groups)).toEqual(['2 booked', '3 booked', '4 exception unknown-category', 'unknown-category txn_4']);
  });

  it('is not in another currency because its schedule has words: what goes beyond it waits for a person (R6)', async () => {
    const groups = await judged(opening('stripe', 'ch_1'), {
      kind: 'dispute',
      sourceId: 'du_1',
      gross: usd('-130.00'),
    });
    const events = groups.flatMap(({ group }) => group.charges.flatMap((charge) => charge.events));
    // Only of what a customer saw in another currency is the excess the exchange rate's.
    expect(events.map((event) => ('excess' in event ? event.excess : 'waits'))).toEqual(['waits']);
    expect(events.map((event) => event.type)).toEqual(['reduction']);
  });

  it('gives way to the charge that an export holds, and says so', async () => {
    const groups = await judged(opening('stripe', 'ch_1'), { kind: 'charge', gross: usd('120.00') });
    expect(become(groups)).toEqual(['2 left-out opening-replaced', '3 left-out not-subscription']);
  });

  it('that stands twice counts once', async () => {
    const same = await judged(opening('stripe', 'ch_1'), opening('stripe', 'ch_1'));
    expect(become(same)).toEqual(['2 booked', '3 left-out opening-replaced']);
    expect(same.flatMap(({ group }) => group.charges.map(({ printed }) => formatMicro(printed.gross)))).toEqual([
      '120.000000',
    ]);
  });

  it('of two contents waits for a person, whichever came first', async () => {
    const groups = await judged(opening('stripe', 'ch_1'), opening('stripe', 'ch_1', '121.00'));
    expect(become(groups)).toEqual([
      '2 exception conflicting-transaction',
      '3 exception conflicting-transaction',
      'conflicting-transaction ch_1',
    ]);
  });
});
