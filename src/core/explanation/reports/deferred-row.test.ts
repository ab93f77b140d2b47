import { describe, expect, it } from 'vitest';
import { outlined, reportRow } from '../../../../test/judging/outlined.ts';
import { deferredCell } from './deferred-row.ts';

/** 120.00 charged and 12.00 taken back; 30 and 9 are recognised: 120 - 12 - 30 - 9 = 69 remain. */
const ROW = reportRow('deferred.csv', {
  ...{ provider: 'stripe', charge: 'ch_1', covers_from: '2026-07', covers_to: '2027-06' },
  ...{ charged_usd: '120.000000', changed_usd: '-12.000000' },
  ...{ recognised_before_usd: '30.000000', recognised_in_usd: '9.000000', recognised_after_usd: '69.000000' },
});
const COVERS = 'covers 2026-07 to 2027-06';

describe('a cell of deferred.csv', () => {
  it('of what remains is what was charged and changed, less what is recognised', () => {
    const expected = [
      `deferred of stripe ch_1: 69.000000 USD | 120.000000 - 12.000000 - 30.000000 - 9.000000 | R5 | ${COVERS} | deferred.csv:3:recognised_after_usd`,
      '+ charged, net of tax and fee: 120.000000 USD | deferred.csv:3:charged_usd',
      '+ changed by refunds, disputes and restorations: -12.000000 USD | deferred.csv:3:changed_usd',
      '+ less what earlier months recognised: -30.000000 USD',
      '  * what earlier months recognised: 30.000000 USD | deferred.csv:3:recognised_before_usd',
      '+ less what the month recognised: -9.000000 USD',
      '  * what the month recognised: 9.000000 USD | deferred.csv:3:recognised_in_usd',
    ];
    expect(outlined(deferredCell(ROW, null))).toEqual(expected);
    expect(outlined(deferredCell(ROW, 'recognised_after_usd'))).toEqual(expected);
  });

  it('of one of its amounts says what that is', () => {
    expect(outlined(deferredCell(ROW, 'charged_usd'))).toEqual([
      `charged, net of tax and fee: stripe ch_1: 120.000000 USD | R5 | ${COVERS} | deferred.csv:3:charged_usd`,
    ]);
    expect(outlined(deferredCell(ROW, 'changed_usd'))).toEqual([
      `changed by refunds, disputes and restorations: stripe ch_1: -12.000000 USD | R6 | ${COVERS} | deferred.csv:3:changed_usd`,
    ]);
  });

  it('that is no amount is no figure', () => {
    for (const column of ['charge', '']) expect(deferredCell(ROW, column)).toBeNull();
  });
});
