import { convertHalfEven } from '../../core/money/fx-rate.ts';
import { monthOfInstant } from '../../core/month/month.ts';
import { AssembledGroup, type AssemblyRules, type SourcedTransaction } from '../../core/revenue/assembled.ts';
import { withAcceptedOrphans } from '../accepted-orphans.ts';
import { exclude } from '../exclude.ts';
import { reportOrphan, reportUnknown, stripeOrphan } from './assemble-charge.ts';
import { isOfCharge, meaningOf } from './categories.ts';

/** Turns a ledger row that belongs to no charge into what it is: a shared fee (R9), left out, or an exception. */
export function assembleStripeRest(row: SourcedTransaction, rules: AssemblyRules): AssembledGroup {
  const group = new AssembledGroup();
  const meaning = meaningOf(row.kind);
  const month = monthOfInstant(row.atMs);
  const id = row.rowId ?? '';
  if (meaning === 'not-revenue') exclude(group, 'not-revenue', row, rules.fx);
  else if (meaning === 'shared-fee') {
    const rate = rules.fx.rateOn(row.currency, row.atMs);
    if (rate === undefined) {
      const what = `${row.kind} ${id} has no rate from ${row.currency} to USD`;
      group.report({ code: 'fx-missing', subject: id, month, what, source: row.source }, [row]);
    } else {
      const cost = convertHalfEven(row.fee - row.gross, rate);
      group.bookFee({ provider: 'stripe', month, id, currency: row.currency, cost, source: row.source }, row);
    }
  } else if (isOfCharge(meaning)) reportOrphan(group, row);
  else reportUnknown(group, row);
  return isOfCharge(meaning) ? withAcceptedOrphans(group, [stripeOrphan(row)], rules) : group;
}
