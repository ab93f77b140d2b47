import type { SourcedTransaction } from '../../core/revenue/assembled.ts';
import { compareText } from '../../core/text/compare-text.ts';
import { isCharge, typedRow } from './transaction-type.ts';

/** The rows of one product of an order. */
export interface ProductRows {
  /** `package/sku/base-plan`, as the row says it that names most; empty where no row names any. */
  readonly product: string;
  readonly rows: readonly SourcedTransaction[];
}

/**
 * Takes an order apart by its products (docs/inputs.md, Google): package and SKU, the base plan only where both rows have
 * one. What is charged says which products there are, else all rows do. A row that fits no charged product belongs to
 * the only one; of several it fits none, or more than one, and is a stray. The order of the rows never matters.
 */
export function productsOfOrder(rows: readonly SourcedTransaction[]): {
  readonly products: readonly ProductRows[];
  readonly strays: readonly SourcedTransaction[];
} {
  const charges = rows.filter((row) => {
    const typed = typedRow(row);
    return typed !== null && isCharge(typed);
  });
  const named = distinctProducts(charges.length > 0 ? charges : rows);
  const rowsOf = new Map<string, SourcedTransaction[]>(named.map((product) => [product, []]));
  const strays: SourcedTransaction[] = [];
  for (const row of rows) {
    const [fitting, ...others] = named.length === 1 ? named : named.filter((product) => fits(row.product, product));
    if (fitting === undefined || others.length > 0) strays.push(row);
    else rowsOf.get(fitting)?.push(row);
  }
  return { products: [...rowsOf].map(([product, own]) => ({ product, rows: own })), strays };
}

/** The products that rows name, each as fully as any names it. */
function distinctProducts(rows: readonly SourcedTransaction[]): string[] {
  const all = [...new Set(rows.map(({ product }) => product))].sort(compareText);
  const named = all.filter((product) => product !== '');
  const full = named.filter((product) => !named.some((other) => other !== product && isShorterFor(product, other)));
  return full.length > 0 ? full : all.slice(0, 1);
}

/** Whether `product` is `other` without its base plan. */
function isShorterFor(product: string, other: string): boolean {
  return basePlanOf(product) === '' && basePlanOf(other) !== '' && skuOf(product) === skuOf(other);
}

/** Whether two products are one as far as both say it: package and SKU, and the base plan where both have one. */
export function fits(product: string, other: string): boolean {
  if (skuOf(product) !== skuOf(other)) return false;
  const [own, its] = [basePlanOf(product), basePlanOf(other)];
  return own === '' || its === '' || own === its;
}

/** `package/sku`. */
function skuOf(product: string): string {
  return product.split('/').slice(0, 2).join('/');
}

function basePlanOf(product: string): string {
  return product.split('/').slice(2).join('/');
}
