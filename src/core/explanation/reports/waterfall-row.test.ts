import { describe, expect, it } from 'vitest';
import { firstLines, outlined, reportRow } from '../../../../test/judging/outlined.ts';
import { month, times, usd } from '../../../../test/worlds/charges.ts';
import { gross, inMay } from '../../../../test/worlds/movements.ts';
import type { DeferredCharge } from '../charges/charges-behind.ts';
import { ChargesOfRow, isInWaterfallRow, type WaterfallFigures, waterfallCell } from './waterfall-row.ts';

const MAY = month('2026-05');
const JANUARY = month('2026-01');

/** Of 120.00 in January ten a month; 12.00 of it taken back from what is left: 120 - 12 - 50 = 58. */
const LARGE: DeferredCharge = {
  ...{ row: 4, provider: 'stripe', charge: 'ch_1', plan: 'annual', currency: 'USD', chargeMonth: JANUARY },
  covers: { first: JANUARY, last: month('2026-12') },
  ...{ charged: usd('120'), changed: usd('-12'), before: usd('40'), inMonth: usd('10'), after: usd('58') },
};
/** Of 60.00 five a month, nothing taken back. */
const SMALL: DeferredCharge = {
  ...{ ...LARGE, row: 5, charge: 'ch_2' },
  ...{ charged: usd('60'), changed: 0n, before: usd('20'), inMonth: usd('5'), after: usd('35') },
};

const CELLS = {
  ...{ provider: 'stripe', plan: 'annual', charge_month: '2026-01', charges: '2' },
  ...{ billed_usd: '180.000000', changed_usd: '-12.000000' },
  ...{ recognised_to_date_usd: '75.000000', remaining_usd: '93.000000' },
  // In June 8.285714 of the one, 58 over its seven months, and 5.00 of the other.
  ...{ '2026-05': '15.000000', '2026-06': '13.285714', '2026-07': '0.000000' },
};

const SCHEDULES: Readonly<Record<string, ReturnType<typeof gross>[]>> = {
  ch_1: [...times(5, gross('10')), gross('8.285714')],
  ch_2: times(6, gross('5')),
};

function figures(most = 9, cells: object = {}): WaterfallFigures {
  const charges = new ChargesOfRow(most);
  for (const charge of [LARGE, SMALL]) charges.add(charge, MAY);
  return {
    row: reportRow('waterfall.csv', { ...CELLS, ...cells }),
    ...{ month: MAY, charges },
    movementOf: ({ charge, charged }) =>
      inMay({ charge, charged: { gross: charged, tax: 0n, fee: 0n }, schedule: SCHEDULES[charge] ?? [] }),
  };
}

const cell = (column: string | null, of = figures()): string[] => outlined(waterfallCell(of, column));
const ROW = 'stripe annual, charged in 2026-01';
const node = (charge: string, at: number, amount: string, formula = ''): string =>
  `+ stripe ${charge}: ${amount} USD |${formula === '' ? '' : ` ${formula} |`} annual, spread over its months | deferred.csv:${at}:charged_usd | ffff:2`;

describe('a cell of waterfall.csv', () => {
  it('of what remains is what was billed and changed, less what is recognised', () => {
    expect(firstLines(waterfallCell(figures(), null))).toEqual([
      `remaining of ${ROW}: 93.000000 USD | 180.000000 - 12.000000 - 75.000000 | R5 | billed + changed = recognised to date + remaining | waterfall.csv:3:remaining_usd`,
      `+ billed, net of tax and fee: ${ROW}: 180.000000 USD | 120.000000 + 60.000000 | R5 | 2 charges | waterfall.csv:3:billed_usd`,
      `+ changed by refunds, disputes and restorations: ${ROW}: -12.000000 USD | -12.000000 | R6 | 2 charges | waterfall.csv:3:changed_usd`,
      `+ less recognised up to and with the month: ${ROW}: -75.000000 USD | R5`,
      `* remaining, recognised in later months: ${ROW}: 93.000000 USD | 58.000000 + 35.000000 | R5 | 2 charges | waterfall.csv:3:remaining_usd`,
    ]);
  });

  it('of an amount is the sum of its charges', () => {
    expect(cell('billed_usd').slice(1)).toEqual([node('ch_1', 4, '120.000000'), node('ch_2', 5, '60.000000')]);
    expect(cell('changed_usd').slice(1)).toEqual([node('ch_1', 4, '-12.000000')]);
    expect(cell('recognised_to_date_usd')).toEqual([
      `recognised up to and with the month: ${ROW}: 75.000000 USD | 50.000000 + 25.000000 | R5 | 2 charges | waterfall.csv:3:recognised_to_date_usd`,
      node('ch_1', 4, '50.000000', '40.000000 before the month + 10.000000 in it'),
      node('ch_2', 5, '25.000000', '20.000000 before the month + 5.000000 in it'),
    ]);
    expect(cell('remaining_usd').slice(1)).toEqual([
      // 120 - 12 - 58 = 50, 60 - 35 = 25.
      node('ch_1', 4, '58.000000', '120.000000 charged, -12.000000 changed, less 50.000000 recognised'),
      node('ch_2', 5, '35.000000', '60.000000 charged, 0.000000 changed, less 25.000000 recognised'),
    ]);
  });

  it('of a month is what the charges recognise in it', () => {
    expect(cell('2026-05')).toEqual([
      `recognised in 2026-05: ${ROW}: 15.000000 USD | 10.000000 + 5.000000 | R5 | 2 charges | waterfall.csv:3:2026-05`,
      node('ch_1', 4, '10.000000'),
      node('ch_2', 5, '5.000000'),
    ]);
    // Of a later month by their schedules: deferred.csv has nothing of it.
    expect(cell('2026-06')).toEqual([
      `recognised in 2026-06: ${ROW}: 13.285714 USD | 8.285714 + 5.000000 | R5 | 2 charges | waterfall.csv:3:2026-06`,
      node('ch_1', 4, '8.285714'),
      node('ch_2', 5, '5.000000'),
    ]);
    expect(cell('2026-07')).toEqual([
      `recognised in 2026-07: ${ROW}: 0.000000 USD | nothing moves it: 0 | R5 | 2 charges | waterfall.csv:3:2026-07`,
    ]);
  });

  it('of a later month shows the charges that come to most, and has the others together', () => {
    expect(cell('2026-06', figures(1)).slice(1)).toEqual([
      node('ch_1', 4, '8.285714'),
      '+ 1 more charge: 5.000000 USD | --rows N shows more of them',
    ]);
  });

  it('of a later month says nothing of charges that have moved since', () => {
    const moved = { ...figures(), movementOf: () => null };
    expect(cell('2026-06', moved).slice(1)).toEqual(['+ 2 more charges: 13.285714 USD | --rows N shows more of them']);
    // Of the month itself deferred.csv has them, without a row of an export.
    expect(cell('2026-05', moved).slice(1)).toEqual(
      ['ch_1', 'ch_2'].map((charge, at) =>
        node(charge, at + 4, at === 0 ? '10.000000' : '5.000000').replace(' | ffff:2', ''),
      ),
    );
    expect(cell('charges', moved).slice(1)).toEqual([
      '+ stripe ch_1: 1 charges | deferred.csv:4:charge',
      '+ stripe ch_2: 1 charges | deferred.csv:5:charge',
    ]);
  });

  it('of the number of charges names them', () => {
    expect(cell('charges')).toEqual([
      `charges of ${ROW}: 2 charges | its rows of deferred.csv | R5 | waterfall.csv:3:charges`,
      '+ stripe ch_1: 1 charges | deferred.csv:4:charge | ffff:2',
      '+ stripe ch_2: 1 charges | deferred.csv:5:charge | ffff:2',
    ]);
    expect(cell('charges', figures(1)).at(-1)).toBe('+ 1 more charge: 1 charges | --rows N shows more of them');
  });

  it('that is no amount, or a month that the report does not have, is no figure', () => {
    for (const column of ['plan', '2026-08', '']) expect(waterfallCell(figures(), column)).toBeNull();
  });

  it('of costs has no plan', () => {
    expect(cell('billed_usd', figures(9, { provider: 'costs', plan: '' }))[0]).toMatch(
      /^billed, net of tax and fee: costs, charged in 2026-01: /,
    );
  });
});

describe('a charge of a row of waterfall.csv', () => {
  it('is one of its provider, plan and month', () => {
    const { row } = figures();
    expect(isInWaterfallRow(row, LARGE)).toBe(true);
    const others = [{ provider: 'apple' }, { plan: 'monthly' }, { chargeMonth: MAY }];
    for (const other of others) expect(isInWaterfallRow(row, { ...LARGE, ...other })).toBe(false);
  });

  it('may be shown, each once', () => {
    expect(figures().charges.shown()).toEqual([LARGE, SMALL]);
    expect(figures(0).charges.shown()).toEqual([]);
    expect(new ChargesOfRow(9).by('2026-06').count).toBe(0);
  });

  it('stands in no column that it moves nothing of', () => {
    const { charges } = figures();
    expect(charges.by('changed_usd').largest).toEqual([LARGE]);
    // What it comes to in all: 108 and 60.
    expect(charges.by('2026-06').sum).toBe(usd('168'));
  });
});
