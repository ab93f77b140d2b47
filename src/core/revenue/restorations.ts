import { COMPONENT_NAMES, isNothing, subtractComponents } from '../money/components.ts';
import { truncatedProportion } from '../money/proportion.ts';
import type { CurrencyAmounts, Reduction, Restoration } from './charge-history.ts';

/**
 * R7: the reductions as they would stand had the restored ones never been. A partial restoration leaves the
 * reduction times (1 - restored / reduced), truncated, in every component; where the provider prints what comes back of
 * each component, each is restored by its own amount. Where several reductions share a source id (a Google order), the
 * latest before the restoration come back first.
 * `unmatched` restorations name no reduction, or more than was taken.
 */
export function withoutRestored(
  reductions: readonly Reduction[],
  restorations: readonly Restoration[],
): { left: Reduction[]; unmatched: Restoration[] } {
  const left = [...reductions];
  const unmatched: Restoration[] = [];
  for (const restoration of restorations) {
    const isWhole =
      restoration.taxAndFee === undefined ? restoreGross(left, restoration) : restoreEach(left, restoration);
    if (!isWhole) unmatched.push(restoration);
  }
  // A row may take back tax or fee alone (Google prints each on a row of its own).
  return { left: left.filter(({ amounts }) => !isNothing(amounts)), unmatched };
}

/** Takes the restored gross, and in its proportion tax and fee, out of the reductions; whether all of it was found. */
function restoreGross(left: Reduction[], restoration: Restoration): boolean {
  let open = restoration.gross;
  for (const { reduction, index } of latestFirst(left, restoration)) {
    const back = smaller(open, reduction.amounts.gross);
    if (back === 0n) continue;
    open -= back;
    left[index] = leaving(reduction, reduction.amounts.gross - back);
  }
  return open <= 0n;
}

/** Takes each component by its own amount out of the reductions; whether all of each was found. */
function restoreEach(left: Reduction[], { taxAndFee, ...restoration }: Restoration): boolean {
  let open: CurrencyAmounts = { gross: restoration.gross, tax: 0n, fee: 0n, ...taxAndFee };
  for (const { reduction, index } of latestFirst(left, restoration)) {
    const back = { gross: 0n, tax: 0n, fee: 0n };
    for (const name of COMPONENT_NAMES) back[name] = smaller(open[name], reduction.amounts[name]);
    if (isNothing(back)) continue;
    open = subtractComponents(open, back);
    const { amounts, wholeGross = amounts.gross } = reduction;
    left[index] = { ...reduction, wholeGross, amounts: subtractComponents(amounts, back) };
  }
  // A component that is taken once more is no restoration either.
  return isNothing(open);
}

/** The reductions that a restoration can bring back. */
function latestFirst(
  left: readonly Reduction[],
  { sourceId, atMs }: Pick<Restoration, 'sourceId' | 'atMs'>,
): { readonly reduction: Reduction; readonly index: number }[] {
  return left
    .map((reduction, index) => ({ reduction, index }))
    .filter(({ reduction }) => reduction.sourceId === sourceId && reduction.atMs <= atMs)
    .reverse();
}

/** The smaller of what is open and what was taken; nothing where either is nothing or less. */
function smaller(open: bigint, taken: bigint): bigint {
  const least = open < taken ? open : taken;
  return least > 0n ? least : 0n;
}

/** The reduction with `gross` left of it, the other components in the same proportion. */
function leaving(reduction: Reduction, gross: bigint): Reduction {
  const { amounts } = reduction;
  return {
    ...reduction,
    wholeGross: reduction.wholeGross ?? amounts.gross,
    amounts: {
      gross,
      tax: truncatedProportion(amounts.tax, gross, amounts.gross),
      fee: truncatedProportion(amounts.fee, gross, amounts.gross),
    },
  };
}
