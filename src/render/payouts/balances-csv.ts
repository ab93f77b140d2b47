import { formatMicro } from '../../core/money/micro.ts';
import { formatMonth } from '../../core/month/month.ts';
import type { WalletBalance } from '../../core/payout/ledger/balance.ts';
import { compareText } from '../../core/text/compare-text.ts';
import { checksumAddress } from '../../core/wallet/checksum-address.ts';
import { type Columns, count, csvText, micro, month, text } from '../reports/columns.ts';

const COLUMNS = {
  month: month.of((balance) => balance.month),
  wallet: text.of(({ wallet }) => wallet),
  brought_forward_usd: micro.of(({ broughtForward }) => broughtForward),
  earned_usd: micro.of(({ earned }) => earned),
  adjustments_usd: micro.of(({ adjustments }) => adjustments),
  paid_usd: micro.of(({ paid }) => paid),
  fees_usd: micro.of(({ fees }) => fees),
  carried_forward_usd: micro.of(({ carriedForward }) => carriedForward),
  reserved_usd: micro.of(({ reserved }) => reserved),
  ageing: text.of(({ ageing }) =>
    ageing.map((aged) => `${formatMonth(aged.month)} ${formatMicro(aged.amount)}`).join('; '),
  ),
  months_to_threshold: count.orEmpty(({ monthsToThreshold }) => monthsToThreshold),
  reason: text.of(({ reason }) => reason),
} satisfies Columns<WalletBalance>;

/**
 * payout/balances.csv: the month's account of every wallet that ever earned (R17): brought forward + earned +
 * adjustments - paid - fees = carried forward. Ageing names the months that the balance comes from: `2026-08 1.500000`.
 */
export function balancesCsv(balances: readonly WalletBalance[]): string {
  const rows = balances.map((balance) => ({ ...balance, wallet: checksumAddress(balance.wallet) }));
  return csvText(
    COLUMNS,
    rows.sort((a, b) => compareText(a.wallet, b.wallet)),
  );
}
