import type { Finding } from '../../core/close/finding.ts';
import { convertHalfEven } from '../../core/money/fx-rate.ts';
import { monthOfInstant } from '../../core/month/month.ts';
import type { AssembledGroup, AssemblyRules, SourcedTransaction } from '../../core/revenue/assembled.ts';
import { rateMissing } from '../../core/revenue/rate-missing.ts';

/** Books a row as a fee of the whole account, by its sign (R9); one without a rate is told. */
export function bookSharedFee(group: AssembledGroup, row: SourcedTransaction, { fx }: AssemblyRules): void {
  const rate = fx.rateOn(row.currency, row.atMs);
  if (rate === undefined) {
    group.report(withoutRate(row), [row]);
    return;
  }
  const { atMs, source } = row;
  const cost = convertHalfEven(row.fee - row.gross, rate);
  group.bookFee({ provider: 'stripe', month: monthOfInstant(atMs), id: row.rowId ?? '', cost, source }, row);
}

/** The exception of such a row. */
export function withoutRate(row: SourcedTransaction): Finding {
  const id = row.rowId ?? '';
  return rateMissing(`${row.kind} ${id}`, id, row);
}
