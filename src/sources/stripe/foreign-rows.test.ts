import { describe, expect, it } from 'vitest';
import { assembleAll, rulesOf } from '../../../test/worlds/assembling.ts';
import { month, short, usd } from '../../../test/worlds/charges.ts';
import { csvInvoice, type LedgerRow, ledgerRow, readLedger } from '../../../test/worlds/stripe-exports.ts';
import { type Decision, DecisionBook } from '../../core/close/decision.ts';
import type { Assembled } from '../../core/revenue/assembled.ts';

/** A charge of 20.00 USD and the row of it; a euro is 1.08375 USD in October. */
async function assemble(row: LedgerRow, decided?: Decision['decision'], seen: LedgerRow = {}): Promise<Assembled> {
  const decision: Decision = {
    ...{ code: 'orphan', subject: 'txn_r', month: month('2026-10'), decision: decided ?? 'leave-out' },
    ...{ note: 'x', by: 'ada', at: '', finalMonth: null },
  };
  const rules = { ...rulesOf(), decisions: new DecisionBook(decided === undefined ? [] : [decision]) };
  const euro = { balance_transaction_id: 'txn_r', created_utc: '2026-10-10 12:00:00', currency: 'eur', ...row };
  const rows = await readLedger([ledgerRow(seen), ledgerRow(euro)]);
  const total = usd(seen.customer_facing_amount ?? '20.00');
  const [group, ...more] = assembleAll(rows, rules, [csvInvoice({ total })]);
  if (group === undefined || more.length > 0) throw new Error('the rows are one group');
  return group;
}

const REFUND = { reporting_category: 'refund', source_id: 're_1', gross: '-20.00', fee: '0.50' };

describe('a row that is settled in another currency than its charge', () => {
  it.each([
    ['refund', '-20.00', 'orphan'],
    ['dispute', '-20.00', 'orphan'],
    ['charge_failure', '-20.00', 'orphan'],
    ['dispute_reversal', '20.00', 'orphan-restoration'],
    ['refund_failure', '20.00', 'orphan-restoration'],
  ])('takes nothing of it and waits for a person: %s', async (reporting_category, gross, code) => {
    const group = await assemble({ ...REFUND, reporting_category, gross });
    expect(group.findings).toMatchObject([
      {
        code,
        what: `${reporting_category} re_1 is of charge ch_1, which is in the data in USD, and this row in EUR: accept it as a reduction of its own month`,
      },
    ]);
    expect(group.charges.map(({ events, rowAmounts }) => [events, rowAmounts])).toEqual([[[], []]]);
  });

  it('accepted, it posts in its own month at its own date’s rate, with its fee, beside its charge', async () => {
    const group = await assemble(REFUND, 'accept');
    // 20.00 and 0.50 times 1.08375.
    expect(
      group.charges.map(({ id, lines, events, rowAmounts }) => [
        ...[id, lines.length, events.length],
        ...rowAmounts.map(({ kind, amounts }) => `${kind} ${short(amounts.gross)} ${short(amounts.fee)}`),
      ]),
    ).toEqual([['ch_1', 1, 0, 'refund -21.675 0.00', 'provider-fee 0.00 0.541875']]);
    expect([...group.fates.values()].map(({ fate }) => fate)).toEqual(['booked', 'booked']);
  });

  it('takes the part that the customer saw, where it is in the customer’s currency', async () => {
    const seen = { customer_facing_amount: '18.00', customer_facing_currency: 'eur' };
    const { charges, exclusions, findings } = await assemble({ ...REFUND, gross: '-9.00' }, undefined, seen);
    expect(findings).toEqual([]);
    // Half of 18.00 euros is half of 20.00 dollars; 9.00 times 1.08375 were 9.75375.
    expect(charges[0]?.events).toMatchObject([{ type: 'reduction', amounts: { gross: usd('10.00') } }]);
    expect(charges[0]?.rowAmounts).toMatchObject([{ kind: 'provider-fee', amounts: { fee: 541_875n } }]);
    expect(exclusions).toMatchObject([{ reason: 'fx-difference', amount: 246_250n }]);
  });
});

it('two rows of one charge in two currencies have no sum: nothing of it posts', async () => {
  const group = await assemble({ gross: '5.00' });
  expect(group.findings).toMatchObject([{ code: 'mixed-currencies', what: 'charge ch_1 has rows in EUR and USD' }]);
  expect([...group.fates.values()].map(({ fate }) => fate)).toEqual(['exception', 'exception']);
  expect(group.charges).toEqual([]);
});
