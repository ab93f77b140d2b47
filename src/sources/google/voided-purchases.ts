import { z } from 'zod';
import type { VoidedPurchase } from '../../core/close/inputs/small-rows.ts';
import { problem } from '../../problems/problem.ts';
import type { InputHead, SourceInput } from '../reading/input.ts';
import { jsonDocuments } from '../reading/json-documents.ts';
import { ProblemList } from '../reading/problem-list.ts';

/** A number, or digits in quotes: Google writes 64-bit numbers as texts. */
const whole = z
  .union([z.number().int().min(0), z.string().regex(/^\d{1,15}$/, 'expected a whole number')])
  .transform(Number);

const voidedPurchase = z.object({
  orderId: z.string().min(1),
  voidedTimeMillis: whole,
  /** Left out where it is 0, other. */
  voidedReason: whole.default(0),
});

/** An answer without any purchase has a page's other fields only; the fields of what other lists are of are none of them. */
const PAGE_OF_NONE = /^\s*\{\s*"(?:pageInfo|tokenPagination)"\s*:\s*\{(?:[^[\]])*\}\s*$/;

/** Google, voided purchases of the Developer API (JSON): pages as they are returned, or their purchases one by one. */
export function isVoidedPurchases(head: InputHead): boolean {
  if (PAGE_OF_NONE.test(head.text)) return true;
  return (
    /^\s*[[{]/.test(head.text) &&
    /"voidedPurchases"|"androidpublisher#voidedPurchase"|"voidedTimeMillis"/.test(head.text)
  );
}

/**
 * Reads voided purchases. They name no money.
 *
 * @throws InvalidInput bad-json; missing-page where a page says that another follows, and none does, or the first that one
 * comes before it: a chargeback on it would not be asked about
 */
export async function readVoidedPurchases(
  input: SourceInput,
): Promise<{ readonly row: VoidedPurchase; readonly line: number }[]> {
  const problems = new ProblemList();
  const rows: { row: VoidedPurchase; line: number }[] = [];
  /** The line of a page after which another has to come. */
  let awaitedAfter: number | null = null;
  let pages = 0;
  for await (const { value, line } of jsonDocuments(input, problems)) {
    if (isPage(value)) {
      awaitedAfter = says(value, 'nextPageToken') ? line : null;
      pages += 1;
      if (pages === 1 && says(value, 'previousPageToken')) {
        const what =
          'the page says that one comes before it (tokenPagination.previousPageToken), and the file begins with it';
        problems.add(problem('missing-page', { file: input.name, line }, what));
      }
    }
    for (const object of purchasesIn(value)) {
      const parsed = voidedPurchase.safeParse(object);
      if (parsed.success) {
        const { orderId: order, voidedTimeMillis: atMs, voidedReason: reason } = parsed.data;
        rows.push({ row: { order, atMs, reason }, line });
        continue;
      }
      for (const { path, message } of parsed.error.issues) {
        const what = `a voided purchase is not as the API writes it: ${path.map(String).join('.') || 'it'} (${message})`;
        problems.add(problem('bad-json', { file: input.name, line }, what, REMEDY));
      }
    }
  }
  if (awaitedAfter !== null) {
    const what = 'the page says that another follows (tokenPagination.nextPageToken), and the file ends with it';
    problems.add(problem('missing-page', { file: input.name, line: awaitedAfter }, what));
  }
  problems.throwIfAny();
  return rows;
}

const REMEDY = 'Save the answer of purchases.voidedpurchases.list again, as it is.';

interface Page {
  readonly voidedPurchases?: unknown;
  readonly tokenPagination?: { readonly nextPageToken?: unknown; readonly previousPageToken?: unknown } | null;
}

/** The last page may hold no purchase, and then has neither field. */
function isPage(value: unknown): value is Page {
  return typeof value === 'object' && value !== null && !('voidedTimeMillis' in value || 'orderId' in value);
}

function says({ tokenPagination }: Page, neighbour: 'nextPageToken' | 'previousPageToken'): boolean {
  const token = tokenPagination?.[neighbour];
  return token !== undefined && token !== null && token !== '';
}

/** The purchases of a page; a purchase is its own. */
function purchasesIn(value: unknown): readonly unknown[] {
  const page = value as { voidedPurchases?: unknown } | null;
  if (Array.isArray(page?.voidedPurchases)) return page.voidedPurchases;
  const isPurchase = typeof value === 'object' && value !== null && ('voidedTimeMillis' in value || 'orderId' in value);
  // An answer without any purchase has a page's other fields only.
  return isPurchase ? [value] : [];
}
