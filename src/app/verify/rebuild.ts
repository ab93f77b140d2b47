import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DAY_MS } from '../../core/month/durations.ts';
import { type Month, monthEndMs } from '../../core/month/month.ts';
import type { KeptPayouts } from '../../core/payout/ledger/kept-payouts.ts';
import type { JobTimes } from '../../core/usage/job-times.ts';
import { allRows, reportRecords, rowsOf } from '../../files/report-records.ts';
import { unpack } from '../../files/unpack.ts';
import { jobLogEngine } from '../../lake/engine/job-log-engine.ts';
import { InvalidInput } from '../../problems/problem.ts';
import type { Header } from '../../render/reports/column-readers.ts';
import { exceptionReader } from '../../render/reports/exceptions-csv.ts';
import { listedHash, type RecordedInput } from '../../render/reports/read-manifest.ts';
import { warningReader } from '../../render/reports/warnings-csv.ts';
import type { Database } from '../../store/database/open-store.ts';
import { listImports, noteOrigin, setImportActive } from '../../store/inputs/imports.ts';
import { insertDecision, listDecisions } from '../../store/months/decisions.ts';
import { repeatPayouts } from '../../store/payouts/repeat-payouts.ts';
import type { Progress } from '../books/directory/progress.ts';
import { noteTimesOfLogs } from '../books/logs/job-times.ts';
import type { Workspace } from '../books/opening/workspace.ts';
import type { RecordedManifest } from '../books/records/recorded-manifest.ts';
import type { ApprovedWords } from '../close/approved-words.ts';
import { finalizeMonth } from '../close/final/finalize-month.ts';
import { EXCEPTIONS_FILE, MONTH_PAGE, WARNINGS_FILE } from '../close/reports/month-reports.ts';
import { EvidenceKeeper } from '../import/evidence.ts';
import { kindOfInput } from '../import/kind-of-input.ts';
import { type JobLogTaking, noteJobLog, takeJobLog } from '../import/take-job-log.ts';
import { takeSource } from '../import/take-source.ts';
import { recordedTable } from './recorded-usage.ts';

const DAYS_THAT_ARE_NOT_EARLY = 31;

/** Where the inputs of a month come from. */
export interface InputSource {
  /** A copy of an input's plain bytes, for the caller to remove; null when it cannot be had whole. */
  unpack(sha256: string, name: string): Promise<string | null>;
}

/** How a month is closed again. */
export interface Repeated {
  readonly manifest: RecordedManifest;
  /** Where the month's reports lie. */
  readonly directory: string;
  /** Whether a public.json belongs to them. */
  readonly publishes: boolean;
  /** The SHA-256 that the manifest must have; without one any is kept, to be compared. */
  readonly expectedManifest?: string;
  readonly by?: string;
}

/** What evidence cannot tell, and the books that are verified say. */
export interface RecordedBooks {
  /** The place of an input in the order of imports: it decides whose copy of an invoice is cited. */
  readonly order: (sha256: string) => number;
  /** How times of job logs were declared. */
  readonly times: JobTimes;
  /** What was prepared, sent, voided and adjusted; null where no database says so. */
  readonly payouts: KeptPayouts | null;
}

/** Books made anew from evidence, month by month, in a data directory of their own. */
export class Rebuild {
  readonly #workspace: Workspace;
  readonly #out: string;
  readonly #kept: InputSource;
  readonly #recorded: RecordedBooks;
  readonly #progress: Progress;

  /** @param out where the reports go */
  constructor(workspace: Workspace, out: string, kept: InputSource, recorded: RecordedBooks, progress: Progress) {
    this.#workspace = workspace;
    this.#out = out;
    this.#kept = kept;
    this.#recorded = recorded;
    this.#progress = progress;
  }

  /**
   * Imports what is not there yet, under the recorded names, and puts in force what was in force. Returns the names of
   * the inputs that cannot be had: then nothing can be computed from them.
   */
  async takeInputs(inputs: readonly RecordedInput[]): Promise<string[]> {
    const { db } = this.#workspace.store;
    const known = new Set((await listImports(db)).map((record) => record.sha256));
    const fresh = inputs.filter((input) => !known.has(input.sha256)).sort((a, b) => this.#compare(a, b));
    const missing: string[] = [];
    const { data } = this.#workspace;
    const engine = jobLogEngine({ tempDir: data.temporary });
    const evidence = new EvidenceKeeper(data);
    try {
      await db.transaction().execute(async (transaction) => {
        for (const input of fresh) {
          const path = await this.#kept.unpack(input.sha256, input.name);
          if (path === null) missing.push(input.name);
          else await this.#take(transaction, input, path, { engine, evidence });
        }
        await evidence.publish(transaction);
        await noteTimesOfLogs(transaction, this.#recorded.times);
      });
      evidence.settle();
    } finally {
      await engine.close();
    }
    if (missing.length === 0) await this.#putInForce(inputs);
    return missing;
  }

  /**
   * Pays what was paid and decides what was decided before, and closes the month by the policy of its manifest.
   *
   * @throws OtherManifest, when another one is expected: then nothing of the month is kept
   */
  async close(month: Month, repeated: Repeated): Promise<void> {
    const { db } = this.#workspace.store;
    const { manifest, directory, publishes, expectedManifest, by = '' } = repeated;
    this.#workspace.tables.repeat(recordedTable(directory, manifest));
    const known = new Set((await listDecisions(db)).map(({ finalMonth: _, ...each }) => keyOf(each)));
    const { payouts } = this.#recorded;
    if (payouts !== null) await repeatPayouts(db, payouts, month);
    for (const decision of manifest.decisions) if (!known.has(keyOf(decision))) await insertDecision(db, decision);
    await finalizeMonth({
      workspace: this.#workspace,
      policy: manifest.policy,
      month,
      // When it became final is no part of its reports, but for this.
      asOfMs: monthEndMs(month) + (manifest.early ? 0 : DAYS_THAT_ARE_NOT_EARLY * DAY_MS),
      out: this.#out,
      version: manifest.version,
      progress: this.#progress,
      accept: manifest.digest,
      maxPool: null,
      early: true,
      by,
      repeats: true,
      recordedPage: listedHash(manifest.files, MONTH_PAGE) ?? null,
      approvedWords: await approvedWords(directory, manifest),
      acts: manifest.acts,
      says: manifest.says,
      publishes,
      ...(expectedManifest === undefined ? {} : { expectedManifest }),
    });
  }

  /** Takes everything else that was done about payouts. */
  async payRest(): Promise<void> {
    const { payouts } = this.#recorded;
    if (payouts !== null) await repeatPayouts(this.#workspace.store.db, payouts, null);
  }

  async #take(
    db: Database,
    { name, sha256 }: RecordedInput,
    path: string,
    taking: Pick<JobLogTaking, 'engine' | 'evidence'>,
  ): Promise<void> {
    const { data } = this.#workspace;
    const [unpacked] = await unpack({ path, shown: name, name }, data.temporary);
    if (unpacked === undefined) throw new Error(`${name} holds nothing`);
    const input = { ...unpacked, name, sha256 };
    const kind = kindOfInput(input);
    if (kind.kind === 'job-log') {
      this.#progress.stage(`reading ${name}`);
      const jobLog = await takeJobLog(input, kind.format, {
        ...{ ...taking, data, known: new Map(), sizes: new Set(), times: this.#recorded.times },
        ...{ rehash: false, isAgain: true },
        onProgress: (done) => this.#progress.advance(Math.round(done * input.bytes), input.bytes, 'bytes'),
      });
      await noteJobLog(db, data, input, jobLog);
    } else await takeSource(db, { input, sha256, kind: kind.kind }, this.#progress);
    rmSync(path, { force: true });
    rmSync(input.path, { force: true });
  }

  async #putInForce(inputs: readonly RecordedInput[]): Promise<void> {
    const { db } = this.#workspace.store;
    const recorded = new Map(inputs.map((input) => [input.sha256, input]));
    for (const { id, sha256, active, origin } of await listImports(db)) {
      const should = recorded.get(sha256);
      if (should === undefined) continue;
      if (should.active !== active) await setImportActive(db, id, should.active);
      if (should.origin !== null && origin === null) await noteOrigin(db, sha256, should.origin);
    }
  }

  #compare(a: RecordedInput, b: RecordedInput): number {
    const { order } = this.#recorded;
    return order(a.sha256) - order(b.sha256) || (`${a.kind} ${a.sha256}` < `${b.kind} ${b.sha256}` ? -1 : 1);
  }
}

/** Exceptions and warnings of a month as its reports tell them; null of a report that is not the one of its manifest. */
async function approvedWords(directory: string, { files }: RecordedManifest): Promise<ApprovedWords> {
  const read = async <Row>(name: string, reader: (header: Header) => (record: readonly string[]) => Row) => {
    try {
      return await allRows(rowsOf(reportRecords(join(directory, name), listedHash(files, name) ?? ''), reader));
    } catch (error) {
      if (error instanceof InvalidInput) return null;
      throw error;
    }
  };
  return {
    exceptions: await read(EXCEPTIONS_FILE, exceptionReader),
    warnings: await read(WARNINGS_FILE, warningReader),
    warningsHash: listedHash(files, WARNINGS_FILE),
  };
}

function keyOf(decision: RecordedManifest['decisions'][number]): string {
  const { month, code, subject, decision: name, note, by, at } = decision;
  return JSON.stringify([month, code, subject, name, note, by, at]);
}
