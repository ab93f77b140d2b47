import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assembleAll, rulesOf } from '../../../test/worlds/assembling.ts';
import { short } from '../../../test/worlds/charges.ts';
import { googleRow, readGoogle } from '../../../test/worlds/google-exports.ts';
import { netOf } from '../../core/money/components.ts';
import type { Assembled } from '../../core/revenue/assembled.ts';

const row = (type: string, amount: string, more: Record<string, string> = {}) =>
  googleRow({ 'Transaction Type': type, 'Amount (Merchant Currency)': amount, ...more });
const PACK = { 'Sku Id': 'spark.pack', 'Base Plan ID': 'addon' };
const PRO = { 'Sku Id': 'pro' };
const NO_BASE = { 'Base Plan ID': '' };
const NONE = { 'Product id': '', 'Sku Id': '', 'Base Plan ID': '' };

async function assemble(...rows: Record<string, string>[]): Promise<Assembled> {
  const [group, ...more] = assembleAll(await readGoogle(rows), rulesOf());
  if (group === undefined || more.length > 0) throw new Error('the rows are one order');
  return group;
}

const nets = (group: Assembled): [string, string][] =>
  group.charges.map(({ id, lines }) => [id, short(lines.reduce((sum, { amounts }) => sum + netOf(amounts), 0n))]);
const codes = (group: Assembled): string[] => group.findings.map(({ code }) => code);

describe('an order of several products', () => {
  const withPack = [
    row('Charge', '20.00'),
    row('Google fee', '-3.00'),
    row('Charge', '5.00', PACK),
    row('Google fee', '-0.75', PACK),
  ];

  it('is each product’s rows by themselves, whatever their order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(withPack, { minLength: 4 }), async (rows) => {
        const group = await assemble(...rows);
        expect(nets(group)).toEqual([['GPA.1', '17.00']]);
        expect(group.exclusions.map(({ reason, amount }) => `${reason} ${short(amount ?? 0n)}`).sort()).toEqual([
          'other-product -0.75',
          'other-product 5.00',
        ]);
      }),
      { numRuns: 24 },
    );
  });

  it('two plans are two charges', async () => {
    const group = await assemble(row('Charge', '20.00'), row('Charge', '50.00', PRO), row('Google fee', '-7.50', PRO));
    // By product: pro before unlimited.
    expect(nets(group)).toEqual([
      ['GPA.1', '42.50'],
      ['GPA.1#2', '20.00'],
    ]);
  });

  it('a product that nothing names is an exception of its own', async () => {
    const group = await assemble(row('Charge', '20.00'), row('Charge', '9.00', { 'Sku Id': 'poster' }));
    expect([nets(group), codes(group)]).toEqual([[['GPA.1', '20.00']], ['unknown-product']]);
  });

  it('the base plan tells rows apart only where both have one', async () => {
    const group = await assemble(row('Charge', '20.00'), row('Google fee', '-3.00', NO_BASE));
    expect([nets(group), codes(group)]).toEqual([[['GPA.1', '17.00']], []]);
    const two = await assemble(
      row('Charge', '20.00'),
      row('Charge', '199.00', { 'Base Plan ID': 'annual' }),
      row('Google fee', '-3.00', NO_BASE),
    );
    expect(codes(two)).toEqual(['unallocated']);
    expect([...two.fates.values()].map(({ fate }) => fate)).toEqual(['booked', 'booked', 'exception']);
  });

  it('a row that fits no charged product belongs to the only one, of several it is an exception', async () => {
    const only = await assemble(row('Charge', '20.00'), row('Tax', '-1.00', NONE), row('Google fee', '-3.00', PRO));
    expect([nets(only), codes(only)]).toEqual([[['GPA.1', '16.00']], []]);
    const several = await assemble(...withPack, row('Tax', '-1.00', NONE));
    expect([nets(several), codes(several)]).toEqual([[['GPA.1', '17.00']], ['unallocated']]);
  });
});

describe('an order in two currencies', () => {
  const yen = { 'Merchant Currency': 'EUR' };

  it('has no sum: nothing of it posts', async () => {
    const group = await assemble(row('Charge', '3000.00', yen), row('Google fee', '-3.00'));
    expect([nets(group), codes(group), group.findings[0]?.what]).toEqual([
      [],
      ['mixed-currencies'],
      'order GPA.1 has rows in EUR and USD',
    ]);
    expect([...group.fates.values()].map(({ by }) => by)).toEqual(['mixed-currencies', 'mixed-currencies']);
  });

  it('of which what came later has the other one: the charge stands, and a refund of 20.00 is an orphan', async () => {
    const rows = [
      row('Charge', '20.00'),
      row('Google fee', '-3.00'),
      row('Charge refund', '-18.00', { ...yen, 'Transaction Date': 'Oct 9, 2026' }),
      row('Google fee refund', '2.70', { ...yen, 'Transaction Date': 'Oct 9, 2026' }),
    ];
    const group = await assemble(...rows);
    expect([nets(group), codes(group)]).toEqual([[['GPA.1', '17.00']], ['orphan']]);
    expect(group.findings[0]?.what).toBe(
      'a refund of order GPA.1, whose charge is in the data in USD, and the refund in EUR: accept it as a reduction of its own month',
    );
    // A fee given back alone names no charge of its currency either; rows of the charge itself in two currencies have no sum.
    const feeAlone = await assemble(rows[0] ?? {}, rows[1] ?? {}, rows[3] ?? {});
    expect([nets(feeAlone), codes(feeAlone)]).toEqual([[['GPA.1', '17.00']], ['incomplete-order']]);
    expect(feeAlone.findings[0]?.what).toBe('order GPA.1 has no Charge row in EUR: it is in USD');
    const rebill = await assemble(rows[0] ?? {}, rows[1] ?? {}, row('Charge rebill', '18.00', yen));
    expect([nets(rebill), codes(rebill)]).toEqual([[['GPA.1', '17.00']], ['orphan-restoration']]);
  });

  it('of which one is another product’s: the plan’s rows have one', async () => {
    const group = await assemble(row('Charge', '20.00'), row('Charge', '5.00', { ...PACK, ...yen }));
    expect([nets(group), codes(group)]).toEqual([[['GPA.1', '20.00']], []]);
  });
});

describe('tax', () => {
  it('is withheld or to remit row by row', async () => {
    const group = await assemble(
      row('Charge', '20.00'),
      row('Google fee', '-3.00'),
      row('Tax', '3.60'),
      row('Tax', '-0.20'),
    );
    expect(nets(group)).toEqual([['GPA.1', '16.80']]);
    expect(group.exclusions.map(({ reason, amount }) => [reason, short(amount ?? 0n)])).toEqual([
      ['tax-to-remit', '3.60'],
    ]);
  });
});
