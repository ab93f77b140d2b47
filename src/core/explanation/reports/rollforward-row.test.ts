import { describe, expect, it } from 'vitest';
import { firstLines, outlined, reportRow } from '../../../../test/judging/outlined.ts';
import { month, SOURCE, times, usd } from '../../../../test/worlds/charges.ts';
import { gross, inMay } from '../../../../test/worlds/movements.ts';
import type { Movement, MovementChange } from '../../deferral/movement.ts';
import type { DeferredCharge } from '../charges/charges-behind.ts';
import { ChargesOfGroup, isInRollforwardRow, type RollforwardFigures, rollforwardCell } from './rollforward-row.ts';

const MAY = month('2026-05');
const JANUARY = month('2026-01');

function change(kind: MovementChange['kind'], total: string, direct: string, line: number): MovementChange {
  const source = { ...SOURCE, line };
  return { kind, sourceId: `${kind}_1`, atMs: 0, total: gross(total), direct: gross(direct), source };
}

function deferred(charge: string, row: number, changed: Partial<DeferredCharge>): DeferredCharge {
  return {
    ...{ row, provider: 'stripe', charge, plan: 'annual', currency: 'USD', chargeMonth: JANUARY },
    covers: { first: JANUARY, last: month('2026-12') },
    ...{ charged: usd('120'), changed: 0n, before: usd('40'), inMonth: usd('10'), after: usd('70') },
    ...changed,
  };
}

/** What is there to be moved, by charge. */
const MOVEMENTS: Readonly<Record<string, Movement>> = {
  // 80 before, 10 recognised, 70 left.
  ch_still: inMay({ charge: 'ch_still' }),
  // Charged in May for twelve months: 60, of which 5 are recognised.
  ch_new: inMay({
    ...{ charge: 'ch_new', month: MAY, charged: gross('60'), opening: gross('0'), billed: gross('60') },
    ...{ recognised: gross('5'), closing: gross('55'), schedule: times(12, gross('5')) },
  }),
  // A refund of 100: the 80 that were left, and 20 of what was recognised before.
  ch_back: inMay({
    ...{ charge: 'ch_back', recognised: gross('0'), closing: gross('0') },
    changes: [change('refund', '-100', '-20', 8)],
  }),
  // A dispute of 30 that takes 30 of what was left: 80 - 30 - 6.25 recognised.
  ch_fight: inMay({
    ...{ charge: 'ch_fight', recognised: gross('6.25'), closing: gross('43.75') },
    changes: [change('dispute', '-30', '0', 9)],
  }),
  // Whole again: 64 put back beside 16 that it has caught up on.
  ch_whole: inMay({
    ...{ charge: 'ch_whole', opening: gross('0'), recognised: gross('8'), closing: gross('56') },
    changes: [change('restoration', '80', '16', 10)],
  }),
};

const CHARGES = [
  deferred('ch_still', 4, {}),
  deferred('ch_new', 5, { chargeMonth: MAY, charged: usd('60'), before: 0n, inMonth: usd('5'), after: usd('55') }),
  deferred('ch_back', 6, { changed: usd('-100'), inMonth: usd('-20'), after: 0n }),
  deferred('ch_fight', 7, { changed: usd('-30'), inMonth: usd('6.25'), after: usd('43.75') }),
  deferred('ch_whole', 8, { before: usd('40'), inMonth: usd('24'), after: usd('56') }),
];

/** 240 + 60 - 29.25 - 80 - 30 + 64 = 224.75 = 70 + 55 + 43.75 + 56. */
const CELLS = {
  ...{ component: 'net', provider: 'stripe', currency: 'USD', plan: 'annual' },
  ...{ opening_usd: '240.000000', late_usd: '0.000000', billed_usd: '60.000000', recognised_usd: '-29.250000' },
  ...{ refunds_from_deferred_usd: '-80.000000', disputes_from_deferred_usd: '-30.000000' },
  ...{ restorations_usd: '64.000000', fx_usd: '0.000000', closing_usd: '224.750000', check_usd: '0.000000' },
  ...{ clawed_back_usd: '-20.000000', caught_up_usd: '16.000000' },
};

function figures(cells: object = {}, changed: Partial<RollforwardFigures> = {}): RollforwardFigures {
  const charges = new ChargesOfGroup(9);
  for (const charge of CHARGES) charges.add(charge, MAY);
  const row = reportRow('rollforward.csv', { ...CELLS, ...cells });
  return { row, charges, movementOf: ({ charge }) => MOVEMENTS[charge] ?? null, ...changed };
}

const cell = (column: string | null, of = figures()): string[] => outlined(rollforwardCell(of, column));
const NAME = 'net stripe USD annual';

function head(what: string, amount: string, formula: string, column: string, rule: string): string {
  return `${what}: ${NAME}: ${amount} USD | ${formula} | ${rule} | rollforward.csv:3:${column}`;
}

function node(charge: string, at: number, amount: string, by = ''): string {
  const [formula, source] = by === '' ? ['', 'ffff:2'] : by.split(' from ');
  return `+ stripe ${charge}: ${amount} USD |${formula === '' ? '' : ` ${formula} |`} annual, spread over its months | deferred.csv:${at}:charged_usd | ${source}`;
}

describe('a cell of rollforward.csv', () => {
  it('of what a group began with is the sum of its charges', () => {
    expect(cell('opening_usd')).toEqual([
      head(
        'not yet recognised when the month began',
        '240.000000',
        '80.000000 + 80.000000 + 80.000000',
        'opening_usd',
        'R5',
      ),
      node('ch_still', 4, '80.000000'),
      // What changes a charge in the month is not known when it begins: no row of it stands there.
      node('ch_back', 6, '80.000000'),
      node('ch_fight', 7, '80.000000'),
      // The others open with nothing, and what they do not say together is nothing.
    ]);
  });

  it('of what was charged and recognised is the sum of its charges', () => {
    expect(cell('billed_usd')).toEqual([
      head('charged in the month', '60.000000', '60.000000', 'billed_usd', 'R5'),
      node('ch_new', 5, '60.000000'),
    ]);
    expect(cell('recognised_usd')).toEqual([
      head(
        'recognised in the month',
        '-29.250000',
        '-10.000000 - 5.000000 - 6.250000 - 8.000000',
        'recognised_usd',
        'R5',
      ),
      node('ch_still', 4, '-10.000000'),
      node('ch_new', 5, '-5.000000'),
      node('ch_fight', 7, '-6.250000'),
      node('ch_whole', 8, '-8.000000'),
    ]);
  });

  it('of a change names what changed each charge, and its row', () => {
    expect(cell('refunds_from_deferred_usd')).toEqual([
      head('taken by refunds from what was deferred', '-80.000000', '-80.000000', 'refunds_from_deferred_usd', 'R6'),
      node('ch_back', 6, '-80.000000', 'refund refund_1 | R6 from ffff:8'),
    ]);
    expect(cell('disputes_from_deferred_usd')).toEqual([
      head('taken by disputes from what was deferred', '-30.000000', '-30.000000', 'disputes_from_deferred_usd', 'R6'),
      node('ch_fight', 7, '-30.000000', 'dispute dispute_1 | R6 from ffff:9'),
    ]);
    expect(cell('clawed_back_usd')).toEqual([
      head('clawed back of what earlier months recognised', '-20.000000', '-20.000000', 'clawed_back_usd', 'R6'),
      node('ch_back', 6, '-20.000000', 'refund refund_1 | R6 from ffff:8'),
    ]);
    expect(cell('restorations_usd')).toEqual([
      head('put back by restorations', '64.000000', '64.000000', 'restorations_usd', 'R7'),
      node('ch_whole', 8, '64.000000', 'restoration restoration_1 | R7 from ffff:10'),
    ]);
    expect(cell('caught_up_usd')).toEqual([
      head('caught up by restorations', '16.000000', '16.000000', 'caught_up_usd', 'R7'),
      node('ch_whole', 8, '16.000000', 'restoration restoration_1 | R7 from ffff:10'),
    ]);
  });

  it('of what comes late is what the charges open with now, less what the books open with; exchange rates revalue nothing', () => {
    // The charges open with 240 as they are known now; the month before closed with 237.
    const late = figures({ opening_usd: '237.000000', late_usd: '3.000000' });
    const note = 'what of it final months should have posted stands in adjustments.csv';
    const opening = [
      node('ch_still', 4, '80.000000'),
      node('ch_back', 6, '80.000000'),
      node('ch_fight', 7, '80.000000'),
    ];
    expect(cell('late_usd', late)).toEqual([
      `what rows that came after the close before change: ${NAME}: 3.000000 USD | 240.000000 - 237.000000 | R16 | ${note} | rollforward.csv:3:late_usd`,
      '+ what the charges open with as they are known now: 240.000000 USD | 80.000000 + 80.000000 + 80.000000 | R5',
      ...opening.map((line) => `  ${line}`),
      '+ less what the month before closed with: -237.000000 USD | R16',
      '  * what the month before closed with: 237.000000 USD | R16 | rollforward.csv:3:opening_usd',
    ]);
    expect(cell('opening_usd', late)).toEqual([
      head(
        'not yet recognised when the month began',
        '237.000000',
        '80.000000 + 80.000000 + 80.000000 - 3.000000',
        'opening_usd',
        'R5',
      ),
      ...opening,
      '+ less what came after the close (late_usd): -3.000000 USD | R16',
    ]);
    const gone = figures({ opening_usd: '240.000000', late_usd: '-240.000000' });
    expect(cell('late_usd', gone)[1]).toBe(
      '+ what the charges open with as they are known now: 0.000000 USD | nothing moves it: 0 | R5',
    );
    expect(cell('late_usd')[0]).toContain('| nothing moves it: 0 | R16 |');
    expect(cell('fx_usd')).toEqual([head('revalued', '0.000000', 'nothing moves it: 0', 'fx_usd', 'R3')]);
  });

  const CLOSING =
    'deferred when the month ended: net stripe USD annual: 224.750000 USD | 70.000000 + 55.000000 + 43.750000 + 56.000000 | R5 | rollforward.csv:3:closing_usd';

  it('of what a group ends with is what it began with and what moved it', () => {
    const lines = firstLines(rollforwardCell(figures(), null));
    expect(lines[0]).toBe(
      'deferred when the month ended: net stripe USD annual: 224.750000 USD | 240.000000 + 60.000000 - 29.250000 - 80.000000 - 30.000000 + 64.000000 | R5 | opening + what moved it = closing | rollforward.csv:3:closing_usd',
    );
    expect(lines.slice(1).map((line) => line.split(':')[0])).toEqual([
      '+ not yet recognised when the month began',
      '+ charged in the month',
      '+ recognised in the month',
      '+ taken by refunds from what was deferred',
      '+ taken by disputes from what was deferred',
      '+ put back by restorations',
      '* deferred when the month ended',
    ]);
    expect(lines.at(-1)).toBe(`* ${CLOSING}`);
    // Asked for by its name it is the sum of its charges.
    expect(cell('closing_usd')).toEqual([
      CLOSING,
      node('ch_still', 4, '70.000000'),
      node('ch_new', 5, '55.000000'),
      node('ch_fight', 7, '43.750000'),
      node('ch_whole', 8, '56.000000'),
    ]);
  });

  it('of the check is the end, less what leads to it', () => {
    const lines = firstLines(rollforwardCell(figures(), 'check_usd'));
    expect(lines[0]).toBe(
      'closing, less what the movements lead to: net stripe USD annual: 0.000000 USD | 224.750000 - 240.000000 - 60.000000 + 29.250000 + 80.000000 + 30.000000 - 64.000000 | R5 | opening + what moved it = closing | rollforward.csv:3:check_usd',
    );
    expect(lines.slice(1, 3)).toEqual([
      `+ ${CLOSING}`,
      '+ less not yet recognised when the month began: net stripe USD annual: -240.000000 USD | R5',
    ]);
    expect(lines).toHaveLength(8);
  });

  it('of nothing is made of no charges', () => {
    expect(cell('opening_usd', figures({ opening_usd: '0.000000' }))).toHaveLength(1);
  });

  it('of another component takes that of each charge', () => {
    const ofGross = { component: 'gross', billed_usd: '60.000000' };
    expect(cell('billed_usd', figures(ofGross))[1]).toBe(node('ch_new', 5, '60.000000'));
    // No tax was charged; what the row says of it came since.
    const ofTax = { component: 'customer_tax', billed_usd: '-1.000000' };
    expect(cell('billed_usd', figures(ofTax))[1]).toBe('+ 1 more charge: -1.000000 USD | --rows N shows more of them');
  });

  it('of charges that have moved since, or of a component that there is not, says nothing of each', () => {
    const others = '+ 1 more charge: 60.000000 USD | --rows N shows more of them';
    expect(cell('billed_usd', figures({}, { movementOf: () => null })).slice(1)).toEqual([others]);
    expect(cell('billed_usd', figures({ component: 'points' })).slice(1)).toEqual([others]);
  });

  it('that is no amount is no figure, and costs have no plan', () => {
    for (const column of ['plan', '']) expect(rollforwardCell(figures(), column)).toBeNull();
    expect(cell('fx_usd', figures({ provider: 'costs', plan: '' }))[0]).toMatch(/^revalued: net costs USD: 0/);
  });

  it('names of several changes of a kind the last', () => {
    const twice = [change('refund', '-10', '0', 8), { ...change('refund', '-20', '0', 11), sourceId: 'refund_2' }];
    const movement = inMay({ changes: [...twice, change('dispute', '-1', '0', 9)] });
    const of = figures({ refunds_from_deferred_usd: '-30.000000' }, { movementOf: () => movement });
    expect(cell('refunds_from_deferred_usd', of)[1]).toBe(
      node('ch_back', 6, '-30.000000', 'refund refund_2 | R6 from ffff:11'),
    );
  });
});

describe('a charge of a row of rollforward.csv', () => {
  it('is one of its provider, currency and plan', () => {
    const charge = deferred('ch_1', 4, {});
    expect(isInRollforwardRow(figures().row, charge)).toBe(true);
    const others = [{ provider: 'apple' }, { plan: 'monthly' }, { currency: 'EUR' }];
    for (const other of others) expect(isInRollforwardRow(figures().row, { ...charge, ...other })).toBe(false);
  });

  it('stands where it may move something, by how much it may', () => {
    const { charges } = figures();
    const standing = (column: Parameters<ChargesOfGroup['by']>[0]): string[] =>
      charges.by(column).largest.map(({ charge }) => charge);
    const changed = ['ch_back', 'ch_fight'];
    expect(standing('opening_usd')).toEqual(['ch_still', 'ch_back', 'ch_fight', 'ch_whole']);
    expect(standing('billed_usd')).toEqual(['ch_new']);
    expect(standing('refunds_from_deferred_usd')).toEqual(changed);
    expect(standing('disputes_from_deferred_usd')).toEqual(changed);
    expect(standing('clawed_back_usd')).toEqual(changed);
    expect(standing('closing_usd')).toEqual(['ch_still', 'ch_new', 'ch_fight', 'ch_whole']);
    for (const column of ['late_usd', 'fx_usd', 'check_usd'] as const) expect(standing(column)).toEqual([]);
    for (const column of ['recognised_usd', 'restorations_usd', 'caught_up_usd'] as const)
      expect(standing(column)).toHaveLength(5);
    // 80 of each but the new one, as known when the month began; 120 - 40.
    expect(charges.by('opening_usd').sum).toBe(usd('320'));
    expect(charges.by('caught_up_usd').sum).toBe(usd('540'));
    expect(charges.by('restorations_usd').sum).toBe(usd('540'));
    expect(charges.shown()).toEqual(CHARGES.toSorted((a, b) => Number(a.row === 5) - Number(b.row === 5)));
  });
});
