import { describe, expect, it } from 'vitest';
import { chargeOf, month, reduction, restoration, SOURCE, short, usd } from '../../../test/worlds/charges.ts';
import { assembled, closeOf, POLICY, policyWith, usageOf } from '../../../test/worlds/closing.ts';
import { formatExact } from '../money/exact-decimal.ts';
import { type Month, monthOf } from '../month/month.ts';
import type { ChargeHistory } from '../revenue/charge-history.ts';
import type { Provider } from '../revenue/provider.ts';
import type { CostItem } from './costs.ts';
import type { FindingCode } from './finding.ts';
import { concernsClose } from './finding-scope.ts';
import { netRevenueOf, REVENUE_LINES, type RevenueProvider } from './net-revenue.ts';

const OCTOBER = month('2026-10');
const charges = (...each: ChargeHistory[]) => [assembled({ charges: each })];
const cost = (description: string, amount: string, months = 1, of = '2026-10'): CostItem => {
  return { month: month(of), description, amount: usd(amount), months, source: SOURCE };
};

/** The lines of pool.csv that are not zero. */
function linesOf(closed: ReturnType<typeof closeOf>, provider: RevenueProvider = 'stripe'): string[] {
  const lines = closed.close.revenue.lines[provider];
  return REVENUE_LINES.filter((name) => lines[name] !== 0n).map((name) => `${name} ${short(lines[name])}`);
}

describe('net revenue line by line (R10)', () => {
  const history = chargeOf({
    at: '2026-09-10T00:00:00Z',
    amounts: { gross: '120.00', tax: '12.00', fee: '6.00' },
    events: [
      reduction('2026-10-05T00:00:00Z', '55.00', { id: 're_1' }),
      reduction('2026-10-06T00:00:00Z', '10.00', { id: 'dp_1', kind: 'dispute' }),
      restoration('2026-10-07T00:00:00Z', '10.00', 'dp_1'),
    ],
    rowAmounts: [
      {
        kind: 'dispute-fee',
        month: OCTOBER,
        amounts: { gross: 0n, tax: 0n, fee: usd('15.00') },
        sourceId: 'dp_1',
        source: SOURCE,
      },
      {
        kind: 'provider-fee',
        month: OCTOBER,
        amounts: { gross: 0n, tax: 0n, fee: usd('0.25') },
        sourceId: 're_1',
        source: SOURCE,
      },
    ],
  });

  it('gross is what the charge’s own schedule posts, refund and dispute what those change', () => {
    const closed = closeOf(charges(history), OCTOBER, { costs: [cost('GPU audit', '4.00')] });
    // U in October: gross 110, tax 11. Refund 55 and tax 5.50: half is left, so -5 of gross and -0.50 of tax in October.
    // Dispute 10 and tax 1 of what is left, 55 and 5.50 over 11: -10/11 and -1/11, cut, and back the next day.
    expect(linesOf(closed).filter((line) => !/dispute |restoration/.test(line))).toEqual([
      'gross 10.00',
      'customer_tax -1.00',
      'provider_fee -0.75',
      'refund -4.50',
      'dispute_fee -15.00',
    ]);
    const { dispute, restoration: back } = closed.close.revenue.lines.stripe;
    expect(dispute + back).toBe(0n);
    // -(0.909090.. - 0.090909..) = -0.818181..
    expect(short(dispute)).toMatch(/^-0\.81818[12]$/);
    expect(linesOf(closed, 'costs')).toEqual(['cost -4.00']);
    // 10 - 1 - 0.75 - 4.50 - 15 - 4.
    expect(short(closed.close.revenue.total)).toBe('-15.25');
  });

  it('the postings of the month sum to it', () => {
    const { close, postings } = closeOf(charges(history), OCTOBER, { costs: [cost('GPU audit', '4.00')] });
    const sum = postings.reduce((net, { amounts }) => net + amounts.gross - amounts.tax - amounts.fee, 0n);
    expect(sum).toBe(close.revenue.total);
    expect(netRevenueOf(close.revenue.lines.stripe) + netRevenueOf(close.revenue.lines.costs)).toBe(sum);
    expect(close.postings).toBe(postings.length);
  });
});

describe('a row that posts by itself', () => {
  it('posts in its own month, also before the month of its charge', () => {
    const history = chargeOf({
      at: '2026-11-02T00:00:00Z',
      amounts: { gross: '20.00' },
      rowAmounts: [
        {
          kind: 'provider-fee',
          month: OCTOBER,
          amounts: { gross: 0n, tax: 0n, fee: usd('18.79') },
          sourceId: 'levy',
          source: SOURCE,
        },
      ],
    });
    // The charge itself posts from November on.
    expect(short(closeOf(charges(history), OCTOBER).close.revenue.total)).toBe('-18.79');
  });
});

describe('costs (R9)', () => {
  it('spread over the months they name, by R5', () => {
    const amounts = ['2026-09', '2026-10', '2026-11', '2026-12'].map((each) =>
      short(closeOf([], month(each), { costs: [cost('audit', '10.00', 3, '2026-09')] }).close.revenue.total),
    );
    // 10 / 3: 3.333333, 6.666666, 10.
    expect(amounts).toEqual(['-3.333333', '-3.333333', '-3.333334', '0.00']);
  });

  it('post nothing in months that they do not name, and are not counted there', () => {
    const { close, postings } = closeOf([], OCTOBER, { costs: [cost('audit', '10.00', 1, '2026-09')] });
    expect([postings, close.postings]).toEqual([[], 0]);
  });

  it('the part of a shared fee that does not count is listed', () => {
    const printed = { month: OCTOBER, currency: 'USD', gross: usd('100'), subscriptionGross: usd('75') };
    const group = assembled({
      printedCharges: [{ provider: 'stripe', ...printed, grossUsd: usd('100'), subscriptionGrossUsd: usd('75') }],
      sharedFees: [{ provider: 'stripe', month: OCTOBER, id: 'txn_fee', cost: usd('10.00'), source: SOURCE }],
    });
    const closed = closeOf([group], OCTOBER);
    expect(linesOf(closed)).toEqual(['cost -7.50']);
    expect(closed.close.exclusions).toEqual([
      { reason: 'shared-fee-rest', source: 'stripe', rows: 1, amount: usd('-2.50') },
    ]);
    // Where all of it counts there is no such part.
    const whole = closeOf([group], OCTOBER, { policy: policyWith({ sharedFees: 'all' }) });
    expect([linesOf(whole), whole.close.exclusions]).toEqual([['cost -10.00'], []]);
  });

  it('which part of its own month’s fees counts is told, store by store, where not all or nothing does', () => {
    const charged = (provider: Provider, of: Month, gross: string, plans: string) => {
      const amounts = { gross: usd(gross), subscriptionGross: usd(plans) };
      return { provider, month: of, currency: 'USD', ...amounts, grossUsd: null, subscriptionGrossUsd: null };
    };
    const fee = (provider: Provider, of: Month) => {
      return { provider, month: of, id: `fee_${provider}`, cost: usd('1.00'), source: SOURCE };
    };
    const SEPTEMBER = month('2026-09');
    const group = assembled({
      printedCharges: [
        charged('google', OCTOBER, '40', '30'),
        charged('stripe', OCTOBER, '100', '75'),
        charged('stripe', SEPTEMBER, '100', '20'),
        charged('apple', OCTOBER, '100', '50'),
      ],
      sharedFees: [fee('google', OCTOBER), fee('stripe', SEPTEMBER), fee('stripe', OCTOBER), fee('google', SEPTEMBER)],
    });
    const [google, stripe] = [
      { provider: 'google', plansGross: usd('30'), allGross: usd('40'), currency: 'USD' },
      { provider: 'stripe', plansGross: usd('75'), allGross: usd('100'), currency: 'USD' },
    ];
    expect(closeOf([group], OCTOBER).close.feeShares).toEqual([stripe, google]);
    expect(closeOf([group], SEPTEMBER).close.feeShares).toEqual([{ ...stripe, plansGross: usd('20') }]);
    for (const sharedFees of ['all', 'none'] as const)
      expect(closeOf([group], OCTOBER, { policy: policyWith({ sharedFees }) }).close.feeShares).toEqual([google]);
    const whole = { ...group, printedCharges: [charged('stripe', OCTOBER, '100', '100')] };
    expect(closeOf([whole], OCTOBER).close.feeShares).toEqual([]);
  });
});

describe('what a close lists beside its figures', () => {
  it('a claw-back of what was never shared, and a reduction beyond the gross', () => {
    const history = chargeOf({
      at: '2026-01-10T00:00:00Z',
      events: [
        reduction('2026-10-05T00:00:00Z', '120.00', { id: 're_1' }),
        reduction('2026-10-06T00:00:00Z', '5.00', { id: 're_2' }),
      ],
    });
    const { close } = closeOf(charges(history), OCTOBER);
    // U = 3 x 10 = 30; -90, of which August and September were shared: -20 posts and -70 is listed.
    expect(short(close.revenue.total)).toBe('-20.00');
    expect(close.exclusions).toEqual([
      { reason: 'before-first-month', source: 'stripe', rows: 1, amount: usd('-70.00') },
    ]);
    expect(close.findings.map((each) => [each.code, each.subject])).toEqual([['over-reduced', 'ch_1 re_2 5.000000']]);
  });

  it('a dispute of 20.31 on a charge of 20.00: 20.00 comes back, 0.31 waits for a person, and comes back with it', () => {
    const history = chargeOf({
      at: '2026-09-10T00:00:00Z',
      amounts: { gross: '20.00' },
      months: 1,
      events: [
        reduction('2026-10-05T00:00:00Z', '20.31', { id: 'du_1', kind: 'dispute' }),
        restoration('2026-11-05T00:00:00Z', '20.31', 'du_1'),
      ],
    });
    const told = (of: string, decision?: 'accept' | 'leave-out'): unknown[] => {
      const about = { code: 'over-reduced', subject: 'ch_1 du_1', month: OCTOBER } as const;
      const said = { note: 'as the bank states', by: 'ada', at: '2026-12-01T00:00:00Z', finalMonth: null };
      const decisions = decision === undefined ? [] : [{ ...about, decision, ...said }];
      const { close, postings } = closeOf(charges(history), month(of), { decisions });
      expect(close.deferral.mismatches).toEqual([]);
      const found = close.findings.map(({ what, decision: made }) => `${what}: ${made?.decision ?? 'open'}`);
      return [short(close.revenue.total), postings.map(({ kind }) => kind), found];
    };
    const what = 'dispute du_1 goes beyond the gross of charge ch_1 by 0.310000 USD';
    expect(told('2026-10')).toEqual(['-20.00', ['dispute'], [`${what}: open`]]);
    expect(told('2026-10', 'leave-out')).toEqual(['-20.00', ['dispute'], [`${what}: leave-out`]]);
    expect(told('2026-10', 'accept')).toEqual(['-20.31', ['dispute'], [`${what}: accept`]]);
    expect(told('2026-11')).toEqual(['20.00', ['restoration'], []]);
    expect(told('2026-11', 'accept')).toEqual(['20.31', ['restoration'], []]);
  });

  it('what another day’s rate made of a refund beyond the gross, outside the pool', () => {
    const refund = { ...reduction('2026-10-05T00:00:00Z', '22.10', { id: 're_1' }), excess: 'exchange' as const };
    const history = chargeOf({ at: '2026-09-10T00:00:00Z', amounts: { gross: '21.60' }, months: 1, events: [refund] });
    const { close } = closeOf(charges(history), OCTOBER);
    expect([short(close.revenue.total), close.findings]).toEqual(['-21.60', []]);
    expect(close.exclusions).toEqual([{ reason: 'fx-difference', source: 'stripe', rows: 1, amount: usd('-0.50') }]);
  });

  it('nothing that happens after the month', () => {
    const later = chargeOf({
      at: '2026-10-10T00:00:00Z',
      events: [reduction('2026-11-05T00:00:00Z', '200.00'), restoration('2026-11-06T00:00:00Z', '5.00', 'none')],
    });
    const next = chargeOf({ id: 'ch_2', at: '2026-11-01T00:00:00Z' });
    const { close } = closeOf(charges(later, next), OCTOBER);
    expect([short(close.revenue.total), close.findings, close.exclusions]).toEqual(['10.00', [], []]);
    const { close: november } = closeOf(charges(later, next), month('2026-11'));
    expect(november.findings.map((each) => each.code)).toEqual(['orphan-restoration', 'over-reduced']);
  });

  it('Apple’s sales of the last day', () => {
    const apple = (id: string, at: string) =>
      chargeOf({ id, at, provider: 'apple', months: 1, amounts: { gross: '20.00' } });
    const { close } = closeOf(
      charges(
        apple('a', '2026-10-30T00:00:00Z'),
        apple('b', '2026-10-31T00:00:00Z'),
        apple('c', '2026-11-01T00:00:00Z'),
      ),
      OCTOBER,
    );
    expect(close.appleLastDay).toEqual({ sales: usd('20.00'), refunds: 0n });
  });
});

describe('months before the one that closes (R10)', () => {
  it('carry what they did not distribute', () => {
    const history = chargeOf({ at: '2026-08-10T00:00:00Z', amounts: { gross: '120.00' } });
    const usages = [
      usageOf(month('2026-08'), {}, 5),
      usageOf(month('2026-09'), { '0xa': 1n }),
      usageOf(OCTOBER, { '0xa': 1n, '0xb': 2n }),
    ];
    const { close } = closeOf(charges(history), OCTOBER, { usages });
    // 5.10 a month. August: nobody is credited, 5.10 carried. September: 10.20 paid. October: 1.70 and 3.40.
    expect(close.earlier.map(({ pool }) => [formatExact(pool.carriedIn), pool.distributed])).toEqual([
      ['0.000000', 0n],
      ['5.100000', usd('10.20')],
    ]);
    expect(close.pool.parts.map((part) => [part.wallet, part.earned])).toEqual([
      ['0xa', usd('1.70')],
      ['0xb', usd('3.40')],
    ]);
  });

  it('are not shared before first_month', () => {
    const history = chargeOf({ at: '2026-07-10T00:00:00Z' });
    const { close } = closeOf(charges(history), OCTOBER);
    // August and September paid theirs: 5.10 of October alone, nothing of July.
    expect(formatExact(close.pool.carriedIn)).toBe('0.000000');
    expect(close.pool.distributed).toBe(usd('5.10'));
    expect(close.earlier.map((each) => each.month)).toEqual([month('2026-08'), month('2026-09')]);
  });
});

describe('which exceptions concern a close', () => {
  const concerns = (code: FindingCode, of: string) =>
    concernsClose({ code, subject: 's', month: month(of), what: 'w', source: null }, POLICY.firstMonth, OCTOBER);

  it('those up to its month whose charge can reach a shared one', () => {
    // Twelve months from September 2025 end in August 2026, the first shared month.
    expect(concerns('missing-invoice', '2025-09')).toBe(true);
    expect(concerns('missing-invoice', '2025-08')).toBe(false);
    expect(concerns('missing-invoice', '2026-11')).toBe(false);
    expect(concerns('orphan', '2026-08')).toBe(true);
    expect(concerns('orphan', '2026-07')).toBe(false);
    // What an orphan of that month takes is not asked either, and nothing can come back of it.
    expect(concerns('orphan-restoration', '2026-07')).toBe(false);
    expect(concerns('orphan-restoration', '2026-08')).toBe(true);
    // An accepted row of which nobody knows what it is posts in its own month.
    for (const unknown of ['unknown-category', 'unknown-type', 'unallocated'] as const) {
      expect([concerns(unknown, '2026-07'), concerns(unknown, '2026-08')]).toEqual([false, true]);
    }
    expect(monthOf(2026, 10)).toBe(OCTOBER);
  });
});
