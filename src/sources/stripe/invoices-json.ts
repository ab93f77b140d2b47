import { type Place, problem } from '../../problems/problem.ts';
import type { InputHead, SourceInput } from '../reading/input.ts';
import { jsonDocuments } from '../reading/json-documents.ts';
import { lineOfInput } from '../reading/line-of-input.ts';
import { ProblemList } from '../reading/problem-list.ts';
import { apiInvoice, fromApi } from './api-invoice.ts';
import type { Invoice } from './invoice.ts';
import { apiObjects, isPage } from './invoice-objects.ts';

/** Stripe, invoice objects of the API (JSON or JSON Lines), also in pages and in events. */
export function isStripeInvoicesJson(head: InputHead): boolean {
  return (
    /^\s*[[{]/.test(head.text) && /"object"\s*:\s*"(invoice|event|list|search_result)"|"lines"\s*:\s*\{/.test(head.text)
  );
}

/**
 * Reads invoice objects: one a line, a JSON array, pages of a list, or events that hold them. Objects of other types are
 * passed over beside invoices; a file that holds nothing else is refused by their name.
 *
 * A last page that says that another follows may have it in a file of its own, so it is only told: a charge that names no
 * invoice would be nobody's subscription without its own.
 *
 * @throws InvalidInput with the path of what is not as the API writes it
 */
export async function* readStripeInvoicesJson(input: SourceInput): AsyncGenerator<{ invoice: Invoice; line: number }> {
  const problems = new ProblemList();
  const others = new Map<string, number>();
  let invoices = 0;
  let goesOn = false;
  for await (const { value, line } of jsonDocuments(input, problems)) {
    if (isPage(value)) goesOn = value.has_more === true;
    for (const object of apiObjects(value)) {
      if (object.type === 'other') {
        others.set(object.name, (others.get(object.name) ?? 0) + 1);
        continue;
      }
      invoices += 1;
      const parsed = apiInvoice.safeParse(object.value);
      if (parsed.success) {
        yield { invoice: fromApi(parsed.data), line };
        continue;
      }
      const excerpt =
        problems.problems.length === 0 ? { excerpt: (await lineOfInput(input, line)).slice(0, 2000) } : {};
      const place: Place = { file: input.name, line, ...excerpt };
      for (const issue of parsed.error.issues) {
        const message = `the invoice ${nameOf(object.value)} is not as the API writes it: ${wordsOf(issue)}`;
        problems.add(problem('bad-json', place, message, REMEDY));
      }
    }
  }
  if (invoices === 0 && others.size > 0) problems.add(noInvoices(input, others));
  problems.throwIfAny();
  if (goesOn) input.warn?.('ends with a page that says that another follows (has_more): import that one too');
}

const REMEDY = 'Export the invoices again as the API returns them, each with its lines.';

/** A page or log of other objects, told as what it is. */
function noInvoices(input: SourceInput, others: ReadonlyMap<string, number>) {
  const held = [...others].map(([name, count]) => `${count} of type ${name}`).join(', ');
  const message = `the file holds objects of Stripe’s API, but no invoice: ${held}`;
  const remedy =
    'Get the invoices instead (GET /v1/invoices), each with its lines, and move this file out of the inputs.';
  return problem('unknown-kind', { file: input.name }, message, remedy);
}

function nameOf(object: unknown): string {
  const id = (object as { id?: unknown } | null)?.id;
  return typeof id === 'string' ? id : 'without an id';
}

function wordsOf(issue: { readonly path: readonly PropertyKey[]; readonly message: string }): string {
  const path = issue.path.map(String).join('.');
  return `${path === '' ? 'it' : path} (${issue.message.replace(/^Invalid input: /, '')})`;
}
