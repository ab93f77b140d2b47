import { expect, it } from 'vitest';
import { assembleAll, rulesOf } from '../../../test/worlds/assembling.ts';
import { month, usd } from '../../../test/worlds/charges.ts';
import { csvInvoice, ledgerRow, readLedger } from '../../../test/worlds/stripe-exports.ts';
import { DecisionBook } from '../../core/close/decision.ts';

it.each([
  // 199.00 and 8 % of tax: 15.92.
  ['a tax that is stated', { subtotal: '199.00', total: '214.92', tax: '15.92' }, []],
  ['one that is not', { subtotal: '199.00', total: '214.92', tax: '0.00' }, ['invoice-does-not-add-up']],
  ['one of which a cent is not', { subtotal: '199.00', total: '214.92', tax: '15.91' }, ['invoice-does-not-add-up']],
  ['one that the subtotal includes', { subtotal: '214.92', total: '214.92', tax: '15.92' }, []],
  ['a discount or a grant', { subtotal: '199.00', total: '100.00', tax: '0.00' }, []],
  ['no column Subtotal', { subtotal: '0.00', total: '214.92', tax: '0.00' }, []],
])('holds the total of a CSV invoice without its tax against its subtotal: %s', async (_, written, expected) => {
  const amounts = { subtotal: usd(written.subtotal), total: usd(written.total), tax: usd(written.tax) };
  const rows = await readLedger([ledgerRow({ gross: written.total })]);
  const groups = (decisions: DecisionBook) => assembleAll(rows, { ...rulesOf(), decisions }, [csvInvoice(amounts)]);
  const found = groups(new DecisionBook([])).flatMap(({ findings }) => findings.map(({ code }) => code));
  expect(found).toEqual(expected);
  const decided = { by: 'ann', at: '', finalMonth: null, note: '' };
  const accept = {
    code: 'invoice-does-not-add-up',
    subject: 'ch_1',
    month: month('2026-10'),
    decision: 'accept',
  } as const;
  const [group] = groups(new DecisionBook([{ ...accept, ...decided }]));
  // What a person accepts posts with the tax that it states.
  expect(group?.charges[0]?.lines[0]?.amounts.tax).toBe(usd(written.tax));
});
