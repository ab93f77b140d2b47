import { hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatMonth, type Month, monthFromText } from '../../core/month/month.ts';
import { ACT_KINDS, type ActKind, headAfter } from '../../core/payout/ledger/act-chain.ts';
import type { PayoutBatch, PayoutLine } from '../../core/payout/ledger/batch.ts';
import { CHAIN_METHODS } from '../../core/payout/ledger/batch-chain.ts';
import { batchOf } from '../../core/payout/preparation/prepare-batch.ts';
import { monthDirectories } from '../../files/report-months.ts';
import { recordsIn } from '../../files/report-records.ts';
import { InvalidInput, problem } from '../../problems/problem.ts';
import { actReader } from '../../render/payouts/acts-csv.ts';
import { batchLineReader } from '../../render/payouts/batch-csv.ts';
import type { Header } from '../../render/reports/column-readers.ts';
import type { Database } from '../../store/database/open-store.ts';
import { chainHead } from '../../store/payouts/payout-acts.ts';
import { type KeptColumns, repeatAct } from '../../store/payouts/restore-acts.ts';
import { actsFile } from '../books/records/acts-file.ts';
import type { FinalReports } from './final-reports.ts';
import { sayingOf } from './findings.ts';

type FoundAct = ReturnType<ReturnType<typeof actReader>>;

/** Why books cannot be built again. */
export function unrestorable(file: string, what: string): InvalidInput {
  return new InvalidInput([problem('unrestorable-books', { file }, what)]);
}

/**
 * What was done about payouts, as acts.csv among the reports tells it: each act with what was kept of it, in the order of
 * their chain. The lines of a batch stand in its batch.csv, and its id is their hash.
 */
export class FoundActs {
  readonly #from: string;
  readonly #acts: readonly FoundAct[];
  #done = 0;

  /** @throws InvalidInput unrestorable-books, where there are payments and no acts.csv that tells them */
  constructor(from: string) {
    this.#from = from;
    const path = actsFile(from);
    this.#acts = existsSync(path) ? actsIn(path) : [];
    if (this.#acts.length > 0) return;
    const paid = monthDirectories(from).find(({ name }) => hasBatch(from, name));
    if (paid !== undefined) throw unrestorable(path, `${paid.name} has a batch, and the acts are not told`);
  }

  /**
   * Does again what was done before a month was final, so far as it is not done yet; each act must give its link of the chain.
   *
   * @param before null for everything
   * @throws InvalidInput unrestorable-books
   */
  async repeat(db: Database, before: Month | null): Promise<void> {
    const path = actsFile(this.#from);
    await db.transaction().execute(async (transaction) => {
      for (const act of this.#acts.slice(this.#done)) {
        if (before !== null && act.afterMonth >= formatMonth(before)) return;
        const { kind, columns } = keptOf(act, path);
        await repeatAct(transaction, kind, columns, kind === 'batch' ? this.#batchOf(columns) : null);
        const head = await chainHead(transaction);
        if (head?.sha256 !== act.sha256)
          throw unrestorable(path, `act ${act.ordinal} does not follow from the one before`);
        this.#done += 1;
      }
    });
  }

  /**
   * What a manifest anchored must be done by now: the manifest itself is made again with what it says, and tells nothing.
   *
   * @throws InvalidInput unrestorable-books
   */
  holdAgainst({ month, manifest }: Pick<FinalReports, 'month' | 'manifest'>): void {
    const anchored = manifest?.acts ?? null;
    if (anchored === null) return;
    const own = headAfter(this.#acts.slice(0, this.#done), anchored.acts);
    if (own?.sha256 === anchored.sha256) return;
    throw unrestorable(
      actsFile(this.#from),
      `its act ${anchored.acts} is not the one that the manifest of ${month} names`,
    );
  }

  /** The lines of a voided batch are in a file of their own; an earlier version left none of it. */
  #batchOf({ id = '', month = '', sequence = '' }: KeptColumns): PayoutBatch {
    const files = [`voided-batch-${sequence}.csv`, 'batch.csv'].map((name) => batchFile(this.#from, month, name));
    const path = files.find((each) => existsSync(each)) ?? batchFile(this.#from, month, 'batch.csv');
    for (const lines of files.map((each) => (existsSync(each) ? linesIn(each) : []))) {
      const found = readings(lines).map((each) => batchOf(monthFromText(month), Number(sequence), each));
      const own = found.find((each) => each.id === id);
      if (own !== undefined) return own;
    }
    throw unrestorable(path, `its lines are not those of batch ${id}`);
  }
}

/** Whether an earlier version kept the chain of a line does not show in the file: the lines with it, and as they are there. */
function readings(lines: readonly PayoutLine[]): (readonly PayoutLine[])[] {
  const isOnChain = ({ method }: PayoutLine): boolean => CHAIN_METHODS.some((each) => each === method);
  return [lines.map((line) => (line.chain === null && isOnChain(line) ? { ...line, chain: NO_TOKEN } : line)), lines];
}

/** What a line has whose method is sent on a chain and whose configuration named none. */
const NO_TOKEN = { token: '', chainId: '', contract: '' };

function batchFile(from: string, month: string, name: string): string {
  return join(from, month, 'payout', name);
}

function hasBatch(from: string, month: string): boolean {
  const directory = join(from, month, 'payout');
  return existsSync(directory) && readdirSync(directory).some((name) => BATCH.test(name));
}

/** The lines of a batch, standing or voided. */
const BATCH = /^(voided-batch-\d+|batch)\.csv$/;

function linesIn(path: string): PayoutLine[] {
  return rowsIn(path, batchLineReader).sort((a, b) => (a.wallet < b.wallet ? -1 : 1));
}

function actsIn(path: string): FoundAct[] {
  return rowsIn(path, (columns) => {
    if (!columns.has('kept'))
      throw unrestorable(path, 'an earlier version wrote it, without what was kept of the acts');
    return actReader(columns);
  });
}

/** The rows of a report that nothing vouches for. @throws InvalidInput unrestorable-books */
function rowsIn<Row>(path: string, reader: (columns: Header) => (record: readonly string[]) => Row): Row[] {
  const { columns, records } = recordsIn(readFileSync(path, 'utf8'));
  const read = reader(columns);
  return records.map((record, index) => {
    try {
      return read(record);
    } catch (error) {
      throw unrestorable(path, `its row ${index + 1} cannot be read: ${sayingOf(error)}`);
    }
  });
}

/** The act as it was kept: its text has the hash that the chain goes through. */
function keptOf(act: FoundAct, path: string): { kind: ActKind; columns: KeptColumns } {
  const kind = ACT_KINDS.find((each) => each === act.kind);
  const isWhole = hash('sha256', act.kept) === act.content;
  if (kind === undefined || !isWhole) throw unrestorable(path, `act ${act.ordinal} is not as it was kept`);
  return { kind, columns: Object.fromEntries(JSON.parse(act.kept) as [string, string][]) };
}
