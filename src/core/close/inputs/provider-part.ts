import type { Provider } from '../../revenue/provider.ts';

/** How the parts of a provider are named whose files come apart: in coverage.csv, and under `expects`. */
export const PARTS: Readonly<Record<Provider, { readonly form: RegExp; readonly example: string }>> = {
  /** A settlement currency. */
  stripe: { form: /^[A-Za-z]{3}$/, example: 'eur' },
  /** A vendor number. */
  apple: { form: /^\d+$/, example: '89990001' },
  /** A payments profile; not the number of its file. */
  google: { form: /^\d+$/, example: '44710001' },
};

/** A part as the gates compare it; null for a text that names none of the provider. */
export function partOf(provider: Provider | 'job-log', text: string): string | null {
  const part = text.trim();
  if (provider === 'job-log' || !PARTS[provider].form.test(part)) return null;
  return part.toUpperCase();
}
