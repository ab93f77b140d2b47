/** The columns of a job log (docs/inputs.md), in the order in which they are checked and kept. */
export const JOB_LOG_COLUMNS = [
  { name: 'job_id', aliases: ['id', 'jobId', 'jobID'], needed: 'always' },
  { name: 'event_id', aliases: ['eventId'], needed: 'never' },
  { name: 'status', aliases: [], needed: 'always' },
  { name: 'completed_at', aliases: ['endTime', 'end_time'], needed: 'when-completed' },
  { name: 'payment_model', aliases: ['paymentModel'], needed: 'when-completed' },
  { name: 'trialing', aliases: ['subscriptionTrialing'], needed: 'never' },
  { name: 'worker_wallet', aliases: ['worker.address'], needed: 'when-completed' },
  { name: 'subscriber_wallet', aliases: ['artist.address'], needed: 'never' },
  { name: 'worker_account', aliases: ['worker.id'], needed: 'never' },
  { name: 'subscriber_account', aliases: ['artist.id'], needed: 'never' },
  { name: 'worker_type', aliases: ['network'], needed: 'never' },
  { name: 'worker_nft_id', aliases: ['worker.nftTokenId'], needed: 'never' },
  { name: 'model_id', aliases: ['modelId'], needed: 'when-completed' },
  { name: 'render_spark', aliases: ['renderSpark'], needed: 'when-completed' },
  { name: 'subscription_tier', aliases: ['subscriptionTier'], needed: 'never' },
  { name: 'reason', aliases: [], needed: 'never' },
] as const satisfies readonly JobLogColumnRule[];

interface JobLogColumnRule {
  readonly name: string;
  /** A dotted alias is a field of a nested object, or a flattened column of that name. */
  readonly aliases: readonly string[];
  readonly needed: 'always' | 'when-completed' | 'never';
}

export type JobLogColumn = (typeof JOB_LOG_COLUMNS)[number]['name'];

/** Objects that hold columns, by their dotted aliases. */
export const NESTED_OBJECTS = ['worker', 'artist'] as const;

const COLUMN_OF_NAME: ReadonlyMap<string, JobLogColumn> = new Map(
  JOB_LOG_COLUMNS.flatMap((column) => namesOf(column.name).map((name) => [comparedName(name), column.name] as const)),
);

/**
 * The column that a header, key or dotted path stands for; undefined for one that is ignored. Names compare without
 * letter case and punctuation: databases unload in capitals, and flatten `worker.address` to `WORKER_ADDRESS`.
 */
export function columnOfName(name: string): JobLogColumn | undefined {
  return COLUMN_OF_NAME.get(comparedName(name));
}

/** A name without letter case and punctuation. */
export function comparedName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** Whether a name is that of an object that holds columns, in any letter case. */
export function isNestedObject(name: string): boolean {
  return (NESTED_OBJECTS as readonly string[]).includes(comparedName(name));
}

/** Every name of a column, the canonical one first. */
export function namesOf(column: JobLogColumn): readonly string[] {
  const rule = JOB_LOG_COLUMNS.find((each) => each.name === column);
  return rule === undefined ? [column] : [rule.name, ...rule.aliases];
}

/** Which name of a list stands for which column, and the columns that are named more than once. */
export interface NamedColumns {
  /** Column to the index of the first name that stands for it. */
  readonly index: ReadonlyMap<JobLogColumn, number>;
  /** Indexes of names whose column was named before. */
  readonly repeated: readonly number[];
}

export function nameColumns(names: readonly string[]): NamedColumns {
  const index = new Map<JobLogColumn, number>();
  const repeated: number[] = [];
  names.forEach((name, at) => {
    const column = columnOfName(name);
    if (column === undefined) return;
    if (index.has(column)) repeated.push(at);
    else index.set(column, at);
  });
  return { index, repeated };
}

/** Needed columns (of every row, or of completed ones) that a header does not name. */
export function missingColumns(named: NamedColumns): readonly JobLogColumn[] {
  return JOB_LOG_COLUMNS.filter((column) => column.needed !== 'never' && !named.index.has(column.name)).map(
    (column) => column.name,
  );
}

/** Whether such columns are those of completed rows alone: a log without a completed row does not need them. */
export function areOfCompletedRows(columns: readonly JobLogColumn[]): boolean {
  return JOB_LOG_COLUMNS.every(({ name, needed }) => needed !== 'always' || !columns.includes(name));
}

/** Whether a name says that it is a job's id, and not just an id: of the exports that are read no other has it. */
export function namesJobId(name: string): boolean {
  return comparedName(name) === 'jobid';
}
