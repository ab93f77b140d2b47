import { describe, expect, it } from 'vitest';
import { chargeOf, month, SOURCE, usd } from '../../../../test/worlds/charges.ts';
import { DAY_MS } from '../../month/durations.ts';
import { utcDate } from '../../month/utc-date.ts';
import type { ChargeEvent, ChargeHistory } from '../../revenue/charge-history.ts';
import { coverageFrom } from '../../revenue/coverage.ts';
import { type Days, PaidStretches } from './paid-stretches.ts';
import { unpaidUse } from './unpaid-use.ts';

const KNOWN = { account: 'acct', provider: 'stripe', subscription: 'sub_1' } as const;

/** First and last day of each stretch. */
function shown(days: readonly Days[]): string[] {
  return days.map(({ from, before }) => `${utcDate(from * DAY_MS)}..${utcDate((before - 1) * DAY_MS)}`);
}

function stretchesOf(...charges: readonly ChargeHistory[]): { paid: string[]; disputed: string[] } {
  const stretches = new PaidStretches([KNOWN]);
  for (const charge of charges) stretches.note(charge);
  const [found] = stretches.result();
  return { paid: shown(found?.paid ?? []), disputed: shown(found?.disputed ?? []) };
}

function reduction(kind: 'refund' | 'dispute', day: string, gross: string): ChargeEvent {
  const amounts = { gross: usd(gross), tax: 0n, fee: 0n };
  return { type: 'reduction', kind, atMs: Date.parse(`${day}T12:00:00Z`), sourceId: kind, amounts, source: SOURCE };
}

describe('the days that a charge pays for', () => {
  it.each([
    // A day more at each end.
    ['2026-10-10T12:00:00Z', 1, '2026-10-09..2026-11-11'],
    ['2026-01-31T12:00:00Z', 1, '2026-01-30..2026-03-02'],
    ['2026-10-10T00:00:00Z', 12, '2026-10-09..2027-10-11'],
  ])('from %s on for %i month(s): %s', (at, months, days) => {
    expect(stretchesOf(chargeOf({ at, months }))).toEqual({ paid: [days], disputed: [] });
  });

  it('are whole months where a line is of other months than its charge', () => {
    const base = chargeOf({ at: '2026-10-10T12:00:00Z', months: 1 });
    const lines = base.lines.map((line) => ({ ...line, coverage: coverageFrom(month('2026-12'), 1) }));
    expect(stretchesOf({ ...base, lines }).paid).toEqual(['2026-11-30..2027-01-02']);
  });

  it('end when all of it was refunded, not when a part was, and not by a refund that failed', () => {
    const at = '2026-10-10T12:00:00Z';
    const refunded = (...events: ChargeEvent[]): string[] =>
      stretchesOf(chargeOf({ at, months: 1, amounts: { gross: '20.00' }, events })).paid;
    expect(refunded(reduction('refund', '2026-10-15', '20.00'))).toEqual(['2026-10-09..2026-10-16']);
    expect(refunded(reduction('refund', '2026-10-15', '19.00'))).toEqual(['2026-10-09..2026-11-11']);
    const atMs = Date.parse('2026-10-20T12:00:00Z');
    const failed: ChargeEvent = { type: 'restoration', atMs, sourceId: 'refund', gross: usd('20.00'), source: SOURCE };
    expect(refunded(reduction('refund', '2026-10-15', '20.00'), failed)).toEqual(['2026-10-09..2026-11-11']);
  });

  it('do not end by a dispute: it says that somebody wants the money back', () => {
    const charge = chargeOf({ at: '2026-10-10T12:00:00Z', months: 1, amounts: { gross: '20.00' } });
    const events = [reduction('dispute', '2026-10-15', '20.00')];
    expect(stretchesOf({ ...charge, events }).paid).toEqual(['2026-10-09..2026-11-11']);
  });

  it('are of the accounts in order of their names', () => {
    const stretches = new PaidStretches(
      ['b', 'c', 'a'].map((account) => ({ ...KNOWN, account, subscription: account })),
    );
    expect(stretches.result().map(({ account }) => account)).toEqual(['a', 'b', 'c']);
  });

  it('are disputed until the dispute is won, or as long as the charge pays', () => {
    const disputed = (...events: ChargeEvent[]): string[] =>
      stretchesOf(chargeOf({ at: '2026-10-10T12:00:00Z', months: 1, events })).disputed;
    const dispute = reduction('dispute', '2026-10-15', '20.00');
    expect(disputed(dispute)).toEqual(['2026-10-16..2026-11-09']);
    const atMs = Date.parse('2026-10-20T12:00:00Z');
    const won: ChargeEvent = { type: 'restoration', atMs, sourceId: 'dispute', gross: usd('20.00'), source: SOURCE };
    expect(disputed(dispute, won)).toEqual(['2026-10-16..2026-10-19']);
    // A refund is no dispute, and what came back of it wins none.
    const refund = reduction('refund', '2026-10-12', '5.00');
    const back = { ...won, sourceId: 'refund', atMs: Date.parse('2026-10-18T12:00:00Z') };
    expect(disputed(refund)).toEqual([]);
    expect(disputed(refund, dispute, back)).toEqual(['2026-10-16..2026-11-09']);
    expect(disputed(refund, dispute, back, won)).toEqual(['2026-10-16..2026-10-19']);
    // Won on the next day: no day was disputed.
    expect(disputed(dispute, { ...won, atMs: Date.parse('2026-10-16T12:00:00Z') })).toEqual([]);
  });

  it('are nobody’s where no row of subscribers.csv names the subscription', () => {
    expect(stretchesOf(chargeOf({ subscription: 'sub_2' }), chargeOf({ provider: 'apple' })).paid).toEqual([]);
  });
});

it('an account with fewer jobs than is told of is left alone', () => {
  const use = [{ account: 'acct', day: 20_000, jobs: 4, points: usd('1.5') }];
  const accounts = [{ account: 'acct', paid: [], disputed: [] }];
  expect(unpaidUse(accounts, use, 5)).toEqual([]);
  expect(unpaidUse(accounts, use, 4).map(({ code, what }) => [code, what])).toEqual([
    ['unpaid-use', '4 credited job(s), 1.500000 Spark, on 1 day(s) that no charge of the account pays for, 2024-10-04'],
  ]);
});
