import { describe, expect, it } from 'vitest';
import { assembleEach, rulesOf } from '../../../test/worlds/assembling.ts';
import { month, short } from '../../../test/worlds/charges.ts';
import { type LedgerRow, ledgerRow, readLedger } from '../../../test/worlds/stripe-exports.ts';
import { type Decision, DecisionBook } from '../../core/close/decision.ts';

const ACCEPTED: Decision = {
  ...{ code: 'orphan', subject: 'txn_d', month: month('2026-10'), decision: 'accept', note: '' },
  ...{ by: 'ada', at: '2026-11-20T00:00:00.000Z', finalMonth: null },
};

/** A row of a charge that is not in the data. */
const of = (id: string, category: string, day: string, gross: string, fee = '0.00'): LedgerRow =>
  ledgerRow({
    ...{ balance_transaction_id: `txn_${id}`, reporting_category: category, source_id: 'du_1', charge_id: 'ch_gone' },
    ...{ created_utc: `${day} 12:00:00`, gross, fee, invoice_id: '' },
  });
const DISPUTE = of('d', 'dispute', '2026-10-05', '-20.00', '15.00');

async function judged(rows: readonly LedgerRow[], decisions: readonly Decision[] = [ACCEPTED]): Promise<string[]> {
  const rules = { ...rulesOf(), decisions: new DecisionBook(decisions) };
  return assembleEach(await readLedger(rows), rules).flatMap(({ rows: own, group }) => [
    ...group.charges.flatMap(({ rowAmounts }) =>
      rowAmounts.map(({ kind, amounts: { gross, fee } }) => `${kind} ${short(gross)} ${short(fee)}`),
    ),
    ...group.findings.map(({ code, subject }) => `${code} ${subject}`),
    ...own.filter(({ source }) => !group.fates.has(source)).map(() => 'no fate'),
  ]);
}

describe('a dispute whose charge is not in the data', () => {
  it('that was accepted and then won posts again what it took, with the fee of its row', async () => {
    const rows = [DISPUTE, of('w', 'dispute_reversal', '2026-11-05', '20.00', '-15.00')];
    const took = ['dispute -20.00 0.00', 'dispute-fee 0.00 15.00'];
    expect(await judged(rows)).toEqual([...took, 'restoration 20.00 0.00', 'dispute-fee 0.00 -15.00', 'orphan txn_d']);
    expect(await judged(rows, [])).toEqual(['orphan txn_d', 'orphan-restoration txn_w']);
  });

  it('gives back no more than it took, and nothing before it', async () => {
    const back = [
      of('e', 'dispute_reversal', '2026-10-04', '1.00'),
      of('f', 'dispute_reversal', '2026-11-05', '15.00'),
      of('g', 'dispute_reversal', '2026-11-06', '6.00'),
    ];
    expect(await judged([DISPUTE, ...back])).toEqual([
      'dispute -20.00 0.00',
      'dispute-fee 0.00 15.00',
      'restoration 15.00 0.00',
      'orphan-restoration txn_e',
      'orphan txn_d',
      'orphan-restoration txn_g',
    ]);
  });
});
