import { describe, expect, it } from 'vitest';
import { chargeOf, month, reduction, restoration, short } from '../../../test/worlds/charges.ts';
import { assembled, closeOf } from '../../../test/worlds/closing.ts';
import { monthOf } from '../month/month.ts';
import type { ChargeEvent } from '../revenue/charge-history.ts';
import type { Decision } from './decision.ts';

const OCTOBER = monthOf(2026, 10);

describe('a decision about what goes beyond a charge (R6)', () => {
  it('is about the excess that a person saw, and about no other that the same dispute has later', () => {
    // 20.00 of 20.31, and 0.31 accepted. A refund of 15.00 of before comes late: 5.00 of the dispute are left to take, and 15.31 are beyond.
    const dispute = reduction('2026-10-05T00:00:00Z', '20.31', { id: 'du_1', kind: 'dispute' });
    const won = restoration('2026-11-05T00:00:00Z', '20.31', 'du_1');
    const late = reduction('2026-09-20T00:00:00Z', '15.00', { id: 're_1' });
    const said = { note: '', by: 'ada', at: '2026-12-01T00:00:00Z', finalMonth: null };
    const accept = (subject: string): Decision => {
      return { code: 'over-reduced', subject, month: OCTOBER, decision: 'accept', ...said };
    };
    const totals = (events: ChargeEvent[], subject: string, of = '2026-10'): unknown[] => {
      const history = chargeOf({ at: '2026-09-10T00:00:00Z', amounts: { gross: '20.00' }, months: 1, events });
      const { close } = closeOf([assembled({ charges: [history] })], month(of), { decisions: [accept(subject)] });
      const found = close.findings.map((each) => `${each.subject}: ${each.decision?.decision ?? 'open'}`);
      return [short(close.revenue.total), found];
    };
    const accepted = 'ch_1 du_1 0.310000';
    expect(totals([dispute], accepted)).toEqual(['-20.31', [`${accepted}: accept`]]);
    expect(totals([late, dispute], accepted)).toEqual(['-5.00', ['ch_1 du_1 15.310000: open']]);
    expect(totals([late, dispute], 'ch_1 du_1 15.310000')).toEqual(['-20.31', ['ch_1 du_1 15.310000: accept']]);
    // What comes back changes nothing of what was accepted: it comes back too.
    expect(totals([dispute, won], accepted, '2026-11')).toEqual(['20.31', []]);
    // An earlier version's decision names no amount.
    expect(totals([late, dispute], 'ch_1 du_1')).toEqual(['-20.31', ['ch_1 du_1: accept']]);
  });
});
