import type { StatementLayout, StatementPayment } from '../../core/statement/statement-record.ts';
import type { Section } from './section.ts';

/** Transfers, each with what a tax return asks for. */
export function paymentSection(title: string, payments: readonly StatementPayment[], layout: StatementLayout): Section {
  const currency = layout < 10 ? '' : 'currency';
  return {
    title,
    columns: ['sent', 'for', 'by', 'amount', currency, 'USD', 'fee, USD', 'rate', 'reference', 'to'],
    rows: payments.map((each) => [
      each.sentAt,
      each.month,
      each.method,
      each.amount,
      each.currency,
      each.paidUsd,
      each.feeUsd,
      each.rate,
      each.reference,
      each.destination,
    ]),
  };
}
