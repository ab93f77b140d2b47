import type { MicroUnit } from '../money/micro.ts';
import type { RowFate, SourcedTransaction } from '../revenue/assembled.ts';
import type { SourceLine } from '../revenue/provider.ts';

/** Rows of one fate: how many, and what they print by currency. */
export interface FateSum {
  readonly fate: RowFate['fate'] | 'none';
  readonly by: RowFate['by'];
  readonly rows: number;
  /** Gross and fee as printed, in millionths of the currency. */
  readonly amounts: ReadonlyMap<string, PrintedSum>;
}

export interface PrintedSum {
  readonly gross: MicroUnit;
  readonly fee: MicroUnit;
}

/** A row of money, of which the account keeps no more than this. */
type Row = Pick<SourcedTransaction, 'source' | 'currency' | 'gross' | 'fee'>;

interface GrowingSum extends FateSum {
  rows: number;
  readonly amounts: Map<string, PrintedSum>;
}

/**
 * The account of what became of every row of money, by the input it was read from. It holds sums alone, so that memory
 * does not grow with the rows.
 */
export class RowFates {
  readonly #byInput = new Map<string, Map<string, GrowingSum>>();

  /** Takes rows that were judged together. A row that the judgement does not name has no fate: it was dropped. */
  note(rows: readonly Row[], fates: ReadonlyMap<SourceLine, RowFate>): void {
    for (const row of rows) {
      const { fate, by } = fates.get(row.source) ?? ({ fate: 'none', by: '' } as const);
      const sum = this.#sumOf(row.source.input, fate, by);
      sum.rows += 1;
      const { gross, fee } = sum.amounts.get(row.currency) ?? { gross: 0n, fee: 0n };
      sum.amounts.set(row.currency, { gross: gross + row.gross, fee: fee + row.fee });
    }
  }

  /** What became of the rows of an input, by its SHA-256; nothing of one without rows of money. */
  of(input: string): readonly FateSum[] {
    return [...(this.#byInput.get(input)?.values() ?? [])];
  }

  #sumOf(input: string, fate: FateSum['fate'], by: FateSum['by']): GrowingSum {
    let sums = this.#byInput.get(input);
    if (sums === undefined) {
      sums = new Map();
      this.#byInput.set(input, sums);
    }
    const key = `${fate} ${by}`;
    let sum = sums.get(key);
    if (sum === undefined) {
      sum = { fate, by, rows: 0, amounts: new Map() };
      sums.set(key, sum);
    }
    return sum;
  }
}
