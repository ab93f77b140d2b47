import type { Month } from '../../core/month/month.ts';
import type { ChainAsset, PayoutLine } from '../../core/payout/batch.ts';
import type { LedgerBatch } from '../../core/payout/ledger.ts';
import { formatUnits } from '../../core/payout/units.ts';
import { compareText } from '../../core/text/compare-text.ts';
import { checksumAddress } from '../../core/wallet/checksum-address.ts';
import { type Columns, csvText, micro, month, plain, text } from '../reports/columns.ts';

interface BatchRow extends PayoutLine {
  readonly month: Month;
  /** How much of it was receipted. */
  readonly sent: bigint;
}

const COLUMNS = {
  month: month.of((line) => line.month),
  wallet: text.of(({ wallet }) => wallet),
  method: text.of(({ method }) => method),
  destination: text.of(({ destination }) => destination),
  asset: text.of(({ currency }) => currency),
  amount: plain.of(({ assetAmount, scale }) => formatUnits(assetAmount, scale)),
  sent: plain.of(({ sent, scale }) => formatUnits(sent, scale)),
  open: plain.of(({ assetAmount, sent, scale }) => formatUnits(assetAmount - sent, scale)),
  balance_usd: micro.of(({ balanceUsd }) => balanceUsd),
  fee_usd: micro.of(({ feeUsd }) => feeUsd),
  pay_usd: micro.of(({ payUsd }) => payUsd),
  rate_pair: text.of(({ rate }) => rate?.pair ?? ''),
  rate_date: text.of(({ rate }) => rate?.date ?? ''),
  rate: plain.of(({ rate }) => rate?.value ?? ''),
  token: text.of(({ chain }) => chainToken(chain)),
  chain_id: plain.of(({ chain }) => chain?.chainId ?? ''),
  claim_contract: text.of(({ chain }) => (chain?.contract ? checksumAddress(chain.contract) : '')),
} satisfies Columns<BatchRow>;

/** With its checksum; empty where nothing is sent on a chain. */
export function chainToken(chain: ChainAsset | null): string {
  return chain === null || chain.token === '' ? '' : checksumAddress(chain.token);
}

/** payout/batch.csv: one line per wallet, what is sent by which rail, and how much of it was receipted (R17). */
export function batchCsv({ batch, sent }: LedgerBatch): string {
  const rows = batch.lines.map((line) => {
    return { ...line, month: batch.month, wallet: checksumAddress(line.wallet), sent: sent.get(line.wallet) ?? 0n };
  });
  return csvText(
    COLUMNS,
    rows.sort((a, b) => compareText(a.wallet, b.wallet)),
  );
}
