import { formatMicro, type MicroUsd } from '../core/money/micro.ts';
import type { Provider } from '../core/revenue/provider.ts';

/** A product that exports name, and what its sales say of it; null: they do not. */
export interface FoundProduct {
  readonly provider: Provider;
  readonly product: string;
  readonly rows: number;
  /** What a sale pays for. */
  readonly months: number | null;
  /** The price that most sales in dollars had. */
  readonly price: MicroUsd | null;
}

type Term = 'monthly' | 'annual';

/**
 * `plans` and `other_products` of a first configuration: an entry for each product whose term and price are known; the others as
 * comments that say what is missing. Null where no product is known well enough: a plan is needed.
 */
export function plansText(found: readonly FoundProduct[]): string | null {
  const told = found.flatMap((product) => {
    const term = termOf(product);
    return term === null || product.price === null ? [] : [{ product, term, price: product.price }];
  });
  const unsure = found.filter((product) => !told.some((each) => each.product === product));
  if (told.length === 0) return null;
  return [
    '# What counts, as the exports name it: read it before the first close. Give what is one plan one id; entries of one term may be',
    '# joined. List prices are what most sales in dollars paid: put the price in force where that is another.',
    'plans:',
    ...told.map(({ product, term, price }) => planEntry(product, term, price)),
    ...unsure.map(unsureLine),
    '',
    '# What is sold beside the plans and brings the pool nothing; * stands for any characters.',
    'other_products:',
    '  stripe: []',
    '  apple: []',
    '  google: []',
    '',
  ].join('\n');
}

/** What a product says to people: only Google's has names in it, `package/subscription/base-plan`. */
const NAMES_IN: Readonly<Record<Provider, (product: string) => { readonly name: string; readonly basePlan: string }>> =
  {
    stripe: () => ({ name: '', basePlan: '' }),
    apple: () => ({ name: '', basePlan: '' }),
    google: (product) => {
      const [, name = '', basePlan = ''] = product.split('/');
      return { name, basePlan };
    },
  };

/** Google prints no term: the base plan's name often has it. */
function termOf({ months, product, provider }: FoundProduct): Term | null {
  if (months !== null) return months === 1 ? 'monthly' : months === 12 ? 'annual' : null;
  const { basePlan } = NAMES_IN[provider](product);
  if (/annual|year|p1y/i.test(basePlan)) return 'annual';
  return /month|p1m/i.test(basePlan) ? 'monthly' : null;
}

function planEntry({ provider, product, rows }: FoundProduct, term: Term, price: MicroUsd): string {
  return [
    `  - id: ${idOf(provider, product)}`,
    `    term: ${term}`,
    `    list_price_usd: ${formatMicro(price).replace(/0{4}$/, '')}`,
    `    ${provider}: [${JSON.stringify(product)}] # ${rows} row(s)`,
  ].join('\n');
}

/** Google's name of the subscription; the others' ids, which say nothing to people. */
function idOf(provider: Provider, product: string): string {
  const { name } = NAMES_IN[provider](product);
  return JSON.stringify(name === '' ? `${provider}-${product}` : name);
}

function unsureLine(found: FoundProduct): string {
  const missing = [...(termOf(found) === null ? ['its term'] : []), ...(found.price === null ? ['its price'] : [])];
  const { provider, product, rows } = found;
  return (
    `  # ${provider} ${JSON.stringify(product)}, ${rows} row(s): the exports do not tell ${missing.join(' and ')}. Fill it in as a plan, ` +
    'or name it under other_products; until then each row is an exception.'
  );
}
