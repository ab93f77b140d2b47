import { truncatedProportion } from '../money/proportion.ts';
import type { Reduction, Restoration } from './charge-history.ts';

/**
 * R7: the reductions as they would stand had the restored ones never been. A partial restoration leaves the
 * reduction times (1 - restored / reduced), truncated, in every component. Where several reductions share a source
 * id (a Google order), the latest before the restoration come back first.
 * `unmatched` restorations name no reduction, or more than was taken.
 */
export function withoutRestored(
  reductions: readonly Reduction[],
  restorations: readonly Restoration[],
): { left: Reduction[]; unmatched: Restoration[] } {
  const left = [...reductions];
  const unmatched: Restoration[] = [];
  for (const restoration of restorations) {
    let open = restoration.gross;
    for (let index = left.length - 1; index >= 0 && open > 0n; index -= 1) {
      const reduction = left[index];
      if (reduction === undefined || reduction.sourceId !== restoration.sourceId) continue;
      if (reduction.atMs > restoration.atMs) continue;
      const back = open < reduction.amounts.gross ? open : reduction.amounts.gross;
      open -= back;
      left[index] = leaving(reduction, reduction.amounts.gross - back);
    }
    if (open > 0n) unmatched.push(restoration);
  }
  return { left: left.filter((reduction) => reduction.amounts.gross !== 0n || isOnlyTaxOrFee(reduction)), unmatched };
}

/** The reduction with `gross` left of it, the other components in the same proportion. */
function leaving(reduction: Reduction, gross: bigint): Reduction {
  const { amounts } = reduction;
  if (gross === 0n) return { ...reduction, amounts: { gross: 0n, tax: 0n, fee: 0n } };
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

/** A row that takes back only tax or fee (Google prints each on a row of its own). */
function isOnlyTaxOrFee(reduction: Reduction): boolean {
  return reduction.amounts.gross === 0n && (reduction.amounts.tax !== 0n || reduction.amounts.fee !== 0n);
}
