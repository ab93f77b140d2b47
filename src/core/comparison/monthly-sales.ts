import type { RevenueProvider } from '../close/net-revenue.ts';
import type { MicroUsd } from '../money/micro.ts';
import { printedAmount } from '../money/printed-amount.ts';
import { truncatedProportion } from '../money/proportion.ts';
import type { ReportedPosting } from './reported-posting.ts';
import type { Side } from './revenue-change.ts';

/** What monthly charges of one side and cell amount to. */
interface Sales {
  /** Charges; the negative line of an upgrade is money and no charge. */
  count: bigint;
  gross: MicroUsd;
  /** In the cell's own currency, millionths. */
  printed: bigint;
}

/** The causes of a change of monthly gross; they sum to it. */
export interface SalesChange {
  readonly volume: MicroUsd;
  readonly mix: MicroUsd;
  readonly price: MicroUsd;
  readonly fx: MicroUsd;
}

/**
 * Gross of charges that cover one month, by provider and cell (plan and currency), of two sides. With N charges, gross G
 * and printed amount L of each cell and side (0 before, 1 after), every division truncated to the micro-dollar:
 *
 * - fx, per cell of both sides: G1 - L1 x G0 / L0, what the other average rate makes of what was sold;
 * - volume: (all N1 - all N0) x all G0 / all N0, the change of the count at the earlier average price;
 * - mix: the sum over cells of N1 x G0 / N0 (of a cell that is new, its G1 without fx), less all G0, less volume;
 * - price: the rest.
 *
 * Where nothing was sold before, or nothing is now, the whole change is volume.
 */
export class MonthlySales {
  readonly #providers = new Map<RevenueProvider, Map<string, Record<Side, Sales>>>();

  add(side: Side, posting: ReportedPosting): void {
    const cells = this.#providers.get(posting.provider) ?? new Map<string, Record<Side, Sales>>();
    this.#providers.set(posting.provider, cells);
    const key = `${posting.plan}\n${posting.currency}`;
    const cell = cells.get(key) ?? { from: nothingSold(), to: nothingSold() };
    cells.set(key, cell);
    const { gross } = posting.amounts;
    cell[side].count += gross > 0n ? 1n : 0n;
    cell[side].gross += gross;
    cell[side].printed += printedAmount(gross, posting.rate);
  }

  /** What changed, provider by provider. */
  changes(): { readonly provider: RevenueProvider; readonly change: SalesChange }[] {
    return [...this.#providers].map(([provider, cells]) => ({ provider, change: changeOf([...cells.values()]) }));
  }
}

function changeOf(cells: readonly Record<Side, Sales>[]): SalesChange {
  const [from, to] = [sumOf(cells.map((cell) => cell.from)), sumOf(cells.map((cell) => cell.to))];
  if (from.count === 0n || to.count === 0n) return { volume: to.gross - from.gross, mix: 0n, price: 0n, fx: 0n };
  const fx = cells.reduce((sum, cell) => sum + fxOf(cell), 0n);
  const volume = truncatedProportion(from.gross, to.count - from.count, from.count);
  const atEarlierPrices = cells.reduce((sum, cell) => sum + earlierPrice(cell), 0n);
  const mix = atEarlierPrices - from.gross - volume;
  return { volume, mix, price: to.gross - from.gross - fx - volume - mix, fx };
}

function fxOf({ from, to }: Record<Side, Sales>): MicroUsd {
  if (from.printed === 0n || to.printed === 0n) return 0n;
  return to.gross - truncatedProportion(from.gross, to.printed, from.printed);
}

function earlierPrice(cell: Record<Side, Sales>): MicroUsd {
  const { from, to } = cell;
  return from.count === 0n ? to.gross - fxOf(cell) : truncatedProportion(from.gross, to.count, from.count);
}

/** Over cells of several currencies: what they printed has no sum. */
function sumOf(sales: readonly Sales[]): Pick<Sales, 'count' | 'gross'> {
  const sum = { count: 0n, gross: 0n };
  for (const { count, gross } of sales) {
    sum.count += count;
    sum.gross += gross;
  }
  return sum;
}

function nothingSold(): Sales {
  return { count: 0n, gross: 0n, printed: 0n };
}
