import type { UsagePolicy } from '../core/usage/month-usage.ts';
import { type CoveringFile, type Covers, coveringFiles, coveringName, coversOption } from './covering-files.ts';
import type { DerivedFiles } from './derived-files.ts';
import { type Lake, sqlText } from './duckdb.ts';
import { EVENT_HASH, JOB_HASH, type KeyedFile } from './file-keys.ts';
import { inputSql, keptSql, parquetSql, placesSql, ROWS_PER_FILE, withStatuses } from './jobs-view.ts';
import { MAY_BE_COMPLETED } from './listed-values.ts';

/**
 * The rows that have to be looked at together, of those that are or may be completed, as the table `jobs`: every row of
 * every job id and event id that occurs more than once in the files, and of every job id that is withheld. It may hold
 * more, but always all rows of an id. All others are alone, so that what each file says by itself can be added up.
 *
 * What was found before is kept: only files and withheld jobs that are new are looked up among the id files of all.
 */
export async function createExaminedJobs(
  lake: Lake,
  files: readonly KeyedFile[],
  { withheldJobs, extensions }: Pick<UsagePolicy, 'withheldJobs' | 'extensions'>,
  derived: DerivedFiles,
): Promise<void> {
  const [known, ...others] = await knownExaminations(lake, files, withheldJobs, derived);
  const examined = new Set(known?.covers.inputs);
  const fresh = files.filter(({ sha256 }) => !examined.has(sha256));
  const withheld = [...new Set(withheldJobs)].filter((jobId) => !(known?.covers.withheld ?? []).includes(jobId)).sort();
  let path = known?.path;
  if (path === undefined || fresh.length > 0 || withheld.length > 0) {
    const covered = files.filter(({ sha256 }) => examined.has(sha256));
    const made = await examine(lake, { covered, fresh, withheld, known: known ?? null, files }, derived);
    path = made.path;
    // The one before stays: who reads without the lock may be about to open it. One of the others may be this one.
    for (const { name } of others) if (name !== made.name) derived.drop(name);
  }
  await lake.run(`
    CREATE TEMP TABLE jobs AS
    SELECT rows.* EXCLUDE (input), place AS file_index, row + 1 + line_shift AS line, place * ${ROWS_PER_FILE} + row AS row_key
    FROM ${withStatuses(parquetSql([path]), extensions)} AS rows JOIN ${placesSql(files)} USING (input)`);
}

/** An earlier examination: which inputs and withheld jobs it covers. */
type Examination = CoveringFile<Covers & { readonly withheld: readonly string[] }>;

/** The kept examinations: that of most of the files first, and of these that of most of the withheld jobs. */
async function knownExaminations(
  lake: Lake,
  files: readonly KeyedFile[],
  withheldJobs: readonly string[],
  derived: DerivedFiles,
): Promise<Examination[]> {
  const asked = new Set(files.map(({ sha256 }) => sha256));
  const askedJobs = new Set(withheldJobs);
  const known = (await coveringFiles<Examination['covers']>(lake, derived, 'examined')).map((examination) => ({
    examination,
    shared: examination.covers.inputs.filter((input) => asked.has(input)).length,
    sharedJobs: examination.covers.withheld.filter((jobId) => askedJobs.has(jobId)).length,
  }));
  known.sort(
    (one, other) =>
      other.shared - one.shared ||
      other.sharedJobs - one.sharedJobs ||
      (one.examination.name < other.examination.name ? -1 : 1),
  );
  return known.map(({ examination }) => examination);
}

interface Question {
  readonly files: readonly KeyedFile[];
  /** Files of the known examination that are asked for. */
  readonly covered: readonly KeyedFile[];
  readonly fresh: readonly KeyedFile[];
  /** Withheld jobs that are new. */
  readonly withheld: readonly string[];
  readonly known: Examination | null;
}

/** Examines what is new, and keeps what is now known of all files asked for. */
async function examine(
  lake: Lake,
  question: Question,
  derived: DerivedFiles,
): Promise<Pick<Examination, 'name' | 'path'>> {
  const { covered, fresh, known, files } = question;
  const withheld = [...(known?.covers.withheld ?? []), ...question.withheld].sort();
  await lake.run(`CREATE TEMP TABLE withheld_hashes AS SELECT ${JOB_HASH} AS id_hash, job_id IN (SELECT unnest(
      [${question.withheld.map(sqlText).join(', ')}]::VARCHAR[])) AS is_new
    FROM (SELECT unnest([${withheld.map(sqlText).join(', ')}]::VARCHAR[]) AS job_id)`);
  await createSuspects(lake, covered, fresh);
  const parts = [
    ...(known === null || covered.length === 0 ? [] : [keptBefore(known.path, covered)]),
    ...(await hidden(lake, covered, known)),
    ...(fresh.length === 0
      ? []
      : [await rowsOf(lake, fresh, 'FROM suspects UNION ALL SELECT id_hash FROM withheld_hashes')]),
  ];
  const covers: Examination['covers'] = { inputs: files.map(({ sha256 }) => sha256), withheld };
  const name = coveringName('examined', covers);
  const path = await derived.keep(name, (target) =>
    lake.run(`COPY (${parts.join('\nUNION ALL ')}) TO ${sqlText(target)}
      (FORMAT parquet, COMPRESSION zstd, ${coversOption(covers)})`),
  );
  await lake.run('DROP TABLE suspects; DROP TABLE withheld_hashes');
  return { name, path };
}

/** Hashes of ids that occur in the fresh files more than once, or there and in a covered one. */
async function createSuspects(lake: Lake, covered: readonly KeyedFile[], fresh: readonly KeyedFile[]): Promise<void> {
  await lake.run('CREATE TEMP TABLE suspects (id_hash UBIGINT)');
  if (fresh.length === 0) return;
  const freshIds = keysSql(fresh);
  await lake.run(`INSERT INTO suspects SELECT id_hash FROM ${freshIds} GROUP BY 1 HAVING count(*) > 1`);
  if (covered.length === 0) return;
  await lake.run(`INSERT INTO suspects SELECT DISTINCT id_hash FROM ${keysSql(covered)}
    WHERE id_hash IN (SELECT id_hash FROM ${freshIds})`);
}

/** Rows of covered files that were alone until now; with them others of the same hashes. Only files that have some are read. */
async function hidden(lake: Lake, covered: readonly KeyedFile[], known: Examination | null): Promise<string[]> {
  if (known === null || covered.length === 0) return [];
  await lake.run(`CREATE OR REPLACE TEMP TABLE sought AS
    (FROM suspects UNION SELECT id_hash FROM withheld_hashes WHERE is_new)
    EXCEPT SELECT unnest([${JOB_HASH}, ${EVENT_HASH}]) FROM (${keptBefore(known.path, covered)})`);
  const [sought] = await lake.rows('SELECT count(*) AS hashes FROM sought');
  if (sought?.hashes === '0') return [];
  const hits = await lake.rows(`SELECT DISTINCT file_index FROM ${keysSql(covered)}
    WHERE id_hash IN (FROM sought)`);
  const found = new Set(hits.map(({ file_index }) => Number(file_index)));
  const holding = covered.filter((_, at) => found.has(at));
  if (holding.length === 0) return [];
  return [await rowsOf(lake, holding, 'FROM sought')];
}

function keptBefore(path: string, covered: readonly KeyedFile[]): string {
  return `SELECT * FROM ${parquetSql([path])} WHERE input IN (${covered.map(({ sha256 }) => sqlText(sha256)).join(', ')})`;
}

async function rowsOf(lake: Lake, files: readonly KeyedFile[], hashes: string): Promise<string> {
  const kept = keptSql(files);
  const anyEvent = await lake.rows(`SELECT 1 FROM ${kept} WHERE event_id IS NOT NULL LIMIT 1`);
  const ids = anyEvent.length === 0 ? [JOB_HASH] : [JOB_HASH, EVENT_HASH];
  const isSought = ids.map((hash) => `${hash} IN (${hashes})`).join(' OR ');
  return `SELECT ${inputSql(files)} AS input, file_row_number::BIGINT AS row, line_shift, job_id, event_id, status_completed,
      unknown_status, instant_ms, payment_model, trialing, worker_wallet, subscriber_wallet, worker_account, subscriber_account,
      worker_type, worker_nft_id, model_id, render_spark
    FROM ${kept} WHERE ${MAY_BE_COMPLETED} AND (${isSought})`;
}

function keysSql(files: readonly KeyedFile[]): string {
  return parquetSql(files.map(({ keys }) => keys));
}
