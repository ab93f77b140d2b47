import type { MoneyExclusionReason } from '../../core/close/exclusion.ts';
import type { Finding, FindingCode } from '../../core/close/finding.ts';
import type { FxRate } from '../../core/money/fx-rate.ts';
import { monthOfInstant } from '../../core/month/month.ts';
import type { AssemblyRules, SourcedTransaction } from '../../core/revenue/assembled.ts';
import { rateMissing } from '../../core/revenue/rate-missing.ts';
import { type InvoiceLines, invoiceLines, type KnownInvoice } from './invoice-lines.ts';

/** An exception that keeps a charge from posting. */
export type ChargeFault = Omit<Finding, 'subject' | 'month' | 'source'>;

/** What a charge is: left out, an exception, or recognised. */
export type ChargeVerdict =
  | { readonly excluded: MoneyExclusionReason }
  | { readonly finding: ChargeFault }
  | Recognisable;

/** A charge that posts, by the lines of its invoice. */
export interface Recognisable {
  readonly lines: InvoiceLines;
  readonly rate: FxRate;
  readonly subscription: string;
  /** An exception in spite of which a person let it post. */
  readonly accepted?: ChargeFault;
}

/** What the invoice makes of the charge (R4). */
export function judgeCharge(
  charge: SourcedTransaction,
  known: KnownInvoice | null,
  rules: AssemblyRules,
): ChargeVerdict {
  if (charge.invoice === '') return { excluded: 'not-subscription' };
  if (known === null) return missingInvoice(charge, 'which is not in the data');
  const { invoice, conflict } = known;
  if (known.isAmbiguous) {
    return faultOf('conflicting-invoice', `several invoices name charge ${charge.group} as their payment`);
  }
  // While it is a draft, its lines and its tax still change: no money is charged by it.
  if (invoice.status === 'draft') return missingInvoice(charge, 'which the data know as a draft only');
  if (!invoice.liveMode) return { excluded: 'test-mode' };
  if (invoice.subscription === '') return { excluded: 'not-subscription' };
  if (conflict) {
    return faultOf('conflicting-invoice', `two versions of invoice ${invoice.id} state different money or lines`);
  }
  const rate = rules.fx.rateOn(charge.currency, charge.atMs);
  if (rate === undefined) {
    return { finding: rateMissing(`charge ${charge.group}`, charge.group, charge) };
  }
  const lines = invoiceLines(charge, known, rate, rules.catalogue, false);
  if (!('code' in lines)) {
    return lines.lines.length === 0
      ? { excluded: 'other-product' }
      : { lines, rate, subscription: invoice.subscription };
  }
  return acceptedLines(charge, known, rate, lines, rules) ?? { finding: lines };
}

function missingInvoice(charge: SourcedTransaction, why: string): ChargeVerdict {
  return faultOf('missing-invoice', `charge ${charge.group} belongs to invoice ${charge.invoice}, ${why}`);
}

function faultOf(code: FindingCode, what: string): ChargeVerdict {
  return { finding: { code, what } };
}

/** Faults that a person may accept: then the invoice is one line over its span, or the weights of its lines divide. */
const ACCEPTABLE: ReadonlySet<FindingCode> = new Set(['mixed-periods', 'invoice-does-not-add-up']);

/** The lines of an invoice whose fault a person accepted (docs/inputs.md), or why there are none; null when nobody did. */
function acceptedLines(
  charge: SourcedTransaction,
  known: KnownInvoice,
  rate: FxRate,
  accepted: ChargeFault,
  rules: AssemblyRules,
): ChargeVerdict | null {
  if (!ACCEPTABLE.has(accepted.code)) return null;
  const decision = rules.decisions.on(accepted.code, charge.group, monthOfInstant(charge.atMs));
  if (decision?.decision !== 'accept') return null;
  const lines = invoiceLines(charge, known, rate, rules.catalogue, true);
  // What cannot be spread whatever is accepted goes on waiting: decided, it would post nothing in silence.
  if ('code' in lines)
    return { finding: lines.code === accepted.code ? { ...lines, code: 'incomplete-invoice' } : lines };
  if (lines.lines.length === 0) return { excluded: 'other-product' };
  return { lines, rate, subscription: known.invoice.subscription, accepted };
}
