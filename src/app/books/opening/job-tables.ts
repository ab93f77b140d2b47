import { join } from 'node:path';
import type { Policy, UsageSource } from '../../../config/policy.ts';
import type { JobTable, TableSource } from '../../../lake/server/job-table.ts';
import { InvalidInput, problem } from '../../../problems/problem.ts';
import type { Database } from '../../../store/database/open-store.ts';
import { jobLogsInForce } from '../../../store/inputs/imports.ts';
import type { DataDirectory } from '../directory/data-directory.ts';
import type { MachineLimits } from '../directory/machine-limits.ts';
import { notice } from '../directory/notices.ts';

/** A job log that is not imported: a table on a server, or what a final month kept of one. */
export interface NamedTable extends JobTable {
  /** As usage.source names it. */
  readonly name: string;
  /** Whether it is what a final month kept. */
  readonly isRecord: boolean;
}

/**
 * The table of `usage.source`, opened when it is first asked for and seen as it was then until the command ends: what
 * was approved, what the gates look at and what is written all come from the same rows.
 */
export class JobTables {
  readonly #data: DataDirectory;
  readonly #believesKept: boolean;
  readonly #open = new Map<string, Promise<JobTable>>();
  #repeated: NamedTable | null = null;

  constructor(data: DataDirectory, believesKept = true) {
    this.#data = data;
    this.#believesKept = believesKept;
  }

  /** The same tables, read once more, by which nothing counts that was kept of them before. */
  anew(): JobTables {
    return new JobTables(this.#data, false);
  }

  /**
   * Null when the jobs are those of imported logs.
   *
   * @throws InvalidInput as openJobTable
   */
  async of(db: Database, { usageSource, jobTimes }: Policy, limits?: MachineLimits): Promise<NamedTable | null> {
    if (this.#repeated !== null) return this.#repeated;
    if (usageSource === null) return null;
    const source = { ...usageSource, times: jobTimes };
    const key = JSON.stringify(source);
    const known = this.#open.get(key);
    const opening = known ?? this.#openTable(source, limits);
    this.#open.set(key, opening);
    const asked = await opening;
    if (known === undefined) await tellOfImportedLogs(db, usageSource.table);
    return { name: usageSource.table, isRecord: false, ...asked };
  }

  /** From here on a final month's own record stands for the table; null: there is none. For `verify`. */
  repeat(record: NamedTable | null): void {
    this.#repeated = record;
  }

  /** The driver is loaded only where it is needed. */
  async #openTable(source: UsageSource & Pick<TableSource, 'times'>, limits?: MachineLimits): Promise<JobTable> {
    const connection = connectionOf(source);
    const { openJobTable } = await import('../../../lake/server/job-table.ts');
    const { temporary: tempDir, root } = this.#data;
    const derivedDir = join(root, 'derived-table');
    return openJobTable(
      { ...source, connection },
      { tempDir, derivedDir, believesKept: this.#believesKept, ...limits },
    );
  }
}

/** `env:NAME` keeps a password out of the configuration. */
function connectionOf({ connection }: UsageSource): string {
  if (!connection.startsWith('env:')) return connection;
  const name = connection.slice('env:'.length);
  const value = process.env[name] ?? '';
  if (value !== '') return value;
  const message = `usage.source.connection names the environment variable ${name}, which is not set`;
  throw new InvalidInput([problem('invalid-config', { file: 'revshare.yaml' }, message, `Set ${name}.`)]);
}

async function tellOfImportedLogs(db: Database, table: string): Promise<void> {
  const logs = await jobLogsInForce(db);
  if (logs.length > 0) {
    notice(`${logs.length} imported job log(s) are not counted: usage.source says that the jobs are those of ${table}`);
  }
}
