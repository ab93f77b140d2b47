import { Chance } from '../mutations/chance.ts';
import { mutate } from '../mutations/operators.ts';
import type { Judged } from '../mutations/verdict.ts';
import { RECEIPTS_FILES } from './forms.ts';
import { judgeFile } from './judge-file.ts';

/** A changed file of receipts that was tried. */
export interface TriedReceipts extends Judged {
  readonly file: string;
  readonly operator: string;
}

/** Changes one of the files, told by the seed and the index alone; null where its operator finds nothing to change. */
export async function tryReceipts(seed: number, index: number): Promise<TriedReceipts | null> {
  const chance = new Chance((seed * 1_000_003 + index) >>> 0);
  const file = chance.pick(RECEIPTS_FILES);
  const plain = Buffer.from(file.text);
  const mutation = await mutate({ name: file.name, plain, pack: (bytes) => bytes, isText: true }, chance);
  if (mutation === null) return null;
  return { file: file.name, operator: mutation.operator, ...(await judgeFile(file, mutation.bytes)) };
}
