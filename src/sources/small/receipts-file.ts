import type { Receipt } from '../../core/payout/receipt.ts';
import { parseUnits } from '../../core/payout/units.ts';
import { unescapeFormula } from '../../core/text/formula-escape.ts';
import { quoted } from '../../problems/quoted.ts';
import type { TableRow } from '../table-row.ts';
import { instantOf } from './instant-column.ts';
import type { SmallFile } from './small-file.ts';
import { walletOf } from './wallet-column.ts';

/** Decimals that a wallet's line has; of a wallet that the batch does not pay, those that no asset exceeds. */
export type ScaleOf = (wallet: string) => number | null;

const MOST_DECIMALS = 18;

/** A receipts file: `wallet,amount,asset,reference,sent_at`, amounts in the asset's own units (R17). */
export function receiptsFile(scaleOf: ScaleOf): SmallFile<Receipt> {
  return {
    columns: [
      { name: 'wallet', needed: true },
      { name: 'amount', needed: true },
      { name: 'asset', needed: true },
      { name: 'reference', needed: true },
      { name: 'sent_at', needed: true },
    ],
    read(row) {
      const wallet = walletOf(row);
      const sentAt = row.needed('sent_at');
      return {
        wallet,
        amount: amountOf(row, scaleOf(wallet) ?? MOST_DECIMALS),
        asset: row.needed('asset').toUpperCase(),
        reference: unescapeFormula(row.needed('reference')),
        atMs: sentAt === '' ? 0 : (instantOf(row, 'sent_at') ?? 0),
        line: row.line,
      };
    },
  };
}

function amountOf(row: TableRow, scale: number): bigint {
  const text = row.needed('amount');
  if (text === '') return 0n;
  const amount = parseUnits(text, scale);
  if (amount !== null) return amount;
  if (parseUnits(text, text.length) === null) {
    row.fail('not-an-amount', 'amount', `amount ${quoted(text)} is not a plain decimal number`);
  } else {
    const message = `amount ${quoted(text)} has more than the ${scale} decimals of what the wallet is paid in`;
    row.fail('wrong-receipt-amount', 'amount', message);
  }
  return 0n;
}
