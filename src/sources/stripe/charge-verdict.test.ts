import { describe, expect, it } from 'vitest';
import { assembleAll, rulesOf } from '../../../test/worlds/assembling.ts';
import { month, usd } from '../../../test/worlds/charges.ts';
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
import { judgeCharge } from './charge-verdict.ts';
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

  it('has two faults: each is accepted by itself, but for a final month that used one', async () => {
    // 61 days, and a total of 24.00 without a tax over a subtotal of 20.00: one decision is about the days, one about 4.00.
    const span = { startMs: Date.UTC(2026, 9, 3), endMs: Date.UTC(2026, 11, 3) };
    const both = csvInvoice({ span, subtotal: usd('20.00'), total: usd('24.00') });
    expect((await waiting(both))[0]).toMatch(/^mixed-periods: .* span 61 days/);
    expect((await waiting(both, [ACCEPTED]))[0]).toMatch(/^invoice-does-not-add-up: .* 24.000000 USD, more than/);
    const accepted = { ...ACCEPTED, code: 'invoice-does-not-add-up' } as const;
    expect((await waiting(both, [accepted]))[0]).toMatch(/^mixed-periods/);
    const codesOf = async (decisions: readonly Decision[]) => {
      const rules = { ...rulesOf(), decisions: new DecisionBook(decisions) };
      const [group] = assembleAll(await readLedger([ledgerRow({ gross: '24.00' })]), rules, [both]);
      return [group?.charges.length, ...(group?.findings ?? []).map(({ code }) => code)];
    };
    expect(await codesOf([ACCEPTED, accepted])).toEqual([1, 'mixed-periods', 'invoice-does-not-add-up']);
    expect(await codesOf([{ ...ACCEPTED, finalMonth: '2026-10' }])).toEqual([1, 'mixed-periods']);
  });

  it('has a line that ends before it begins, of a plan', async () => {
    const period = { start: seconds('2027-10-03T09:16:00Z'), end: seconds('2026-10-03T09:16:00Z') };
    const [invoice] = await readInvoices(apiInvoice({}, [apiLine({ period })]));
    expect(await waiting(invoice)).toEqual(['incomplete-invoice: line il_1 of invoice in_1 ends before it begins']);
  });
});

it('a conflict over a tax that the CSV does not state is none, but where a person decided about it', async () => {
  const [row] = await readLedger([ledgerRow()]);
  if (row === undefined) throw new Error('there is a row');
  const charge = { ...row, source: { input: 'a', line: 2 } };
  const known = { invoice: csvInvoice(), conflict: true, overlapsPaidTerm: false, isAmbiguous: false };
  const verdict = (unstatedTax: boolean, decisions: readonly Decision[] = []) =>
    judgeCharge(charge, { ...known, unstatedTax }, { ...rulesOf(), decisions: new DecisionBook(decisions) });
  const conflicting = { finding: { code: 'conflicting-invoice' } };
  expect(verdict(false)).toMatchObject(conflicting);
  expect(verdict(true)).toHaveProperty('lines');
  expect(verdict(true, [{ ...ACCEPTED, code: 'conflicting-invoice', decision: 'leave-out' }])).toMatchObject(
    conflicting,
  );
});
