import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readApple } from '../../test/worlds/apple-exports.ts';
import { appleRows, googleRows, ledgerInvoices, ledgerRows } from '../../test/worlds/arbitrary-export-rows.ts';
import { assembleAll, type Line, rulesOf } from '../../test/worlds/assembling.ts';
import { month } from '../../test/worlds/charges.ts';
import { closeOf } from '../../test/worlds/closing.ts';
import { readGoogle } from '../../test/worlds/google-exports.ts';
import { readLedger } from '../../test/worlds/stripe-exports.ts';
import type { Invoice } from './stripe/invoice.ts';

type Row = Record<string, string>;

const RULES = rulesOf([
  { date: '2026-10', currency: 'EUR', rate: '1.08375' },
  { date: '2026-11', currency: 'EUR', rate: '1.1' },
]);
const MONTHS = ['2026-10', '2026-11', '2027-01'].map(month);

/** What the digest of several months covers, from rows in the order given. */
function contents(rows: readonly Line[], invoices: readonly Invoice[] = []): string[] {
  const groups = assembleAll(rows, RULES, invoices);
  return MONTHS.map((each) => closeOf(groups, each).content);
}

/** Rows and the same in another order. Days and times repeat on purpose: ties are what an order could show in. */
function shuffled(row: fc.Arbitrary<Row>): fc.Arbitrary<{ rows: Row[]; again: Row[] }> {
  return fc
    .array(row, { minLength: 2, maxLength: 12 })
    .chain((rows) =>
      fc.record({ rows: fc.constant(rows), again: fc.shuffledSubarray(rows, { minLength: rows.length }) }),
    );
}

describe('the order of rows never matters (R15)', () => {
  it('in a Stripe ledger', async () => {
    const invoices = await ledgerInvoices();
    const orders = ledgerRows.chain((rows) =>
      fc.record({ rows: fc.constant(rows), again: fc.shuffledSubarray(rows, { minLength: rows.length }) }),
    );
    await fc.assert(
      fc.asyncProperty(orders, async ({ rows, again }) => {
        expect(contents(await readLedger(again), invoices)).toEqual(contents(await readLedger(rows), invoices));
      }),
    );
  });

  it('in a Google earnings report', async () => {
    await fc.assert(
      fc.asyncProperty(shuffled(googleRows), async ({ rows, again }) => {
        expect(contents(await readGoogle(again))).toEqual(contents(await readGoogle(rows)));
      }),
    );
  });

  it('in an Apple Subscriber report', async () => {
    await fc.assert(
      fc.asyncProperty(shuffled(appleRows), async ({ rows, again }) => {
        expect(contents(await readApple(again))).toEqual(contents(await readApple(rows)));
      }),
    );
  });
});
