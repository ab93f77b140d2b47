import type { SourcedTransaction } from '../../core/revenue/assembled.ts';
import { compareText } from '../../core/text/compare-text.ts';

interface SaleWithRefunds {
  readonly sale: SourcedTransaction;
  readonly refunds: SourcedTransaction[];
}

/**
 * Gives each refund to a sale of its currency: the first of which it takes exactly what is left, else the first that it
 * still fits into. Equal sales are interchangeable, so their order in the file never matters. A refund that fits none
 * goes to the first sale, where it shows as over-reduced; without a sale of its currency it is an orphan.
 */
export function refundsOfSales(rows: readonly SourcedTransaction[]): {
  sales: SaleWithRefunds[];
  orphans: SourcedTransaction[];
} {
  const sorted = [...rows].sort(byContent);
  const sales: SaleWithRefunds[] = sorted.filter((row) => row.kind === 'sale').map((sale) => ({ sale, refunds: [] }));
  const orphans: SourcedTransaction[] = [];
  for (const refund of sorted.filter((row) => row.kind === 'refund')) {
    const possible = sales.filter((each) => each.sale.currency === refund.currency);
    const target =
      possible.find((each) => openAmount(each) + refund.gross === 0n) ??
      possible.find((each) => openAmount(each) + refund.gross > 0n) ??
      possible[0];
    if (target === undefined) orphans.push(refund);
    else target.refunds.push(refund);
  }
  return { sales, orphans };
}

function openAmount({ sale, refunds }: SaleWithRefunds): bigint {
  return refunds.reduce((open, refund) => open + refund.gross, sale.gross);
}

function byContent(a: SourcedTransaction, b: SourcedTransaction): number {
  return a.atMs - b.atMs || compareText(key(a), key(b)) || a.source.line - b.source.line;
}

function key(row: SourcedTransaction): string {
  return [row.kind, row.currency, row.gross, row.fee, row.terms].join(' ');
}
