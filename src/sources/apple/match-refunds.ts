import type { SourcedTransaction } from '../../core/revenue/assembled.ts';
import { compareText } from '../../core/text/compare-text.ts';
import { readAppleTerms, writeAppleTerms } from './terms.ts';

interface SaleWithRefunds {
  readonly sale: SourcedTransaction;
  readonly refunds: SourcedTransaction[];
}

/**
 * Gives each refund to a sale of its currency: the first of which it takes exactly what is left, else the first that it
 * still fits into. Equal sales are interchangeable, so their order in the file never matters. A refund of several units that fits no
 * single sale is as many refunds of one unit: amounts are per unit, so that each is exact. A refund that fits none
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
    const [first] = possible;
    const whole = fittingSale(possible, refund);
    if (first === undefined) orphans.push(refund);
    else if (whole !== undefined) whole.refunds.push(refund);
    else giveUnits(refund, possible, first);
  }
  return { sales, orphans };
}

/** The sale of which a refund takes exactly what is left, else the first that it still fits into. */
function fittingSale(sales: readonly SaleWithRefunds[], refund: SourcedTransaction): SaleWithRefunds | undefined {
  return (
    sales.find((each) => openAmount(each) + refund.gross === 0n) ??
    sales.find((each) => openAmount(each) + refund.gross > 0n)
  );
}

/** Unit by unit to the sales that they fit into; what is left goes to the first. */
function giveUnits(refund: SourcedTransaction, sales: readonly SaleWithRefunds[], first: SaleWithRefunds): void {
  let { units: left } = readAppleTerms(refund.terms);
  const unit = unitsOf(refund, 1);
  for (let sale = fittingSale(sales, unit); left > 0 && sale !== undefined; left -= 1) {
    sale.refunds.push(unit);
    sale = fittingSale(sales, unit);
  }
  if (left > 0) first.refunds.push(unitsOf(refund, left));
}

/** Some units of a refund. */
function unitsOf(refund: SourcedTransaction, units: number): SourcedTransaction {
  const terms = readAppleTerms(refund.terms);
  const part = (amount: bigint): bigint => (amount / BigInt(terms.units)) * BigInt(units);
  return { ...refund, gross: part(refund.gross), fee: part(refund.fee), terms: writeAppleTerms({ ...terms, units }) };
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
