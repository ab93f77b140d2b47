import { compareAmounts } from '../money/compare-amounts.ts';
import { formatMicro } from '../money/micro.ts';
import { compareText } from '../text/compare-text.ts';
import type { NamedField } from '../text/differences.ts';
import type { Transaction } from './transaction.ts';

/** What a row states besides its id and its provider. */
export type RowContent = Omit<Transaction, 'provider' | 'rowId'>;

/** Columns that an export may lack, or leave empty. */
const OPTIONAL = ['group', 'kind', 'sourceId', 'invoice', 'paymentIntent', 'product', 'terms'] as const;

/** Columns that every export has. */
const ALWAYS = ['atMs', 'currency', 'gross', 'fee'] as const;

/**
 * Copies of one row, from overlapping exports, as the one row that they are (docs/inputs.md): field by field, a filled
 * field beats an empty one, so that it does not matter which copy came first. Null when two copies fill one field
 * differently: then a person has to say which is right.
 */
export function mergedCopies(copies: readonly RowContent[]): RowContent | null {
  const [first] = copies;
  if (first === undefined) throw new Error('a row has a copy');
  if (copies.some((copy) => ALWAYS.some((field) => copy[field] !== first[field]))) return null;
  const filled: Record<string, string> = {};
  for (const field of OPTIONAL) {
    const values = new Set(copies.map((copy) => copy[field]).filter((value) => value !== ''));
    if (values.size > 1) return null;
    const [value = ''] = values;
    filled[field] = value;
  }
  return { ...first, ...filled };
}

/** Copies of one row that merge, and the row that they are. */
export interface RowVersion<Copy extends RowContent> {
  readonly content: RowContent;
  readonly copies: readonly [Copy, ...Copy[]];
}

/**
 * What copies that contradict each other come to: the versions of the row that a person chooses from, in the order of time,
 * amounts and the rest, so that it does not matter which was imported first, nor how often a version is there.
 */
export function rowVersions<Copy extends RowContent>(copies: readonly Copy[]): RowVersion<Copy>[] {
  const versions: { content: RowContent; copies: [Copy, ...Copy[]] }[] = [];
  for (const copy of [...copies].sort((a, b) => filledFields(b) - filledFields(a) || byContent(a, b))) {
    const same = versions.find(({ content }) => mergedCopies([content, copy]) !== null);
    if (same === undefined) versions.push({ content: contentOf(copy), copies: [copy] });
    else {
      same.content = mergedCopies([same.content, copy]) ?? same.content;
      same.copies.push(copy);
    }
  }
  return versions.sort((a, b) => byContent(a.content, b.content));
}

/** The columns of a row alone, without where it was read. */
function contentOf({ group, kind, atMs, currency, gross, fee, ...rest }: RowContent): RowContent {
  const { sourceId, invoice, product, terms, paymentIntent } = rest;
  return { group, kind, atMs, currency, gross, fee, sourceId, invoice, product, terms, paymentIntent };
}

/** The fields of a row as a person knows them from the export. */
export const FIELDS_OF_ROW: readonly NamedField<RowContent>[] = [
  { name: 'created', textOf: ({ atMs }) => new Date(atMs).toISOString() },
  { name: 'gross', textOf: ({ gross }) => formatMicro(gross) },
  { name: 'fee', textOf: ({ fee }) => formatMicro(fee) },
  { name: 'currency', textOf: ({ currency }) => currency },
  { name: 'of', textOf: ({ group }) => group },
  { name: 'category', textOf: ({ kind }) => kind },
  { name: 'source', textOf: ({ sourceId }) => sourceId },
  { name: 'invoice', textOf: ({ invoice }) => invoice },
  { name: 'payment intent', textOf: ({ paymentIntent }) => paymentIntent },
  { name: 'product', textOf: ({ product }) => product },
  { name: 'terms', textOf: ({ terms }) => terms },
];

function byContent(a: RowContent, b: RowContent): number {
  const order = a.atMs - b.atMs || compareAmounts(a.gross, b.gross) || compareAmounts(a.fee, b.fee);
  if (order !== 0) return order;
  const differing = (['currency', ...OPTIONAL] as const).find((field) => a[field] !== b[field]);
  return differing === undefined ? 0 : compareText(a[differing], b[differing]);
}

/** How many of the columns that may be empty a copy fills: the fullest one is cited. */
export function filledFields(copy: RowContent): number {
  return OPTIONAL.filter((field) => copy[field] !== '').length;
}
