import type { PayoutLine } from '../../core/payout/ledger/batch.ts';
import { formatUnits } from '../../core/payout/ledger/units.ts';
import { csvLines } from '../reports/csv.ts';
import type { Token } from './safe-batch.ts';

const COLUMNS = ['token_type', 'token_address', 'receiver', 'amount', 'id'];

/** Transfers as the CSV Airdrop app of Safe reads them; amounts in whole tokens with decimals. */
export function csvAirdrop(token: Token, lines: readonly PayoutLine[]): string {
  const rows = lines.map((line) => [
    'erc20',
    token.address,
    line.destination,
    formatUnits(line.assetAmount, line.scale),
    '',
  ]);
  return csvLines([COLUMNS, ...rows]);
}
