import type { Decision } from '../../core/close/decision.ts';
import type { MoneyExclusionReason } from '../../core/close/exclusion.ts';
import type { Finding, FindingCode } from '../../core/close/finding.ts';
import { choiceOfVersion } from '../../core/close/version-choice.ts';
import type { FxRate } from '../../core/money/fx-rate.ts';
import { monthOfInstant } from '../../core/month/month.ts';
import type { AssemblyRules, SourcedTransaction } from '../../core/revenue/assembled.ts';
import { rateMissing } from '../../core/revenue/rate-missing.ts';
import { differencesOf } from '../../core/text/differences.ts';
import type { Invoice } from './invoice.ts';
import {
  acceptableFaults,
  type InvoiceLines,
  invoiceLines,
  type KnownInvoice,
  type LineFault,
} from './invoice-lines.ts';
import { FIELDS_OF_INVOICE } from './invoice-versions.ts';

/** An exception that keeps a charge from posting. */
export type ChargeFault = Omit<Finding, 'subject' | 'month' | 'source'> & {
  /** What it is about, where that is more than the charge. */
  readonly subject?: string;
};

/** What a charge is: left out, an exception, or recognised. */
export type ChargeVerdict =
  | { readonly excluded: MoneyExclusionReason }
  | { readonly finding: ChargeFault }
  | Recognisable;

/** A charge that posts, by the lines of its invoice. */
export interface Recognisable {
  readonly lines: InvoiceLines;
  readonly rate: FxRate;
  readonly invoice: Invoice;
  /** Exceptions in spite of which a person let it post. */
  readonly accepted: readonly ChargeFault[];
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
  // A CSV that states no tax is none, but where an earlier version asked about it: what a person decided then stands.
  const isNone = known.unstatedTax === true && decisionOn(charge, { code: 'conflicting-invoice' }, rules) === null;
  if (conflict && !isNone) return judgeContradicted(charge, known, rules);
  const rate = rules.fx.rateOn(charge.currency, charge.atMs);
  if (rate === undefined) {
    return { finding: rateMissing(`charge ${charge.group}`, charge.group, charge) };
  }
  const faults = acceptableFaults(charge, known);
  const accepted = faults.filter((fault) => decisionOn(charge, fault, rules)?.decision === 'accept');
  // A final month that used one of them posted the invoice whole, whatever else was the matter with it: that stands.
  const isSettled = accepted.some((fault) => decisionOn(charge, fault, rules)?.finalMonth !== null);
  const open = faults.find((fault) => !isSettled && !accepted.includes(fault));
  if (open !== undefined) return { finding: open };
  const lines = invoiceLines(charge, known, rate, rules.catalogue);
  // What cannot be spread whatever is accepted goes on waiting: decided, it would post nothing in silence.
  if ('code' in lines) {
    const isAccepted = accepted.some(({ code }) => code === lines.code);
    return { finding: isAccepted ? { ...lines, code: 'incomplete-invoice' } : lines };
  }
  if (lines.lines.length === 0) return { excluded: 'other-product' };
  return { lines, rate, invoice, accepted };
}

/** Two exports state the invoice differently: a person says which version is right, and the charge is judged by that. */
function judgeContradicted(charge: SourcedTransaction, known: KnownInvoice, rules: AssemblyRules): ChargeVerdict {
  const [code, month, versions] = ['conflicting-invoice', monthOfInstant(charge.atMs), known.versions ?? []] as const;
  const asked = { code, id: charge.group, month, texts: differencesOf(versions, FIELDS_OF_INVOICE) };
  const { subject, told, chosen } = choiceOfVersion(rules.decisions, asked);
  const what = `two versions of invoice ${known.invoice.id} state different money or lines${versions.length === 0 ? '' : told}`;
  const fault: ChargeFault = { code, subject, what, versions: versions.length };
  const invoice = chosen === null ? undefined : versions[chosen];
  if (invoice === undefined) return { finding: fault };
  const verdict = judgeCharge(charge, { ...known, invoice, conflict: false }, rules);
  return 'lines' in verdict ? { ...verdict, accepted: [fault, ...verdict.accepted] } : verdict;
}

function decisionOn(
  charge: SourcedTransaction,
  { code }: Pick<LineFault, 'code'>,
  { decisions }: AssemblyRules,
): Decision | null {
  return decisions.on(code, charge.group, monthOfInstant(charge.atMs));
}

function missingInvoice(charge: SourcedTransaction, why: string): ChargeVerdict {
  return faultOf('missing-invoice', `charge ${charge.group} belongs to invoice ${charge.invoice}, ${why}`);
}

function faultOf(code: FindingCode, what: string): ChargeVerdict {
  return { finding: { code, what } };
}
