import type { Provider } from '../../revenue/provider.ts';
import type { InputKind } from '../inputs/input-kind.ts';
import type { GateInput } from './gate.ts';

/** The report of each store that its money is read from. */
export const REPORT_OF: Readonly<Record<Provider, InputKind>> = {
  stripe: 'stripe-ledger',
  apple: 'apple-subscriber',
  google: 'google-earnings',
};

/** Whether a store takes part: a plan names a product of it, a report of it was imported, or `expects` names it. */
export function isInUse({ soldThrough, imports, expects }: GateInput, provider: Provider): boolean {
  return (
    soldThrough.includes(provider) ||
    imports.some((each) => each.kind === REPORT_OF[provider]) ||
    expects.some((each) => 'provider' in each && each.provider === provider)
  );
}

/** Why a store needs no coverage. */
export const NOT_IN_USE = 'nothing was imported of it, and no plan names a product of it';
