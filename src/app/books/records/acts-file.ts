import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ChainedAct, chainFaults, headAfter } from '../../../core/payout/ledger/act-chain.ts';
import { replaceDerived } from '../../../files/derived-directory.ts';
import { recordsIn } from '../../../files/report-records.ts';
import { InvalidInput, problem } from '../../../problems/problem.ts';
import { actReader, actsCsv, headOfActsCsv } from '../../../render/payouts/acts-csv.ts';
import type { Database } from '../../../store/database/open-store.ts';
import { listActRows, listActs, listActTexts } from '../../../store/payouts/payout-acts.ts';

/** Among the reports, outside the data directory: who changes the one has not changed the other. */
export function actsFile(out: string): string {
  return join(out, 'payout', 'acts.csv');
}

/** Writes the chain of acts as the books are now. */
export async function writeActs(db: Database, out: string): Promise<void> {
  const text = actsCsv(await listActs(db), await listActTexts(db));
  await replaceDerived(join(out, 'payout'), one({ name: 'acts.csv', text }));
}

async function* one<Item>(item: Item): AsyncGenerator<Item> {
  yield item;
}

/**
 * R16, R17: holds the chain of acts against the rows that they left and against acts.csv, before anything is done by what
 * they say. Returns the acts that acts.csv does not hold: those of a run that was interrupted, or of nobody who should.
 *
 * @throws InvalidInput changed-books
 */
export async function unlistedActs(db: Database, out: string): Promise<ChainedAct[]> {
  const chain = await listActs(db);
  const faults = chainFaults(chain, await listActRows(db));
  if (faults.length > 0) {
    throw new InvalidInput(faults.map((what) => problem('changed-books', { file: 'payout_acts' }, what)));
  }
  const path = actsFile(out);
  if (!existsSync(path)) return [];
  const fault = actsFileFault(readFileSync(path, 'utf8'), chain);
  if (fault !== null) throw new InvalidInput([problem('changed-books', { file: path }, fault)]);
  return chain.slice(listedIn(readFileSync(path, 'utf8')));
}

/** Why acts.csv is not of this chain, to its last byte; null when it is, or of an earlier state of it. */
export function actsFileFault(text: string, chain: readonly ChainedAct[]): string | null {
  const knowsKept = text.startsWith(actsCsv([], new Map()));
  if (!knowsKept && !text.startsWith(actsCsv([], null))) return 'its header is not that of a list of acts';
  const { columns, records } = recordsIn(text);
  const broken = records.findIndex((record) => record.length !== columns.size);
  if (broken !== -1) return otherLine(broken + 1);
  const head = headOfActsCsv({ columns, records });
  const own = headAfter(chain, head?.acts ?? 0);
  if (head !== null && own === null) return `it holds ${head.acts} acts, the books ${chain.length}`;
  if (head?.sha256 !== own?.sha256) {
    return `its act ${head?.acts} has the SHA-256 ${head?.sha256}; the books say ${own?.sha256}`;
  }
  const acts = knowsKept ? records.map(actReader(columns)) : null;
  const kept = acts === null ? null : new Map(acts.map((act) => [act.content, act.kept]));
  const lines = text.split('\n');
  const due = actsCsv(chain.slice(0, records.length), kept).split('\n');
  const other = due.findIndex((line, index) => line !== lines[index]);
  if (other !== -1) return otherLine(other);
  const changed = (acts ?? []).findIndex((act) => sha256Of(act.kept) !== act.content);
  return changed === -1 ? null : otherLine(changed + 1);
}

/** @param index 0 for the header */
function otherLine(index: number): string {
  return `its line ${index + 1} is not what was done`;
}

function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** How many acts acts.csv holds. */
export function listedIn(text: string): number {
  return headOfActsCsv(recordsIn(text))?.acts ?? 0;
}

/** Acts that acts.csv does not hold, for a person. */
export function unlistedText(acts: readonly ChainedAct[]): string[] {
  return acts.map(({ ordinal, kind }) => {
    return `act ${ordinal} (${kind}) stands in the books and not in payout/acts.csv: a run was interrupted, or it was put in`;
  });
}
