import { describe, expect, it } from 'vitest';
import { assembleAll, rulesOf } from '../../../test/worlds/assembling.ts';
import { month } from '../../../test/worlds/charges.ts';
import {
  apiInvoice,
  apiLine,
  csvInvoice,
  ledgerRow,
  readInvoices,
  readLedger,
  seconds,
} from '../../../test/worlds/stripe-exports.ts';
import { type Decision, DecisionBook } from '../../core/close/decision.ts';
import type { Invoice } from './invoice.ts';

const ACCEPTED: Decision = {
  ...{ code: 'mixed-periods', subject: 'ch_1', month: month('2026-10'), decision: 'accept', note: 'x' },
  ...{ by: 'ada', at: '2026-11-02T00:00:00Z', finalMonth: null },
};

/** The exceptions of a charge of the invoice, of which nothing posts. */
async function waiting(invoice: Invoice | undefined, decisions: readonly Decision[] = []): Promise<string[]> {
  const rules = { ...rulesOf(), decisions: new DecisionBook(decisions) };
  const [group] = assembleAll(await readLedger([ledgerRow()]), rules, invoice === undefined ? [] : [invoice]);
  expect(group?.charges).toEqual([]);
  return (group?.findings ?? []).map(({ code, what }) => `${code}: ${what}`);
}

describe('an invoice that nothing can be spread by', () => {
  it('has no span: accepted, it goes on waiting, under a code that cannot be accepted', async () => {
    const what = 'invoice in_1 names no span of time that its lines cover';
    const noSpan = csvInvoice({ span: null });
    expect((await waiting(noSpan))[0]).toMatch(/^mixed-periods/);
    expect(await waiting(noSpan, [ACCEPTED])).toEqual([`incomplete-invoice: ${what}`]);
  });

  it('has a line that ends before it begins, of a plan', async () => {
    const period = { start: seconds('2027-10-03T09:16:00Z'), end: seconds('2026-10-03T09:16:00Z') };
    const [invoice] = await readInvoices(apiInvoice({}, [apiLine({ period })]));
    expect(await waiting(invoice)).toEqual(['incomplete-invoice: line il_1 of invoice in_1 ends before it begins']);
  });
});
