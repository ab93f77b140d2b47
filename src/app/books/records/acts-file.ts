import { hash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shownLines } from '../../../core/payout/gates/shown-lines.ts';
import { type ChainedAct, chainFaults, headAfter } from '../../../core/payout/ledger/act-chain.ts';
import { replaceDerived } from '../../../files/derived-directory.ts';
import { recordsIn } from '../../../files/report-records.ts';
import { InvalidInput, type Problem, problem } from '../../../problems/problem.ts';
import { actReader, actsCsv, headOfActsCsv, keptInLine } from '../../../render/payouts/acts-csv.ts';
import type { Database } from '../../../store/database/open-store.ts';
import { listActRows, listActs, listActTexts } from '../../../store/payouts/payout-acts.ts';
import { notice } from '../directory/notices.ts';

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
 * R16, R17: holds the chain of acts against the rows that they left and against acts.csv, before anything is done by
 * what they say. Returns the acts that acts.csv does not hold: those of a run that was interrupted, or of nobody who
 * should; all of them where it is not there.
 *
 * @throws InvalidInput changed-books
 */
export async function unlistedActs(db: Database, out: string): Promise<ChainedAct[]> {
  // First: what another run does meanwhile is in the books before it is in the file.
  const text = readActs(out);
  const chain = await listActs(db);
  const faults = chainFaults(chain, await listActRows(db));
  if (faults.length > 0) {
    throw new InvalidInput(faults.map((what) => problem('changed-books', { file: 'payout_acts' }, what)));
  }
  if (text === null) return chain;
  const held = heldActs(text, chain);
  if ('fault' in held) throw new InvalidInput([otherActs(out, held)]);
  return held.unlisted;
}

/**
 * R16: that acts.csv among the reports is not of these books, or of a later state of them; nothing where it is of them,
 * or not there.
 */
export async function unknownActs(db: Database, out: string): Promise<Problem[]> {
  const text = readActs(out);
  if (text === null) return [];
  const held = heldActs(text, await listActs(db));
  return 'fault' in held ? [otherActs(out, held)] : [];
}

/** Refuses to say what was paid where acts.csv tells that the books do not know it (R16). @throws InvalidInput changed-books */
export async function refuseUnknownActs(db: Database, out: string): Promise<void> {
  const problems = await unknownActs(db, out);
  if (problems.length > 0) throw new InvalidInput(problems);
}

/** Warns whoever only looks at what is paid and owed of the same. Returns whether there was anything to tell. */
export async function warnOfUnknownActs(db: Database, out: string): Promise<boolean> {
  const problems = await unknownActs(db, out);
  for (const { place, message } of problems) {
    notice(`${place.file}: ${message}: what is paid and owed is shown by books that are not of these acts`);
  }
  return problems.length > 0;
}

/** acts.csv as it lies among the reports; null where it is not there. */
export function readActs(out: string): string | null {
  const path = actsFile(out);
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

function otherActs(out: string, { fault, isLater = false }: OtherActs): Problem {
  return problem('changed-books', { file: actsFile(out) }, fault, isLater ? OF_BEFORE : undefined);
}

const OF_BEFORE =
  'The books are of before these acts, and nothing is made final or paid from them: put back a later backup, or build them again ' +
  'from the reports with `revshare restore --from OUT --inputs DIR` (docs/backup.md).';

/** Why acts.csv is not of a chain; whether that is because it goes on where the chain ends. */
interface OtherActs {
  readonly fault: string;
  readonly isLater?: boolean;
}

/** What acts.csv is beside the chain: why it is not of it, or which acts it does not hold because it is of an earlier state. */
export type HeldActs = OtherActs | { readonly unlisted: ChainedAct[] };

/** Holds acts.csv against a chain, to its last byte. */
export function heldActs(text: string, chain: readonly ChainedAct[]): HeldActs {
  const exact = exactActs(text, chain);
  return exact === null ? whyOther(text, chain) : { unlisted: chain.slice(exact) };
}

const HEADER = actsCsv([], new Map());

/** How many acts a file holds that is the one of a chain, or of its beginning; null where it may be another. */
function exactActs(text: string, chain: readonly ChainedAct[]): number | null {
  if (!text.startsWith(HEADER)) return null;
  const lines = text.slice(HEADER.length).split('\n');
  if (lines.pop() !== '') return null;
  const isExact = lines.every((line, index) => {
    const act = chain[index];
    const kept = act === undefined ? null : keptInLine(line, act);
    return kept !== null && hash('sha256', kept) === act?.content;
  });
  return isExact ? lines.length : null;
}

/** Reads the file: it is of an earlier version, or another. */
function whyOther(text: string, chain: readonly ChainedAct[]): HeldActs {
  const knowsKept = text.startsWith(HEADER);
  if (!knowsKept && !text.startsWith(actsCsv([], null))) return { fault: 'its header is not that of a list of acts' };
  const { columns, records } = recordsIn(text);
  const broken = records.findIndex((record) => record.length !== columns.size);
  if (broken !== -1) return otherLine(broken + 1);
  const head = headOfActsCsv({ columns, records });
  const own = headAfter(chain, head?.acts ?? 0);
  if (head !== null && own === null) {
    return { fault: `it holds ${head.acts} acts, the books ${chain.length}`, isLater: true };
  }
  if (head?.sha256 !== own?.sha256) {
    return { fault: `its act ${head?.acts} has the SHA-256 ${head?.sha256}; the books say ${own?.sha256}` };
  }
  const acts = knowsKept ? records.map(actReader(columns)) : null;
  const kept = acts === null ? null : new Map(acts.map((act) => [act.content, act.kept]));
  const lines = text.split('\n');
  const due = actsCsv(chain.slice(0, records.length), kept).split('\n');
  const other = due.findIndex((line, index) => line !== lines[index]);
  if (other !== -1) return otherLine(other);
  const changed = (acts ?? []).findIndex((act) => hash('sha256', act.kept) !== act.content);
  return changed === -1 ? { unlisted: chain.slice(head?.acts ?? 0) } : otherLine(changed + 1);
}

/** @param index 0 for the header */
function otherLine(index: number): { readonly fault: string } {
  return { fault: `its line ${index + 1} is not what was done` };
}

/**
 * Acts that acts.csv does not hold, for a person.
 *
 * @param isAtWork whether another run says that it holds the lock: it writes what it has kept
 */
export function unlistedText(acts: readonly ChainedAct[], isAtWork = false): string[] {
  const why = isAtWork ? 'another run is at work and may be writing it' : 'a run was interrupted';
  return shownLines(
    acts.map(({ ordinal, kind }) => {
      return `act ${ordinal} (${kind}) stands in the books and not in payout/acts.csv: ${why}, or it was put in`;
    }),
  );
}
