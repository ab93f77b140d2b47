import type { UsagePolicy } from '../../core/usage/month-usage.ts';
import { type Lake, sqlText } from '../engine/duckdb.ts';
import { type CoveringFile, type Covers, coveringFile, coveringFiles, coveringName } from '../kept/covering-files.ts';
import type { DerivedFiles } from '../kept/derived-files.ts';
import { type FactsFile, factsSql } from '../kept/file-facts.ts';
import { inputSql, parquetSql, placesSql, ROWS_PER_FILE, withStatuses } from '../kept/jobs-view.ts';
import { type Picking, withPickedRows } from '../kept/picked-rows.ts';
import { hasIdOf, idsSql, JOB_HASH } from '../reading/id-hashes.ts';
import type { JobLogFile } from '../reading/job-log-file.ts';

/**
 * The rows that have to be looked at together, of those that are or may be completed, as the table `jobs`: every row of
 * every job id and event id that occurs more than once in the files, and of every job id that is withheld. It may hold
 * more, but always all rows of an id. All others are alone, so that what each file says by itself can be added up.
 *
 * What was found before is kept: only files and withheld jobs that are new are looked up among the id files of all.
 */
export async function createExaminedJobs(
  picking: Picking,
  files: readonly JobLogFile[],
  { withheldJobs, extensions }: Pick<UsagePolicy, 'withheldJobs' | 'extensions'>,
  factsOf: (files: readonly JobLogFile[]) => Promise<FactsFile[]>,
): Promise<void> {
  const { lake, derived } = picking;
  const [known, ...others] = await knownExaminations(lake, files, withheldJobs, derived);
  const examined = new Set(known?.covers.inputs);
  const withheld = [...new Set(withheldJobs)].filter((jobId) => !(known?.covers.withheld ?? []).includes(jobId)).sort();
  let path = known?.path;
  if (path === undefined || withheld.length > 0 || files.some(({ sha256 }) => !examined.has(sha256))) {
    const keyed = await factsOf(files);
    const covered = keyed.filter(({ sha256 }) => examined.has(sha256));
    const fresh = keyed.filter(({ sha256 }) => !examined.has(sha256));
    const made = await examine(picking, { covered, fresh, withheld, known: known ?? null, files: keyed });
    path = made.path;
    // The one before stays: who reads without the lock may be about to open it. One of the others may be this one.
    for (const { name } of others) if (name !== made.name) derived.drop(name);
  }
  await lake.run(`
    CREATE TEMP VIEW jobs AS
    SELECT rows.* EXCLUDE (input, row), place AS file_index, place * ${ROWS_PER_FILE} + row AS row_key
    FROM ${withStatuses(parquetSql([path]), extensions)} AS rows JOIN ${placesSql(files)} USING (input)`);
}

/** An earlier examination: which inputs and withheld jobs it covers. */
type Examination = CoveringFile<Covers & { readonly withheld: readonly string[] }>;

/** The kept examinations: that of most of the files first, and of these that of most of the withheld jobs. */
async function knownExaminations(
  lake: Lake,
  files: readonly JobLogFile[],
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
  readonly files: readonly FactsFile[];
  /** Files of the known examination that are asked for. */
  readonly covered: readonly FactsFile[];
  readonly fresh: readonly FactsFile[];
  /** Withheld jobs that are new. */
  readonly withheld: readonly string[];
  readonly known: Examination | null;
}

/** Examines what is new, and keeps what is now known of all files asked for. */
async function examine(picking: Picking, question: Question): Promise<Pick<Examination, 'name' | 'path'>> {
  const { lake, derived } = picking;
  const { covered, known, files } = question;
  const withheld = [...(known?.covers.withheld ?? []), ...question.withheld].sort();
  const places = await placesOfSought(lake, question, withheld);
  const kept = known === null || covered.length === 0 ? null : keptBefore(known.path, covered);
  const covers: Examination['covers'] = { inputs: files.map(({ sha256 }) => sha256), withheld };
  const name = coveringName('examined', covers);
  const path = await withPickedRows(
    picking,
    files,
    // Every row of what is sought, but for what is kept of it.
    kept === null ? places : `FROM (${places}) ANTI JOIN (${placesOf(kept, files)}) USING (file_index, row)`,
    (rows) =>
      derived.keep(name, (target) =>
        lake.run(`COPY (${kept === null ? '' : `${kept} UNION ALL BY NAME `} SELECT ${inputSql(files)} AS input, row, line_shift, status_completed, unknown_status, ${EXAMINED} FROM ${rows})
        TO ${sqlText(target)} (${coveringFile(covers)})`),
      ),
  );
  await lake.run('DROP TABLE sought');
  await lake.run('DROP TABLE IF EXISTS found');
  return { name, path };
}

/** What an examined row says: all that it is judged by, or compared in with others of its job. */
export const EXAMINED = `job_id, event_id, instant_ms, payment_model, trialing, worker_wallet, subscriber_wallet,
  worker_account, subscriber_account, worker_type, worker_nft_id, model_id, render_spark, subscription_tier`;

/**
 * SQL of the places of all rows of what is sought. `sought` gets the hashes of ids that occur in the fresh files more than
 * once, or there and in a covered one, and of withheld jobs: of all of them, because a fresh file may have one that is known.
 * The covered files are read once, for the rows that have any id of a fresh one or of a withheld job: `found`.
 */
async function placesOfSought(
  lake: Lake,
  { files, covered, fresh }: Question,
  withheld: readonly string[],
): Promise<string> {
  await lake.run(`CREATE TEMP TABLE sought AS SELECT ${JOB_HASH} AS id
    FROM (SELECT unnest([${withheld.map(sqlText).join(', ')}]::VARCHAR[]) AS job_id)`);
  const ofFresh = `SELECT ${placeSql(fresh, files)} AS file_index, row, id_hash FROM ${factsSql(fresh)} WHERE ${hasIdOf('sought')}`;
  const freshIds = idsSql(factsSql(fresh));
  if (fresh.length > 0) await lake.run(`INSERT INTO sought SELECT id FROM ${freshIds} GROUP BY 1 HAVING count(*) > 1`);
  if (covered.length === 0) return ofFresh;
  await lake.run(`CREATE TEMP TABLE found AS
    WITH asked AS MATERIALIZED (FROM sought ${fresh.length > 0 ? `UNION ALL FROM ${freshIds}` : ''})
    SELECT ${placeSql(covered, files)} AS file_index, row, id_hash, event_hash FROM ${factsSql(covered)} WHERE ${hasIdOf('asked')}`);
  if (fresh.length === 0) return `SELECT file_index, row, id_hash FROM found`;
  await lake.run(`INSERT INTO sought SELECT id FROM ${idsSql('found')} WHERE id IN (FROM ${freshIds})`);
  return `${ofFresh} UNION ALL SELECT file_index, row, id_hash FROM found WHERE ${hasIdOf('sought')}`;
}

/** Which of all files a row of some of them is of, as its `file_index` counts those. */
function placeSql(some: readonly FactsFile[], all: readonly FactsFile[]): string {
  return `[${some.map((file) => all.indexOf(file)).join(', ')}][(file_index + 1)::BIGINT]`;
}

function keptBefore(path: string, covered: readonly FactsFile[]): string {
  return `SELECT * FROM ${parquetSql([path])} WHERE input IN (${covered.map(({ sha256 }) => sqlText(sha256)).join(', ')})`;
}

function placesOf(kept: string, files: readonly FactsFile[]): string {
  return `SELECT place AS file_index, row FROM (${kept}) JOIN ${placesSql(files)} USING (input)`;
}
