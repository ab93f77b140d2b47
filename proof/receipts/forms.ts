import { monthOf } from '../../src/core/month/month.ts';
import type { ChainAsset, PayoutBatch, PayoutLine } from '../../src/core/payout/ledger/batch.ts';
import type { KeptBatch } from '../../src/core/payout/ledger/kept-payouts.ts';
import type { PayoutMethod } from '../../src/core/payout/ledger/method.ts';
import { formatUnits } from '../../src/core/payout/ledger/units.ts';
import { batchOf } from '../../src/core/payout/preparation/prepare-batch.ts';

/** A file that says of every line of a batch that it was sent, in one of the forms that rails export. */
export interface ReceiptsFile {
  readonly name: string;
  readonly text: string;
  readonly batch: PayoutBatch;
}

export const MONTH = monthOf(2026, 10);
const SENT_AT = '2026-12-16 10:00:00';

const ADA = '0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed';
const BEN = '0xfb6916095ca1df60bb79ce92ce3ea74c37c5d359';
const CLEO = '0xdbf03b407c01e7cd3cbea99509d93f8dddc8c6fb';
const TOKEN = '0xd1220a0cf47c7b9be7a2e6ba89f429762e7b9adb';
const SAFE = '0x00000000000000000000000000000000000d3a01';
const ON_CHAIN: ChainAsset = { token: TOKEN, chainId: '8453', contract: '' };

function line(wallet: string, method: PayoutMethod, assetAmount: bigint, given: Partial<PayoutLine> = {}): PayoutLine {
  const scale = { usdc: 6, sogni: 18, spark: 2, fiat: 2 }[method];
  const currency = { usdc: 'USDC', sogni: 'SOGNI', spark: 'SPARK', fiat: 'EUR' }[method];
  const usd = 20_000_000n;
  const dollars = { balanceUsd: usd, feeUsd: 0n, payUsd: usd, rate: null };
  return { wallet, method, destination: wallet, currency, assetAmount, scale, chain: null, ...dollars, ...given };
}

const hash = (digit: number): string => `0x${String(digit).repeat(64)}`;
const amountOf = ({ assetAmount, scale }: PayoutLine): string => formatUnits(assetAmount, scale);
const text = (...lines: readonly string[]): string => `${lines.join('\n')}\n`;

const EUROS = [
  line(ADA, 'fiat', 125_050n, { destination: 'ada@example.org' }),
  line(BEN, 'fiat', 860n, { destination: 'ben@example.org' }),
];
const TOKENS = [
  line(ADA, 'usdc', 1_234_567_890n, { chain: ON_CHAIN }),
  line(BEN, 'usdc', 5_000_001n, { chain: ON_CHAIN }),
];
const OF_ALL_KINDS = [
  line(ADA, 'usdc', 9_500_000n),
  line(BEN, 'sogni', 100n * 10n ** 18n + 7n),
  line(CLEO, 'fiat', 860n, { destination: 'cleo@example.org' }),
];

/** One file of every form, each with a batch of the lines that it pays. */
export const RECEIPTS_FILES: readonly ReceiptsFile[] = [
  file('receipts.csv', OF_ALL_KINDS, (lines) =>
    text(
      'wallet,amount,asset,reference,sent_at,status',
      ...lines.map(
        (each, at) => `${each.wallet},${amountOf(each)},${each.currency},ref-${at},2026-12-16T10:00:00Z,paid`,
      ),
    ),
  ),
  file('paypal-activity.csv', EUROS, (lines) =>
    text(
      'Date,Time,TimeZone,Name,Type,Status,Currency,Gross,Fee,Net,From Email Address,To Email Address,Transaction ID,Reference Txn ID',
      ...lines.map((each, at) => {
        const gross = `-${amountOf(each)}`;
        return `16/12/2026,10:00:00,UTC,,Mass Payment,Completed,EUR,${gross},-0.25,${gross},us@example.com,${each.destination},1AB${at},`;
      }),
      '17/12/2026,10:00:00,UTC,,General Payment,Completed,EUR,5.00,0.00,5.00,them@example.com,us@example.com,2CD,',
    ),
  ),
  file('paypal-api.json', EUROS, (lines) => JSON.stringify({ items: lines.map(paypalItem) }, null, 2)),
  file('wise.csv', EUROS, (lines) =>
    text(
      'ID,Status,Direction,Finished on,Source fee amount,Source fee currency,Target name,Target amount (after fees),Target currency,Reference',
      ...lines.map((each, at) =>
        [
          `TRANSFER-${at}`,
          'COMPLETED',
          'OUT',
          SENT_AT,
          '0.41',
          'EUR',
          'Somebody',
          amountOf(each),
          'EUR',
          reference(each),
        ].join(','),
      ),
    ),
  ),
  file('explorer.csv', TOKENS, (lines) =>
    text(
      '"Transaction Hash","Blockno","UnixTimestamp","DateTime (UTC)","From","To","TokenValue","ContractAddress","TokenSymbol"',
      ...lines.map((each, at) =>
        [hash(at + 1), '1', '1797415200', SENT_AT, SAFE, each.destination, amountOf(each), TOKEN, 'USDC']
          .map((cell) => `"${cell}"`)
          .join(','),
      ),
    ),
  ),
  file('safe.csv', TOKENS, (lines) =>
    text(
      'Safe Address,From Address,To Address,Amount,Asset Type,Asset Address,Transaction Hash,Executed at',
      ...lines.map((each, at) =>
        [SAFE, SAFE, each.destination, amountOf(each), 'ERC20', TOKEN, hash(at + 1), '2026-12-16T10:00:00Z'].join(','),
      ),
    ),
  ),
  file('safe.json', TOKENS, (lines) => JSON.stringify({ results: lines.map(safeTransaction) }, null, 2)),
];

function paypalItem(each: PayoutLine, at: number): unknown {
  return {
    payout_item_id: `item-${at}`,
    transaction_id: `3EF${at}`,
    transaction_status: 'SUCCESS',
    payout_item_fee: { value: '0.25', currency: 'EUR' },
    payout_item: {
      amount: { value: amountOf(each), currency: 'EUR' },
      receiver: each.destination,
      sender_item_id: reference(each),
    },
    time_processed: '2026-12-16T10:00:00Z',
  };
}

function safeTransaction({ destination, assetAmount }: PayoutLine, at: number): unknown {
  const moved = {
    type: 'ERC20_TRANSFER',
    from: SAFE,
    to: destination,
    value: String(assetAmount),
    tokenAddress: TOKEN,
  };
  const done = { transactionHash: hash(at + 1), executionDate: '2026-12-16T10:00:00Z' };
  const transfers = [{ ...moved, tokenInfo: { decimals: 6 }, ...done }];
  return { safe: SAFE, isExecuted: true, isSuccessful: true, transactionHash: hash(at + 1), transfers };
}

/** What the files for PayPal and Wise give a line. */
function reference({ wallet }: PayoutLine): string {
  return `2026-10-${wallet.slice(2, 24)}`;
}

function file(
  name: string,
  lines: readonly PayoutLine[],
  write: (lines: readonly PayoutLine[]) => string,
): ReceiptsFile {
  return { name, text: write(lines), batch: batchOf(MONTH, 1, lines) };
}

const ACT = { by: 'proof', at: '2026-12-15T12:00:00.000Z', afterMonth: '2026-10' };

/** The batch, released, of which nothing was recorded, or all of it. */
export function released(batch: PayoutBatch, isPaid: boolean): KeptBatch {
  const sent = new Map(isPaid ? batch.lines.map(({ wallet, assetAmount }) => [wallet, assetAmount]) : []);
  const release = { ...ACT, act: 'released' as const, digest: '', validUntil: '', reason: '' };
  const state = { ordinal: 1, voided: false, voidedAfter: null, void: null };
  return { batch, sent, receipts: [], prepared: ACT, releases: [release], ...state };
}
