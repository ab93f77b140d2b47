import { describe, expect, it } from 'vitest';
import { assembleAll, rulesOf } from '../../../test/worlds/assembling.ts';
import { FROM_THE_START, month, posted, short, times, usd } from '../../../test/worlds/charges.ts';
import { headOf, inputOf, problemsOf, tableOf } from '../../../test/worlds/export-files.ts';
import { googleRow, readGoogle } from '../../../test/worlds/google-exports.ts';
import { COMPONENT_NAMES } from '../../core/money/components.ts';
import type { Assembled } from '../../core/revenue/assembled.ts';
import { postedOverTime } from '../../core/revenue/posted-over-time.ts';
import { isGoogleEarnings, readGoogleEarnings } from './earnings-report.ts';

const row = (type: string, amount: string, more: Record<string, string> = {}) =>
  googleRow({ 'Transaction Type': type, 'Amount (Merchant Currency)': amount, ...more });
const at = (date: string, time = '1:04:46 AM PDT') => ({ 'Transaction Date': date, 'Transaction Time': time });
const ANNUAL = { 'Base Plan ID': 'annual' };

async function assemble(...rows: Record<string, string>[]): Promise<Assembled> {
  const [group, ...more] = assembleAll(await readGoogle(rows), rulesOf());
  if (group === undefined || more.length > 0) throw new Error('the rows are one order');
  return group;
}

function chargeIn(group: Assembled) {
  const [charge] = group.charges;
  if (charge === undefined) throw new Error(`no charge: ${group.findings.map((each) => each.what).join()}`);
  return charge;
}

const amountsIn = (group: Assembled): string[] =>
  COMPONENT_NAMES.map((name) => short(chargeIn(group).lines[0]?.amounts[name] ?? 0n));
const codes = (group: Assembled): string[] => group.findings.map((each) => each.code);

describe('earnings rows', () => {
  it('are read in merchant currency, with the Pacific time as UTC', async () => {
    const [read] = await readGoogle([
      row('Google  fee', '-1,204.50', { 'Merchant Currency': 'eur', ...at('Oct 31, 2026', '5:00:00 PM PDT') }),
    ]);
    expect(read).toMatchObject({
      group: 'GPA.1',
      kind: 'google fee',
      atMs: Date.UTC(2026, 10, 1),
      currency: 'EUR',
      gross: usd('-1204.50'),
      product: 'ai.app.pkg/unlimited/monthly',
    });
  });

  it('are told by their header, in the names of any year', async () => {
    const old = tableOf([googleRow()]);
    expect(isGoogleEarnings(headOf(old))).toBe(true);
    const renamed = old
      .replace('Product id', 'Package ID')
      .replace('Sku Id', 'SKU ID')
      .replace('Base Plan ID', 'Base Plan or Purchase Option ID');
    expect(isGoogleEarnings(headOf(renamed))).toBe(true);
    const { 'Base Plan ID': _none, ...early } = googleRow();
    expect((await readGoogle([early]))[0]?.product).toBe('ai.app.pkg/unlimited/');
  });

  it('of another zone are an error', async () => {
    const text = tableOf([googleRow(at('Oct 4, 2026', '1:04:46 AM CET'))]);
    expect((await problemsOf(readGoogleEarnings(inputOf(text)))).map((each) => each.code)).toEqual(['unknown-zone']);
  });
});

describe('an order is the sum of its rows', () => {
  it('with the fee as the rows say, one row, several or none', async () => {
    expect(amountsIn(await assemble(row('Charge', '20.00'), row('Google fee', '-3.00')))).toEqual([
      '20.00',
      '0.00',
      '3.00',
    ]);
    expect(amountsIn(await assemble(row('Charge', '20.00')))).toEqual(['20.00', '0.00', '0.00']);
    const several = await assemble(
      row('Charge', '12.00'),
      row('Google fee', '-2.00'),
      row('Charge', '8.00'),
      row('Google fee', '-0.50'),
    );
    expect(amountsIn(several)).toEqual(['20.00', '0.00', '2.50']);
  });

  it('converted once for each component', async () => {
    const eur = { 'Merchant Currency': 'EUR' };
    // (11.11 + 22.22) EUR x 1.08375 = 36.1213875, half-even 36.121388; 5.01 x 1.08375 = 5.4295875 -> 5.429588.
    const group = await assemble(
      row('Charge', '11.11', eur),
      row('Charge', '22.22', eur),
      row('Google fee', '-5.01', eur),
    );
    expect(amountsIn(group)).toEqual(['36.121388', '0.00', '5.429588']);
  });

  it('from the UTC month of the Charge, over the plan’s term', async () => {
    const group = await assemble(row('Charge', '120.00', { ...ANNUAL, ...at('Oct 31, 2026', '5:00:00 PM PDT') }));
    expect(chargeIn(group).month).toBe(month('2026-11'));
    expect(posted(chargeIn(group))).toEqual([...times(12, '10.00'), '0.00']);
  });

  it('negative tax is withheld and a component', async () => {
    const group = await assemble(row('Charge', '20.00'), row('Tax', '-1.50'), row('Tax', '-0.25'));
    expect(amountsIn(group)).toEqual(['20.00', '1.75', '0.00']);
  });

  it('positive tax is to remit: left out, and its refund too', async () => {
    const group = await assemble(
      row('Charge', '20.00'),
      row('Tax', '1.50'),
      row('Charge refund', '-20.00', at('Oct 8, 2026')),
      row('Tax refund', '-1.50', at('Oct 8, 2026')),
    );
    expect(amountsIn(group)).toEqual(['20.00', '0.00', '0.00']);
    expect(group.exclusions.map((each) => [each.reason, short(each.amount ?? 0n)])).toEqual([
      ['tax-to-remit', '1.50'],
      ['tax-to-remit', '-1.50'],
    ]);
    expect(posted(chargeIn(group), 'tax')).toEqual(['0.00', '0.00']);
  });
});

describe('refunds and rebills of an order (R6, R7)', () => {
  it('rows at one instant are one reduction of gross, fee and tax, dated by themselves', async () => {
    const may = at('May 8, 2027');
    const group = await assemble(
      row('Charge', '120.00', ANNUAL),
      row('Google fee', '-18.00', ANNUAL),
      row('Tax', '-12.00', ANNUAL),
      row('Charge refund', '-120.00', { ...ANNUAL, ...may }),
      row('Google fee refund', '18.00', { ...ANNUAL, ...may }),
      row('Tax refund', '12.00', { ...ANNUAL, ...may }),
    );
    expect(
      chargeIn(group).events.map((event) =>
        event.type === 'reduction' ? COMPONENT_NAMES.map((name) => short(event.amounts[name])) : [],
      ),
    ).toEqual([['120.00', '12.00', '18.00']]);
    // October to April are past, U = 5 x 10: 50 - 120.
    expect(posted(chargeIn(group)).slice(6, 9)).toEqual(['10.00', '-70.00', '0.00']);
    expect(posted(chargeIn(group), 'fee').slice(6, 9)).toEqual(['1.50', '-10.50', '0.00']);
    expect(posted(chargeIn(group), 'tax').slice(6, 9)).toEqual(['1.00', '-7.00', '0.00']);
  });

  it('a partial refund', async () => {
    const group = await assemble(
      row('Charge', '20.00'),
      row('Google fee', '-3.00'),
      row('Charge refund', '-5.00', at('Oct 8, 2026')),
      row('Google fee partial refund', '0.75', at('Oct 8, 2026')),
    );
    expect([posted(chargeIn(group)), posted(chargeIn(group), 'fee')]).toEqual([
      ['15.00', '0.00'],
      ['2.25', '0.00'],
    ]);
  });

  it('a rebill takes the money again', async () => {
    const group = await assemble(
      row('Charge', '20.00'),
      row('Google fee', '-3.00'),
      row('Charge refund', '-20.00', at('Oct 8, 2026')),
      row('Google fee refund', '3.00', at('Oct 8, 2026')),
      row('Charge rebill', '20.00', at('Oct 9, 2026')),
      row('Google fee rebill', '-3.00', at('Oct 9, 2026')),
    );
    expect([posted(chargeIn(group)), posted(chargeIn(group), 'fee')]).toEqual([
      ['20.00', '0.00'],
      ['3.00', '0.00'],
    ]);
  });

  it.each([
    ['a fee', [row('Google fee', '-3.00'), row('Google fee refund', '3.00', at('Oct 8, 2026'))], '17.00'],
    ['a tax', [row('Tax', '-2.55'), row('Tax refund', '2.55', at('Oct 8, 2026'))], '17.45'],
  ])('%s alone comes back by a rebill of its own', async (name, rows, net) => {
    const rebill = name === 'a fee' ? row('Google fee rebill', '-3.00') : row('Tax rebill', '-2.55');
    const group = await assemble(row('Charge', '20.00'), ...rows, { ...rebill, ...at('Oct 9, 2026') });
    const [gross, tax, fee] = COMPONENT_NAMES.map((each) => usd(posted(chargeIn(group), each)[0] ?? ''));
    expect(short((gross ?? 0n) - (tax ?? 0n) - (fee ?? 0n))).toBe(net);
  });

  it('a rebill of another amount restores that amount of its component', async () => {
    const group = await assemble(
      row('Charge', '20.00'),
      row('Google fee', '-6.00'),
      row('Charge refund', '-20.00', at('Oct 8, 2026')),
      row('Google fee refund', '6.00', at('Oct 8, 2026')),
      row('Charge rebill', '20.00', at('Oct 9, 2026')),
      row('Google fee rebill', '-3.00', at('Oct 9, 2026')),
    );
    // The fee rate fell in between: 3.00 of the 6.00 stay given back.
    expect([posted(chargeIn(group)), posted(chargeIn(group), 'fee')]).toEqual([
      ['20.00', '0.00'],
      ['3.00', '0.00'],
    ]);
  });

  it.each([
    ['nothing', [row('Google fee rebill', '-3.00', at('Oct 9, 2026'))]],
    [
      'more than was taken',
      [row('Google fee refund', '2.00', at('Oct 8, 2026')), row('Google fee rebill', '-3.00', at('Oct 9, 2026'))],
    ],
    [
      'another component',
      [row('Charge refund', '-20.00', at('Oct 8, 2026')), row('Google fee rebill', '-3.00', at('Oct 9, 2026'))],
    ],
    [
      'money given once more',
      [row('Charge refund', '-5.00', at('Oct 8, 2026')), row('Charge rebill', '-5.00', at('Oct 9, 2026'))],
    ],
  ])('a rebill of %s is told', async (_, rows) => {
    const group = await assemble(row('Charge', '20.00'), row('Google fee', '-3.00'), ...rows);
    const { unmatchedRestorations } = postedOverTime(chargeIn(group), chargeIn(group).events, FROM_THE_START);
    expect(unmatchedRestorations).toHaveLength(1);
  });
});

describe('rows that no plan’s order takes (R4, R8)', () => {
  it('other products are left out row by row', async () => {
    const pack = { 'Sku Id': 'spark.pack', 'Base Plan ID': '' };
    const group = await assemble(row('Charge', '5.00', pack), row('Google fee', '-0.75', pack));
    expect(group.exclusions.map((each) => [each.reason, short(each.amount ?? 0n)])).toEqual([
      ['other-product', '5.00'],
      ['other-product', '-0.75'],
    ]);
  });

  it.each([
    ['unallocated', [row('Google fee', '-0.10', { Description: '' })]],
    ['unallocated', [row('Adjustment', '-0.10', { Description: '' })]],
    ['unknown-type', [row('Chargeback', '-20.00')]],
    ['unknown-product', [row('Charge', '20.00', { 'Base Plan ID': 'weekly' })]],
    // Without its charge a row of a product that nobody names is no plan's either.
    ['unknown-product', [row('Charge refund', '-20.00', { 'Sku Id': 'stickers' })]],
    ['unknown-product', [row('Google fee', '-3.00', { 'Base Plan ID': 'weekly' })]],
    ['orphan', [row('Charge refund', '-20.00')]],
    ['orphan', [row('Charge refund', '-20.00', { 'Base Plan ID': '' })]],
    ['orphan', [row('Charge refund', '-20.00', { 'Product id': '', 'Sku Id': '', 'Base Plan ID': '' })]],
    ['incomplete-order', [row('Google fee', '-3.00')]],
    ['fx-missing', [row('Charge', '20.00', { 'Merchant Currency': 'GBP' })]],
  ])('%s', async (code, rows) => {
    const group = await assemble(...rows);
    expect(codes(group)).toEqual([code]);
    expect(group.charges).toEqual([]);
  });

  it('an unknown type beside a charge does not stop it', async () => {
    const group = await assemble(row('Charge', '20.00'), row('Chargeback', '-20.00'));
    expect([codes(group), amountsIn(group)[0]]).toEqual([['unknown-type'], '20.00']);
  });

  it('a charge of nothing is a trial', async () => {
    const group = await assemble(row('Charge', '0.00'));
    expect([group.exclusions.map((each) => each.reason), group.charges]).toEqual([['trial'], []]);
  });

  it('renewals are orders of their own', async () => {
    const groups = assembleAll(
      await readGoogle([row('Charge', '20.00'), row('Charge', '20.00', { Description: 'GPA.1..0' })]),
      rulesOf(),
    );
    expect(groups.flatMap((group) => group.charges.map((charge) => charge.id))).toEqual(['GPA.1', 'GPA.1..0']);
  });
});
