/**
 * The stores that bill subscriptions, in the order of the reports: the one list of them. Where a store has to decide
 * something, a record has an entry for each, so that the compiler names what a new one has not decided.
 */
export const PROVIDERS = ['stripe', 'apple', 'google'] as const;
export type Provider = (typeof PROVIDERS)[number];

/** A value for every provider. */
export function forEveryProvider<Value>(of: (provider: Provider) => Value): Record<Provider, Value> {
  return Object.fromEntries(PROVIDERS.map((each) => [each, of(each)])) as Record<Provider, Value>;
}

/** The provider that the books name. Throws for one that this program does not know: its money would be left out. */
export function knownProvider(name: string): Provider {
  const known = PROVIDERS.find((each) => each === name);
  if (known === undefined) throw new Error(`the books hold rows of ${name}, which is no provider of this program`);
  return known;
}

/** The line of an input that a figure comes from. */
export interface SourceLine {
  /** SHA-256 of the input's unpacked bytes: the same whatever the file is called. */
  readonly input: string;
  /** Line in the unpacked file, from 1. */
  readonly line: number;
}

/** A line as one text: two are the same line where these are equal. */
export function placeOf({ input, line }: SourceLine): string {
  return `${input} ${line}`;
}
