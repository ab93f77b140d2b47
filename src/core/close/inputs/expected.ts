import { PROVIDERS, type Provider } from '../../revenue/provider.ts';
import { INPUT_KINDS, type InputKind } from './input-kind.ts';
import { partOf } from './provider-part.ts';

/**
 * What `expects` of revshare.yaml names: a kind of input, or a provider, whole ('') or a part of it (a settlement
 * currency of Stripe, a vendor of Apple, a payments profile of Google).
 */
export type Expected = { readonly kind: InputKind } | { readonly provider: Provider; readonly part: string };

/** Reads `costs`, `stripe` or `stripe:eur`; null for what is none of them. */
export function expectedOf(written: string): Expected | null {
  const kind = INPUT_KINDS.find((each) => each === written.trim());
  if (kind !== undefined) return { kind };
  const [name = '', ...rest] = written.split(':');
  const provider = PROVIDERS.find((each) => each === name.trim().toLowerCase());
  if (provider === undefined) return null;
  const part = rest.length === 0 ? '' : partOf(provider, rest.join(':'));
  return part === null ? null : { provider, part };
}
