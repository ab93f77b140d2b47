import type { PayoutLine } from '../../core/payout/ledger/batch.ts';
import { formatUnits } from '../../core/payout/ledger/units.ts';
import { csvLines } from '../reports/csv.ts';

/** Transfers as Disperse reads them: `address,amount`, no header, whole tokens with decimals; the token is chosen there. */
export function disperseCsv(lines: readonly PayoutLine[]): string {
  return csvLines(lines.map((line) => [line.destination, formatUnits(line.assetAmount, line.scale)]));
}
