import { Readable } from 'node:stream';
import { judgeTransfers } from '../../src/core/payout/receipts/judge-transfers.ts';
import { readRailReceipts } from '../../src/sources/receipts/read-rail-receipts.ts';
import { type Judged, judgeRefusal } from '../mutations/verdict.ts';
import { MONTH, type ReceiptsFile, released } from './forms.ts';

const AS_OF_MS = Date.UTC(2026, 11, 20);
const NO_OVERRIDES = { allowPartial: false, allowShort: false, skipKnown: false, skipUnknown: false };

/** What a file would have recorded: units of each wallet's asset, and the rows that it calls not paid. */
interface Recorded {
  readonly sums: ReadonlyMap<string, bigint>;
  readonly references: string;
  readonly unpaid: number;
}

/**
 * What becomes of the bytes of a file of receipts (R17): refused, or recorded as the true file is; or what it does not record is told,
 * because the file calls it not paid. Never more than a line has open, and nothing of a batch that is paid.
 */
export async function judgeFile(file: ReceiptsFile, bytes: Buffer): Promise<Judged> {
  try {
    const twice = await recordedOf(file, bytes, true);
    if (twice !== null && twice.sums.size > 0) return { verdict: 'bad', why: 'a batch that is paid takes a receipt' };
    const recorded = await recordedOf(file, bytes, false);
    if (recorded === null) return { verdict: 'refused', why: 'receipts' };
    return compared(file, recorded, await recordedOf(file, Buffer.from(file.text), false));
  } catch (error) {
    return judgeRefusal(error, file.name);
  }
}

/** Null where something of it is refused. */
async function recordedOf({ name, batch }: ReceiptsFile, bytes: Buffer, isPaid: boolean): Promise<Recorded | null> {
  const input = { name, open: () => Readable.from([bytes]) };
  const { transfers } = await readRailReceipts(input, bytes.toString('utf8'), null);
  const terms = { month: MONTH, asOfMs: AS_OF_MS, overrides: NO_OVERRIDES };
  const { accepted, refusals } = judgeTransfers(terms, [released(batch, isPaid)], transfers, []);
  if (refusals.length > 0) return null;
  const sums = new Map<string, bigint>();
  for (const { wallet, amount } of accepted) sums.set(wallet, (sums.get(wallet) ?? 0n) + amount);
  const references = accepted.map(({ wallet, reference, atMs }) => `${wallet} ${reference} ${atMs}`).join('\n');
  return { sums, references, unpaid: transfers.filter(({ outcome }) => outcome !== 'paid').length };
}

function compared({ batch }: ReceiptsFile, recorded: Recorded, truth: Recorded | null): Judged {
  if (truth === null) throw new Error('the true file is refused');
  let short = 0;
  for (const { wallet, assetAmount } of batch.lines) {
    const sent = recorded.sums.get(wallet) ?? 0n;
    if (sent > assetAmount) return { verdict: 'bad', why: `${wallet} is recorded with more than its line` };
    if (sent < assetAmount) short += 1;
  }
  if ([...recorded.sums.keys()].some((wallet) => !truth.sums.has(wallet))) {
    return { verdict: 'bad', why: 'a wallet that the batch does not pay has a receipt' };
  }
  if (short === 0) return { verdict: recorded.references === truth.references ? 'same' : 'followed', why: '' };
  if (recorded.unpaid > 0) return { verdict: 'shown', why: `${short} lines stay open, ${recorded.unpaid} not paid` };
  return { verdict: 'bad', why: `${short} lines stay open in silence` };
}
