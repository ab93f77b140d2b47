import { AssembledGroup, type AssemblyRules, type SourcedTransaction } from '../../core/revenue/assembled.ts';
import { exclude } from '../fates/exclude.ts';
import { isOfCharge, meaningOfRow } from './categories.ts';
import { assembleOrphans } from './orphans.ts';
import { bookSharedFee } from './shared-fee.ts';
import { bookUnknown } from './unknown-rows.ts';

/** Turns a ledger row that belongs to no charge into what it is: a shared fee (R9), left out, or an exception. */
export function assembleStripeRest(row: SourcedTransaction, rules: AssemblyRules): AssembledGroup {
  const group = new AssembledGroup();
  const meaning = meaningOfRow(row);
  if (meaning === 'not-revenue') exclude(group, 'not-revenue', row, rules.fx);
  else if (meaning === 'shared-fee') bookSharedFee(group, row, rules);
  else if (isOfCharge(meaning)) assembleOrphans(group, [row], rules);
  else bookUnknown(group, row, rules);
  return group;
}
