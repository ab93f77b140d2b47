import { z } from 'zod';
import { type ReportedTransfer, UNSAID } from '../../core/payout/ledger/receipt.ts';
import { formatUnits } from '../../core/payout/ledger/units.ts';
import { InvalidInput, problem } from '../../problems/problem.ts';
import type { RailReceipts } from './rail-receipts.ts';

const transfer = z.looseObject({
  type: z.string().optional(),
  from: z.string(),
  to: z.string(),
  value: z
    .string()
    .regex(/^\d{1,78}$/)
    .nullable(),
  tokenAddress: z.string().nullable(),
  tokenInfo: z.looseObject({ decimals: z.number().int().min(0).max(77).nullable() }).nullish(),
  transactionHash: z.string(),
  executionDate: z.iso.datetime({ offset: true }),
  transferId: z.string().optional(),
});

const transaction = z.looseObject({
  txType: z.string().optional(),
  safe: z.string().optional(),
  safeTxHash: z.string().optional(),
  transactionHash: z.string().nullish(),
  executionDate: z.iso.datetime({ offset: true }).nullish(),
  isExecuted: z.boolean().optional(),
  isSuccessful: z.boolean().nullish(),
  transfers: z.array(transfer).default([]),
});

const page = z.union([
  z.looseObject({ results: z.array(transaction), next: z.string().nullish() }),
  z.array(transaction),
]);

/** Whether a JSON value is a list of a Safe's transactions, right or wrong, or an empty one. */
export function isSafeJson(json: unknown): boolean {
  if (!Array.isArray(json)) return typeof json === 'object' && json !== null && 'results' in json;
  const [first] = json as unknown[];
  if (first === undefined) return true;
  return typeof first === 'object' && first !== null && Object.keys(transaction.shape).some((name) => name in first);
}

/**
 * The transactions of a Safe as its transaction service lists them (`all-transactions`). One that failed moved nothing; one
 * that is not executed is on its way. What came in is no transfer to a payee. Pages that were fetched while the list grew
 * overlap: a transaction that stands there twice, the same in everything, is one, and so is a transfer of one id where something else
 * of its transaction changed in between.
 *
 * @throws InvalidInput bad-json
 */
export function readSafeJson(file: string, json: unknown): RailReceipts {
  const read = page.safeParse(json);
  if (!read.success) {
    const what = 'this is no list of a Safe’s transactions, as its transaction service gives them';
    throw new InvalidInput([problem('bad-json', { file }, `${what}: ${read.error.issues[0]?.path.join('.')}`)]);
  }
  const transactions = Array.isArray(read.data) ? read.data : read.data.results;
  const transfers: ReportedTransfer[] = [];
  let others = 0;
  const seen = new Set<string>();
  const isNew = (key: string): boolean => seen.size < seen.add(key).size;
  for (const [index, each] of transactions.entries()) {
    const line = index + 1;
    if (!isNew(JSON.stringify(each))) continue;
    const safe = each.safe?.toLowerCase();
    const name = each.transactionHash ?? each.safeTxHash ?? `transaction ${line}`;
    if (each.isExecuted === false)
      transfers.push({ ...notPaid(name, line), status: 'not executed', outcome: 'on-its-way' });
    else if (each.isSuccessful === false)
      transfers.push({ ...notPaid(name, line), status: 'failed', outcome: 'came-back' });
    else {
      const out = each.transfers.filter(({ from, tokenAddress, value }) => {
        return tokenAddress !== null && value !== null && (safe === undefined || from.toLowerCase() === safe);
      });
      others += each.transfers.length - out.length;
      const moves = out.filter(({ transferId }) => transferId === undefined || isNew(transferId));
      transfers.push(...moves.map((moved) => transferOf(file, moved, line)));
    }
  }
  const goesOn = !Array.isArray(read.data) && typeof read.data.next === 'string' && read.data.next !== '';
  return { transfers, others, ...(goesOn ? { goesOnBeforeMs: earliestOf(transactions) } : {}) };
}

/** The earliest instant of a page, ms UTC; Infinity where nothing of it is executed. */
function earliestOf(transactions: readonly z.infer<typeof transaction>[]): number {
  const dates = transactions.flatMap((each) => [each.executionDate, ...each.transfers.map((one) => one.executionDate)]);
  return Math.min(...dates.flatMap((date) => (typeof date === 'string' ? [Date.parse(date)] : [])));
}

function notPaid(reference: string, line: number): Omit<ReportedTransfer, 'status' | 'outcome'> {
  return { ...UNSAID, amount: '0', asset: '', reference, atMs: 0, line, isExport: true };
}

function transferOf(file: string, moved: z.infer<typeof transfer>, line: number): ReportedTransfer {
  const decimals = moved.tokenInfo?.decimals ?? null;
  if (decimals === null) {
    const what = `${moved.transactionHash} does not say how many decimals the token ${moved.tokenAddress} has`;
    throw new InvalidInput([problem('bad-json', { file }, what)]);
  }
  return {
    ...UNSAID,
    destination: moved.to.toLowerCase(),
    from: moved.from.toLowerCase(),
    token: (moved.tokenAddress ?? '').toLowerCase(),
    amount: formatUnits(BigInt(moved.value ?? '0'), decimals),
    asset: '',
    reference: moved.transactionHash,
    atMs: Date.parse(moved.executionDate),
    ...{ line, status: '', outcome: 'paid', isExport: true },
  };
}
