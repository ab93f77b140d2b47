import { noChargeReason } from '../../sources/stripe/assemble-rest.ts';
import { type Invoice, invoiceMoney, invoiceRank } from '../../sources/stripe/invoice.ts';
import { writeInvoice } from '../../sources/stripe/invoice-body.ts';
import { completeImport } from '../../store/imports.ts';
import type { Database } from '../../store/open-store.ts';
import { keepInvoice } from '../../store/stripe-invoices.ts';
import type { Progress } from '../books/progress.ts';
import { Span } from './span.ts';

const ROWS_PER_REPORT = 5000;

/** Keeps an import's invoices, each in its winning version. */
export async function takeInvoices(
  db: Database,
  importId: number,
  invoices: AsyncIterable<{ readonly invoice: Invoice; readonly line: number }>,
  progress: Progress,
): Promise<void> {
  const span = new Span();
  for await (const { invoice, line } of invoices) {
    span.add(invoice.atMs);
    if (span.rows % ROWS_PER_REPORT === 0) progress.advance(span.rows, 0, 'rows');
    await keepInvoice(db, importId, {
      id: invoice.id,
      line,
      rank: invoiceRank(invoice),
      money: invoice.status === 'draft' ? '' : invoiceMoney(invoice),
      atMs: invoice.atMs,
      noChargeReason: noChargeReason(invoice) ?? '',
      currency: invoice.currency,
      total: invoice.total,
      body: writeInvoice(invoice),
    });
  }
  await completeImport(db, importId, { rows: span.rows, firstMs: span.firstMs, lastMs: span.lastMs });
}
