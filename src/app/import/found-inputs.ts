import { existsSync } from 'node:fs';
import type { FoundProduct } from '../../config/found-plans.ts';
import type { InputKind } from '../../core/close/inputs/input-kind.ts';
import { KINDS, replacedBy } from '../../sources/kinds.ts';
import { ledgerOfName } from '../../sources/stripe/ledger-range.ts';
import { FoundProducts } from './found-products.ts';
import { toldInputs } from './told-inputs.ts';

/** What exports in a directory say that a configuration needs. */
export interface Found {
  /**
   * What `expects` can name: files that people write, by kind, and the parts of providers that names tell, such as
   * `stripe:usd`.
   */
  readonly expects: readonly string[];
  readonly products: readonly FoundProduct[];
  /** ISO 4217, sorted. */
  readonly currencies: readonly string[];
  /** Files that an import would refuse, and ones too large for a look: nothing is known of them. */
  readonly unread: number;
}

/** Looks at the inputs of a directory. Nothing is found in one that is not there. */
export async function foundInputs(directory: string): Promise<Found> {
  if (!existsSync(directory)) return { expects: [], products: [], currencies: [], unread: 0 };
  const products = new FoundProducts();
  const { inputs, problems, tooLarge } = await toldInputs([directory], (input, kind) => products.read(input, kind));
  const found = inputs.map(({ kind, name }) => expectedOf(kind, name)).filter((name) => name !== null);
  return {
    expects: [...new Set(found)].sort(),
    products: products.list(),
    currencies: [...products.currencies].sort(),
    unread: new Set(problems.map(({ place }) => place.file)).size + tooLarge.length,
  };
}

function expectedOf(kind: InputKind, name: string): string | null {
  if (kind === 'job-log') return null;
  if (replacedBy(kind).what === 'files') return kind;
  const { profile } = KINDS[kind].toldByName(name);
  if (kind === 'apple-subscriber') return part('apple', profile);
  if (kind === 'google-earnings') return part('google', profile.replace(/-\d+$/, ''));
  if (kind === 'stripe-ledger') return part('stripe', (ledgerOfName(name)?.currency ?? '').toLowerCase());
  return null;
}

function part(provider: string, name: string): string {
  return name === '' ? provider : `${provider}:${name}`;
}
