import { describe, expect, it } from 'vitest';
import { outlined } from '../../../../test/judging/outlined.ts';
import { chargeOf, FROM_THE_START, month, reduction, SOURCE, usd } from '../../../../test/worlds/charges.ts';
import { OCTOBER, postedRow } from '../../../../test/worlds/explained-october.ts';
import type { RowFate, SourcedTransaction } from '../../revenue/assembled.ts';
import { type ChargeFacts, type ChargeRow, chargeExplanation } from './charge-tree.ts';

/** Charged in October over two months: 10.00 with a fee of 0.50. */
const CHARGE = chargeOf({ at: '2026-10-03T10:00:00Z', amounts: { gross: '10', fee: '0.5' }, months: 2 });

function facts(changed: Partial<ChargeFacts> = {}): ChargeFacts {
  const coverage = { first: OCTOBER, last: month('2026-11') };
  return {
    ...{ provider: 'stripe', charge: 'ch_1', month: OCTOBER, known: 'as now known', share: '0.5' },
    postings: [postedRow({ gross: '5', fee: '0.25' }, { coverage })],
    wholeOf: () => ({ amounts: { gross: usd('10'), tax: 0n, fee: usd('0.5') }, share: null }),
    ...{ rows: [], history: CHARGE, policy: FROM_THE_START },
    ...changed,
  };
}

function row(fate: RowFate, decision: ChargeRow['decision'] = null): ChargeRow {
  const transaction: SourcedTransaction = {
    ...{ provider: 'stripe', kind: 'charge', atMs: Date.UTC(2026, 9, 3, 10), rowId: 'txn_1', group: 'ch_1' },
    ...{ gross: usd('10'), fee: usd('0.5'), currency: 'USD', sourceId: 'ch_1', invoice: '', paymentIntent: '' },
    ...{ product: '', terms: '' },
    source: SOURCE,
  };
  return { row: transaction, fate, decision };
}

const HEAD =
  "stripe ch_1: net revenue in 2026-10: 4.750000 USD | 4.750000 | R5 | of that the pool's share: 2.375000 (0.5)";

describe('a charge in a month', () => {
  it('is what it posts there, and beside it what it posts in all', () => {
    // 9.50 over two months: 4.75 each; cut component by component the same.
    expect(outlined(chargeExplanation(facts()))).toEqual([
      HEAD,
      '+ charge of stripe ch_1: 4.750000 USD | trunc(9.500000 * 1/2) - trunc(9.500000 * 0/2) | R5 | monthly, covers 2026-10 to 2026-11 | postings.csv:2:net_usd | ffff:2',
      '* what it posts in all, 2026-10 to 2026-11, as now known: 9.500000 USD | 4.750000 + 4.750000 | R5',
      '  + 2026-10: 4.750000 USD',
      '  + 2026-11: 4.750000 USD',
    ]);
  });

  it('that was reduced posts by R6', () => {
    const events = [reduction('2026-11-02T00:00:00Z', '2', { id: 're_1' })];
    // The refund of 2.00 takes of what November still held: 4.75 - 2.00.
    expect(outlined(chargeExplanation(facts({ history: { ...CHARGE, events } }))).slice(2)).toEqual([
      '* what it posts in all, 2026-10 to 2026-11, as now known: 7.500000 USD | 4.750000 + 2.750000 | R6',
      '  + 2026-10: 4.750000 USD',
      '  + 2026-11: 2.750000 USD',
    ]);
  });

  it('that no rows make up posts nothing, and its rows say why', () => {
    const none = { postings: [], history: null };
    const only = (...of: Parameters<typeof row>): string | undefined =>
      outlined(chargeExplanation(facts({ ...none, rows: [row(...of)] })))[1];
    expect(outlined(chargeExplanation(facts(none)))).toEqual([
      "stripe ch_1: net revenue in 2026-10: 0.000000 USD | it posts nothing in the month | R4 | of that the pool's share: 0.000000 (0.5)",
    ]);
    const shown = '* row of 2026-10-03: charge, gross 10.000000 USD, fee 0.500000';
    expect(only({ fate: 'booked', by: '' })).toBe(`${shown} | booked | ffff:2`);
    expect(only({ fate: 'exception', by: 'unknown-product' })).toBe(
      `${shown} | waits for a person: unknown-product; until then it posts nothing | ffff:2`,
    );
    const decided = { decision: 'leave-out', by: 'Ada', note: 'a test of the shop' } as const;
    expect(only({ fate: 'exception', by: 'unknown-product' }, decided)).toBe(
      `${shown} | unknown-product: Ada decided leave-out (a test of the shop); it posts nothing | ffff:2`,
    );
    // 9.50 at 0.5
    expect(only({ fate: 'left-out', by: 'test-mode' })).toBe(
      `${shown} | R4 | left out: test-mode. An invoice of Stripe’s test mode. Counted, it would bring the pool 4.750000 USD over its months | ffff:2`,
    );
  });
});
