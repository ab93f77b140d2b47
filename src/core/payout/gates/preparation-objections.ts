import type { MicroUsd } from '../../money/micro.ts';
import { addMonths, formatMonth, type Month } from '../../month/month.ts';
import type { PayoutBatch } from '../ledger/batch.ts';
import type { KeptBatch } from '../ledger/kept-payouts.ts';
import { takesOff } from '../ledger/ledger.ts';
import { openLines } from '../preparation/open-part.ts';
import type { PayeeChange } from '../preparation/payee-changes.ts';
import { aboveCap } from './batch-cap.ts';

/** What a person allows of a batch that is prepared, and what the configuration asks for. */
export interface PreparationTerms {
  /** `payouts.max_batch_usd`; null without one. */
  readonly maxBatchUsd: MicroUsd | null;
  /** A person has seen what changed of the payees since the month was approved. */
  readonly acceptChanges: boolean;
  /** A person wants to pay before the month's payouts are due. */
  readonly early: boolean;
}

/** A batch that would be prepared, or is shown again. */
export interface PreparedFound {
  readonly batch: PayoutBatch;
  /** The batch that stands for the month; null where none does. */
  readonly standing: KeptBatch | null;
  /** What changed of the payees since the month was approved. */
  readonly changes: readonly PayeeChange[];
  /** The day on which the month's payouts are due, `YYYY-MM-DD`, and whether that has come. */
  readonly due: string;
  readonly isDue: boolean;
}

/** R17: why a batch is not prepared: what a person has to allow, or nobody may. The first of them; null when it is. */
export function preparationObjection(terms: PreparationTerms, found: PreparedFound): string | null {
  const { batch, standing, changes, due, isDue } = found;
  const name = formatMonth(batch.month);
  const cap = aboveCap(batch, terms.maxBatchUsd);
  if (cap !== null) return cap;
  if (standing === null && changes.length > 0 && !terms.acceptChanges) {
    const what = `payee details of ${new Set(changes.map(({ wallet }) => wallet)).size} wallet(s) to be paid changed`;
    return `${what} after ${name} was approved: --accept-changes pays them as they are now`;
  }
  if (!isDue && !terms.early && batch.lines.length > 0) {
    return `the payouts of ${name} are due on ${due}: --early prepares them before`;
  }
  return null;
}

/**
 * R17: the month whose batch pays what is payable of a month once a later one has a batch: that pays the balances of the month too, and what it
 * does not hold, as of a batch that was voided since, waits for the next one. Null when none has, or the month's own stands. A voided
 * one counts where something of it was sent.
 */
export function payingMonth(batches: readonly KeptBatch[], month: Month): Month | null {
  const stands = (at: Month): boolean => batches.some(({ batch, voided }) => batch.month === at && !voided);
  if (stands(month)) return null;
  const last = batches.filter(takesOff).reduce((latest, { batch }) => Math.max(latest, batch.month), 0) as Month;
  if (last <= month) return null;
  return stands(last) ? addMonths(last, 1) : last;
}

/**
 * R17: the first later month whose batch has still something to send, and holds balances of a month that never had one; null for none. What
 * a batch of its own had reserved until it was voided may be in no other.
 */
export function holdingMonth(batches: readonly KeptBatch[], month: Month): Month | null {
  if (batches.some(({ batch }) => batch.month === month)) return null;
  const later = batches.filter((each) => each.batch.month > month && openLines(each).length > 0);
  return later.length === 0 ? null : (Math.min(...later.map(({ batch }) => batch.month)) as Month);
}

/** R17: why no batch of a month is prepared once a later month has one (`payingMonth`); null when it is. */
export function paidByLater(batches: readonly KeptBatch[], month: Month): string | null {
  const paying = payingMonth(batches, month);
  const later = batches.find((each) => each.batch.month > month && takesOff(each));
  if (paying === null || later === undefined) return null;
  const [name, of, by] = [later.batch.month, month, paying].map(formatMonth);
  return `${name} has a batch, which pays the balances of ${of} too; what is payable of them still, the batch of ${by} pays`;
}
