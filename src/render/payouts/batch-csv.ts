import type { Month } from '../../core/month/month.ts';
import type { ChainAsset, PayoutLine } from '../../core/payout/ledger/batch.ts';
import type { LedgerBatch } from '../../core/payout/ledger/ledger.ts';
import { formatUnits } from '../../core/payout/ledger/units.ts';
import { compareText } from '../../core/text/compare-text.ts';
import { checksumAddress } from '../../core/wallet/checksum-address.ts';
import { type Header, readersOf } from '../reports/column-readers.ts';
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

/**
 * Reads the lines of a batch.csv back. Whether an earlier version kept the chain of a line does not show: the id of the batch
 * tells.
 */
export function batchLineReader(header: Header): (record: readonly string[]) => PayoutLine {
  const of = readersOf(COLUMNS, header);
  return (record) => {
    const amount = of.amount(record);
    const scale = amount.includes('.') ? amount.length - amount.indexOf('.') - 1 : 0;
    const [token, contract] = [of.token(record).toLowerCase(), of.claim_contract(record).toLowerCase()];
    const chain = { token, chainId: of.chain_id(record), contract };
    return {
      wallet: of.wallet(record).toLowerCase(),
      method: of.method(record),
      destination: of.destination(record),
      currency: of.asset(record),
      balanceUsd: of.balance_usd(record),
      feeUsd: of.fee_usd(record),
      payUsd: of.pay_usd(record),
      assetAmount: BigInt(amount.replace('.', '')),
      scale,
      rate:
        of.rate_pair(record) === ''
          ? null
          : { pair: of.rate_pair(record), date: of.rate_date(record), value: of.rate(record) },
      chain: Object.values(chain).every((text) => text === '') ? null : chain,
    };
  };
}

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
