import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatMonth, type Month } from '../../core/month/month.ts';
import type { PayoutBatch, PayoutLine } from '../../core/payout/batch.ts';
import { CHAIN_METHODS } from '../../core/payout/batch-chain.ts';
import type { KeptReceipt, ReleaseAct } from '../../core/payout/kept-payouts.ts';
import { batchOf } from '../../core/payout/prepare-batch.ts';
import { damaged, recordsIn } from '../../files/report-records.ts';
import { adjustmentReader } from '../../render/payouts/balances-csv.ts';
import { batchLineReader } from '../../render/payouts/batch-csv.ts';
import { receiptReader } from '../../render/payouts/receipts-csv.ts';

/** Something that was done about payouts, as far as the reports tell it. */
export type FoundAct = { readonly at: string; readonly by: string } & (
  | { readonly act: 'adjusted'; readonly month: Month; readonly wallet: string; readonly amount: bigint }
  | { readonly act: 'prepared'; readonly batch: PayoutBatch }
  | { readonly act: 'shown-or-released'; readonly batch: string; readonly release: Omit<ReleaseAct, 'afterMonth'> }
  | { readonly act: 'recorded'; readonly batch: string; readonly receipt: Omit<KeptReceipt, 'afterMonth'> }
);

/**
 * What `payout/` of a month tells of its batch, its release and its receipts, in their order. The id of a batch is the hash
 * of its lines, so what is read is what was prepared. Of adjustments only their sum for each wallet is told.
 *
 * @throws InvalidInput damaged-reports, where something does not fit the id
 */
export function foundActs(out: string, month: Month, by: string): FoundAct[] {
  const directory = join(out, formatMonth(month), 'payout');
  const receipts = readRows(join(directory, 'receipts.csv'), receiptReader);
  const path = join(directory, 'batch.json');
  if (!existsSync(path)) {
    if (receipts.length > 0)
      throw damaged(join(directory, 'receipts.csv'), 'its batch is voided, and not in the reports');
    return adjustments(directory, month, '', by);
  }
  const document = JSON.parse(readFileSync(path, 'utf8')) as BatchDocument;
  const lines = readRows(join(directory, 'batch.csv'), batchLineReader).sort((a, b) => (a.wallet < b.wallet ? -1 : 1));
  const batch = batchOfId(document.batch, month, document.sequence, lines);
  if (batch === null) throw damaged(join(directory, 'batch.csv'), `its lines are not those of batch ${document.batch}`);
  const other = receipts.find((each) => each.batch !== batch.id);
  if (other !== undefined) {
    const what = `${other.reference} is of batch ${other.batch}, which is voided and not in the reports`;
    throw damaged(join(directory, 'receipts.csv'), what);
  }
  const { prepared_at: at, prepared_by: preparedBy, release } = document;
  return [
    ...adjustments(directory, month, at, by),
    { act: 'prepared', at, by: preparedBy, batch },
    ...(release === null ? [] : [releaseAct(batch.id, release)]),
    ...receipts.map((receipt): FoundAct => {
      return { act: 'recorded', at: receipt.at, by: receipt.by, batch: batch.id, receipt };
    }),
  ];
}

/** What batch.json says, as far as it is read back. */
interface BatchDocument {
  readonly batch: string;
  readonly sequence: number;
  readonly prepared_at: string;
  readonly prepared_by: string;
  readonly release: {
    readonly act: ReleaseAct['act'];
    readonly digest: string;
    readonly at: string;
    readonly by: string;
    readonly valid_until?: string;
    readonly reason?: string;
  } | null;
}

function releaseAct(batch: string, release: NonNullable<BatchDocument['release']>): FoundAct {
  const { act, digest, at, by, valid_until: validUntil = '', reason = '' } = release;
  return { act: 'shown-or-released', at, by, batch, release: { act, digest, validUntil, reason, at, by } };
}

/** What a line has whose method is sent on a chain and whose configuration named none. */
const NO_TOKEN = { token: '', chainId: '', contract: '' };

/** The batch of an id: with the chains as they stand there, or with empty ones, which do not show. */
function batchOfId(id: string, month: Month, sequence: number, lines: readonly PayoutLine[]): PayoutBatch | null {
  const isOnChain = ({ method }: PayoutLine): boolean => CHAIN_METHODS.some((each) => each === method);
  const filled = lines.map((line) => (line.chain === null && isOnChain(line) ? { ...line, chain: NO_TOKEN } : line));
  return [filled, lines].map((each) => batchOf(month, sequence, each)).find((each) => each.id === id) ?? null;
}

function adjustments(directory: string, month: Month, at: string, by: string): FoundAct[] {
  return readRows(join(directory, 'balances.csv'), adjustmentReader)
    .filter(({ amount }) => amount !== 0n)
    .map(({ wallet, amount }) => ({ act: 'adjusted', at, by, month, wallet, amount }));
}

function readRows<Row>(
  path: string,
  reader: (columns: ReadonlyMap<string, number>) => (record: readonly string[]) => Row,
): Row[] {
  if (!existsSync(path)) return [];
  const { columns, records } = recordsIn(readFileSync(path, 'utf8'));
  return records.map(reader(columns));
}
