/** Kinds of files that the stores export. */
const EXPORT_KINDS = [
  'stripe-ledger',
  'stripe-invoices-csv',
  'stripe-invoices-json',
  'stripe-balance-summary',
  'stripe-balance',
  'apple-subscriber',
  'apple-payments',
  'apple-financial',
  'google-earnings',
  'google-voided',
] as const;

/** Kinds of files that people write: each is called as its kind. */
const WRITTEN_KINDS = [
  'fx',
  'costs',
  'wallet-links',
  'participation',
  'coverage',
  'opening',
  'subscribers',
  'payees',
  'usage-control',
  'screening',
] as const;

/** The names of the kinds of input. What is known of one stands in its record (`sources/kinds.ts`), of job logs in the lake. */
export const INPUT_KINDS = [...EXPORT_KINDS, ...WRITTEN_KINDS, 'job-log'] as const;

export type InputKind = (typeof INPUT_KINDS)[number];

/** The kind of a name that the books or a manifest hold. Throws for one that this version does not know: its rows would be left out. */
export function knownKind(name: string): InputKind {
  const kind = INPUT_KINDS.find((each) => each === name);
  if (kind === undefined) throw new Error(`inputs of the kind "${name}" are not known`);
  return kind;
}

/** Whether people write the files of a kind: `fx.csv`, `costs.csv`. */
export function isWrittenByPeople(kind: InputKind): boolean {
  return WRITTEN_KINDS.some((each) => each === kind);
}

/**
 * How two reports of one period are known to be versions of one, where a name does not tell the profile. Where a period
 * has several files (regions of a financial report, profiles of an earnings report), only their rows tell.
 */
export type VersionsToldBy = 'period' | 'shared-transaction' | 'shared-small-row';
