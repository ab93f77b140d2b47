/** A line of an entry in units of `10^-decimals` dollars, debits positive. */
export interface ExactLine {
  readonly account: string;
  readonly amount: bigint;
}

/** The same in whole cents. */
export interface CentLine {
  readonly account: string;
  readonly cents: bigint;
}

/** Entries of exact amounts as entries of cents, and what rounding came to. */
export interface CentEntries {
  /** One per entry, in their order, without lines of zero; an entry may have none left. */
  readonly entries: readonly (readonly CentLine[])[];
  /** A last entry that carries the cents of rounding between accounts; empty when none are to be carried. */
  readonly rounding: readonly CentLine[];
}

/**
 * Rounds entries for books that know cents only. Each entry is rounded by largest remainder, so that it balances. What that
 * makes of an account over many entries is put right by one last entry: after it every account has the cents of its exact sum,
 * rounded by largest remainder too, so off by less than a cent. No account for residues is needed: the exact sums are zero together.
 *
 * @param decimals of the amounts, at least 2
 * @throws Error when an entry does not balance
 */
export function inCents(entries: readonly (readonly ExactLine[])[], decimals: number): CentEntries {
  const exact = new Map<string, bigint>();
  const posted = new Map<string, bigint>();
  const rounded = entries.map((lines) => {
    const cents = roundedTogether(lines, decimals);
    for (const { account, amount } of lines) exact.set(account, (exact.get(account) ?? 0n) + amount);
    for (const line of cents) posted.set(line.account, (posted.get(line.account) ?? 0n) + line.cents);
    return cents.filter(({ cents: moved }) => moved !== 0n);
  });
  const sums = [...exact].map(([account, amount]) => ({ account, amount }));
  const rounding = roundedTogether(sums, decimals)
    .map(({ account, cents }) => ({ account, cents: cents - (posted.get(account) ?? 0n) }))
    .filter(({ cents }) => cents !== 0n);
  return { entries: rounded, rounding };
}

/** Floors every line, then gives the cents that are missing to those with the largest remainders, the first among equals. */
function roundedTogether(lines: readonly ExactLine[], decimals: number): CentLine[] {
  const unit = 10n ** BigInt(decimals - 2);
  const floors = lines.map(({ account, amount }, place) => {
    const remainder = ((amount % unit) + unit) % unit;
    return { account, place, remainder, cents: (amount - remainder) / unit };
  });
  const balance = lines.reduce((sum, { amount }) => sum + amount, 0n);
  if (balance !== 0n) throw new Error(`an entry is off balance by ${balance}`);
  // The floors sum to minus the missing cents: fewer than there are lines.
  const missing = -floors.reduce((sum, { cents }) => sum + cents, 0n);
  const byRemainder = [...floors].sort(
    (a, b) => Number(b.remainder > a.remainder) - Number(b.remainder < a.remainder) || a.place - b.place,
  );
  const raised = new Set(byRemainder.slice(0, Number(missing)).map(({ place }) => place));
  return floors.map(({ account, place, cents }) => ({ account, cents: raised.has(place) ? cents + 1n : cents }));
}
