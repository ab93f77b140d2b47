import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ImportRecord } from '../../core/close/inputs/import-record.ts';
import type { FinalMonth } from '../../core/close/prior-periods/final-month.ts';
import type { Month } from '../../core/month/month.ts';
import { type ChainedAct, chainFaults } from '../../core/payout/ledger/act-chain.ts';
import type { KeptPayouts } from '../../core/payout/ledger/kept-payouts.ts';
import type { JobTimes } from '../../core/usage/job-times.ts';
import { inspectDatabase } from '../../store/copies/compare-databases.ts';
import { copyDatabaseWhole } from '../../store/copies/copy-database.ts';
import { type BooksPlace, refuseForgottenServer, serverOf } from '../../store/database/books-place.ts';
import { openStore } from '../../store/database/open-store.ts';
import { checkSeal, DATABASE_FILE, SEAL_FILE } from '../../store/database/seal.ts';
import { listImports } from '../../store/inputs/imports.ts';
import { keepFinalHashes, monthsWithoutHashes } from '../../store/months/final-hashes.ts';
import { finalManifests } from '../../store/months/final-manifests.ts';
import { listFinalMonths } from '../../store/months/final-months.ts';
import { listActRows, listActs } from '../../store/payouts/payout-acts.ts';
import { listAdjustments, listBatches } from '../../store/payouts/payouts.ts';
import { timesOfLogs } from '../books/logs/job-times.ts';
import { type Findings, sayingOf } from './findings.ts';
import { copyServer } from './server-copy.ts';

/** The books' database, copied: opening a file where it is would change files beside it, and a server goes on working. */
export interface DatabaseCopy {
  /** The database as a person names it. */
  readonly shown: string;
  readonly path: string;
  /** It is as the last run closed it, byte by byte. */
  readonly intact: boolean;
  readonly imports: readonly ImportRecord[];
  readonly months: readonly FinalMonth[];
  /** How times of the job logs were declared. */
  readonly jobTimes: JobTimes;
  /** The manifests of final months, as far as they are kept. */
  readonly manifests: ReadonlyMap<Month, string>;
  /** What was prepared, sent, voided and adjusted: no input gives it, so the database itself vouches for it. */
  readonly payouts: KeptPayouts;
  /** The chain of what was done about payouts. */
  readonly acts: readonly ChainedAct[];
}

/**
 * Copies the database and looks at it. Null, with a difference found, when it cannot be read.
 *
 * @throws InvalidInput when a server cannot be used, or the data directory belongs to other books
 */
export async function copyDatabase(
  place: BooksPlace,
  directory: string,
  findings: Findings,
): Promise<DatabaseCopy | null> {
  refuseForgottenServer(place);
  mkdirSync(directory, { recursive: true });
  const url = serverOf(place);
  if (url === null) return copyFile(place.data, directory, findings);
  const shown = await copyServer(place, url, directory, findings);
  return shown === null ? null : lookAt(shown, directory, false, findings);
}

async function copyFile(root: string, directory: string, findings: Findings): Promise<DatabaseCopy | null> {
  const shown = join(root, DATABASE_FILE);
  if (!existsSync(shown)) {
    findings.add('database', shown, 'the database is missing');
    return null;
  }
  copyDatabaseWhole(root, directory);
  const seal = checkSeal(directory);
  const copy = await lookAt(shown, directory, seal === 'fits', findings);
  // Said last: what shows in a row says more.
  if (seal === 'differs') {
    findings.add(
      'database',
      `${shown} (bytes)`,
      `its bytes do not fit ${SEAL_FILE}: it changed after the last run closed it`,
    );
  }
  return copy;
}

async function lookAt(
  shown: string,
  directory: string,
  intact: boolean,
  findings: Findings,
): Promise<DatabaseCopy | null> {
  const path = join(directory, DATABASE_FILE);
  try {
    const store = await openStore(directory);
    let imports: ImportRecord[];
    let months: FinalMonth[];
    let manifests: ReadonlyMap<Month, string>;
    let payouts: KeptPayouts;
    let acts: ChainedAct[];
    let jobTimes: JobTimes;
    try {
      for (const month of await monthsWithoutHashes(store.db)) await keepFinalHashes(store.db, month, 0n);
      imports = await listImports(store.db);
      months = await listFinalMonths(store.db);
      jobTimes = await timesOfLogs(store.db);
      manifests = await finalManifests(store.db);
      payouts = { batches: await listBatches(store.db), adjustments: await listAdjustments(store.db) };
      acts = await listActs(store.db);
      for (const what of chainFaults(acts, await listActRows(store.db))) {
        findings.add('database', `${shown} ${what}`, 'the acts about payouts are not as they were done');
      }
    } finally {
      await store.close();
    }
    for (const what of inspectDatabase(path)) findings.add('database', shown, `SQLite says: ${what}`);
    return { shown, path, intact, imports, months, jobTimes, manifests, payouts, acts };
  } catch (error) {
    findings.add('database', shown, `the database cannot be read: ${sayingOf(error)}`);
    return null;
  }
}
