import type { MicroUsd } from '../money/micro.ts';
import type { OverTime } from '../policy/over-time.ts';
import { namePattern } from '../text/name-pattern.ts';
import { forEveryProvider, PROVIDERS, type Provider } from './provider.ts';

/** A plan with one term, as revshare.yaml lists it. */
export interface Plan {
  readonly id: string;
  readonly term: 'monthly' | 'annual';
  /** What a new subscriber pays; who subscribed earlier may go on paying an earlier one. */
  readonly listPrice: OverTime<MicroUsd>;
  /** Stripe price ids, Apple Subscription Apple IDs, Google `package/sku/base-plan`. */
  readonly products: Readonly<Record<Provider, readonly string[]>>;
  /** What a charge for a year pays for that is far below its price; without it a person is asked. */
  readonly lowCharge?: 'monthly' | 'yearly';
}

/** What a product of a store is to the pool (R4). */
export type ProductVerdict = { readonly plan: Plan } | 'other-product' | 'unknown-product';

/** Tells plans from other products; a product that neither names is unknown, never guessed. */
export interface ProductCatalogue {
  verdict(provider: Provider, product: string): ProductVerdict;
  /** Whether a plan has this id: what people write names plans, not products. */
  hasPlan(id: string): boolean;
  /** The products of the plans in a store, as revshare.yaml writes them. */
  planProducts(provider: Provider): readonly string[];
}

/** Plans match exactly; other products may use `*` for any characters. */
export function productCatalogue(
  plans: readonly Plan[],
  otherProducts: Readonly<Record<Provider, readonly string[]>>,
): ProductCatalogue {
  const planOf = new Map<string, Plan>();
  for (const plan of plans) {
    for (const provider of PROVIDERS) {
      for (const product of plan.products[provider]) planOf.set(`${provider} ${withoutEmptyTail(product)}`, plan);
    }
  }
  const others = forEveryProvider((provider) => otherProducts[provider].map(pattern));
  return {
    hasPlan: (id) => plans.some((plan) => plan.id === id),
    planProducts: (provider) => plans.flatMap((plan) => plan.products[provider]),
    verdict(provider, product) {
      const plan = planOf.get(`${provider} ${withoutEmptyTail(product)}`);
      if (plan !== undefined) return { plan };
      return others[provider].some((each) => each.test(product)) ? 'other-product' : 'unknown-product';
    },
  };
}

/** The months of a plan's term. */
export function termMonths(plan: Plan): number {
  return plan.term === 'annual' ? 12 : 1;
}

/** `package/sku/` and `package/sku` are the same product without a base plan. */
export function withoutEmptyTail(product: string): string {
  return product.endsWith('/') ? product.slice(0, -1) : product;
}

function pattern(text: string): RegExp {
  return new RegExp(`^${namePattern(text)}/?$`);
}
