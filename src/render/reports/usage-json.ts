import { formatMicro, type MicroSpark, microFromText } from '../../core/money/micro.ts';
import { formatMonth, type Month, monthFromText } from '../../core/month/month.ts';
import { type Category, forEveryCategory } from '../../core/usage/categories.ts';
import type { MonthUsage, PaidElsewhere } from '../../core/usage/month-usage.ts';
import type { OwnWork, PointsByCategory } from '../../core/usage/month-work.ts';
import type { RefundedJobs } from '../../core/usage/refunded-jobs.ts';
import type { UsageRecord } from '../../core/usage/usage-record.ts';
import { inBatches } from './csv.ts';
import { instantOf, instantText } from './instant-text.ts';

/** How a value stands in the file: under which name, where that is another than its own, and as what. */
interface Member<Value> {
  readonly name: string | null;
  write(value: Value): unknown;
  read(written: unknown): Value;
}

/** How objects of a kind stand in the file: their members in their order. */
type Form<Kind> = { readonly [Name in keyof Kind]-?: Member<Kind[Name]> };

function asItIs<Value>(name: string | null = null): Member<Value> {
  // What is read back is what was written: the hash of the report says so.
  return { name, write: (value) => value, read: (written) => written as Value };
}

const SPARK: Member<MicroSpark> = {
  name: 'render_spark',
  write: formatMicro,
  read: (text) => microFromText(String(text)),
};
const SIZE = { jobs: asItIs<number>(), points: SPARK };

const TABLE: Form<UsageRecord['table']> = {
  name: asItIs(),
  rows: asItIs(),
  firstMs: { name: 'first', write: instantText, read: instantOf },
  lastMs: { name: 'last', write: instantText, read: instantOf },
  sha256: asItIs('content_sha256'),
};
/** The table as the manifest names it, beside the inputs. */
export const tableDocument = writer(TABLE);

const WALLETS: Form<MonthUsage['wallets'][number]> = { wallet: asItIs(), ...SIZE };
type PaidBy = MonthUsage['excluded'][number]['paidBy'];
const PAID_ELSEWHERE: Form<PaidElsewhere> = { paymentModel: asItIs('payment_model'), ...SIZE };
const EXCLUDED: Form<MonthUsage['excluded'][number]> = {
  reason: asItIs(),
  ...SIZE,
  // Only of one reason, and a record of an earlier version has none.
  paidBy: {
    name: 'paid_by',
    write: (paidBy: PaidBy) => paidBy?.map(writer(PAID_ELSEWHERE)),
    read: (written) => (written as unknown[] | undefined)?.map(reader(PAID_ELSEWHERE)),
  },
};
/** A record names no row of an input: its jobs came from a table. */
const FINDINGS: Form<Omit<MonthUsage['findings'][number], 'input' | 'line'>> = {
  code: asItIs(),
  jobId: asItIs('job_id'),
  model: asItIs(),
  // A record of an earlier version has none: then none counted.
  oneCounts: { name: 'one_counts', write: (value) => value, read: (written) => written === true },
  rows: asItIs(),
  points: SPARK,
};
/** A record of an earlier version knows no categories. */
const BY_CATEGORY: Member<PointsByCategory | undefined> = {
  name: 'by_category',
  write: (points) => points && forEveryCategory((category) => formatMicro(points[category])),
  read: (written) => {
    const points = written as Readonly<Record<Category, string>> | undefined;
    return points && forEveryCategory((category) => microFromText(points[category]));
  },
};
const WORKERS: Form<OwnWork['workers'][number]> = {
  ...{ wallet: asItIs(), network: asItIs(), nft: asItIs() },
  ...SIZE,
  byCategory: BY_CATEGORY,
};
const MODELS: Form<OwnWork['models'][number]> = {
  ...{ wallet: asItIs(), model: asItIs() },
  ...SIZE,
  category: asItIs(),
};
const EXCLUDED_OF_WALLETS: Form<OwnWork['excluded'][number]> = { wallet: asItIs(), reason: asItIs(), ...SIZE };
const SIGNALS: Form<UsageRecord['signals'][number]> = {
  signal: asItIs(),
  subscriber: asItIs(),
  worker: asItIs(),
  ...SIZE,
  what: asItIs(),
};
const REFUNDED: Form<Omit<RefundedJobs, 'source'>> = { ...SIZE, jobId: asItIs('first_job_id') };
const MONTH: Member<Month> = { name: 'month', write: formatMonth, read: (text) => monthFromText(String(text)) };
const DUE: Form<UsageRecord['seen'][number]> = { originalMonth: MONTH, wallet: asItIs(), ...SIZE };

/**
 * usage.json piece by piece: what the month took of the job table that usage.source names. Each row of a list has a line
 * of its own, because a month has many workers.
 */
export function usageChunks({ table, usage, work, signals, refunded, seen }: UsageRecord): Generator<string> {
  return documentChunks({
    month: formatMonth(usage.month),
    table: tableDocument(table),
    rows: usage.rows,
    wallets: written(WALLETS, usage.wallets),
    excluded: written(EXCLUDED, usage.excluded),
    trialing: writer(SIZE)(usage.trialing),
    findings: written(FINDINGS, usage.findings),
    workers: written(WORKERS, work.workers),
    models: written(MODELS, work.models),
    excluded_by_wallet: written(EXCLUDED_OF_WALLETS, work.excluded),
    signals: written(SIGNALS, signals),
    ...(refunded === null ? {} : { refunded: writer(REFUNDED)(refunded) }),
    due_for_final_months: written(DUE, seen),
  });
}

/** Reads usage.json, whose bytes are known to be those that were written. */
export function readUsage(text: string): UsageRecord {
  const document = JSON.parse(text) as Readonly<Record<string, unknown>>;
  const rowsOf = <Kind>(form: Form<Kind>, list: string): Kind[] => (document[list] as unknown[]).map(reader(form));
  return {
    table: reader(TABLE)(document.table),
    usage: {
      month: monthFromText(String(document.month)),
      rows: Number(document.rows),
      wallets: rowsOf(WALLETS, 'wallets'),
      excluded: rowsOf(EXCLUDED, 'excluded'),
      trialing: reader(SIZE)(document.trialing),
      findings: rowsOf(FINDINGS, 'findings').map((finding) => ({ ...finding, input: '', line: 0 })),
    },
    work: {
      workers: rowsOf(WORKERS, 'workers'),
      models: rowsOf(MODELS, 'models'),
      excluded: rowsOf(EXCLUDED_OF_WALLETS, 'excluded_by_wallet'),
    },
    signals: rowsOf(SIGNALS, 'signals'),
    refunded: document.refunded === undefined ? null : reader(REFUNDED)(document.refunded),
    seen: rowsOf(DUE, 'due_for_final_months'),
  };
}

function* written<Kind>(form: Form<Kind>, rows: readonly Kind[]): Generator<object> {
  const write = writer(form);
  for (const row of rows) yield write(row);
}

function writer<Kind>(form: Form<Kind>): (value: Kind) => object {
  const names = Object.keys(form) as (keyof Kind & string)[];
  return (value) => {
    const object: Record<string, unknown> = {};
    for (const name of names) object[form[name].name ?? name] = form[name].write(value[name]);
    return object;
  };
}

function reader<Kind>(form: Form<Kind>): (object: unknown) => Kind {
  const names = Object.keys(form) as (keyof Kind & string)[];
  return (object) => {
    const found = object as Readonly<Record<string, unknown>>;
    return Object.fromEntries(names.map((name) => [name, form[name].read(found[form[name].name ?? name])])) as Kind;
  };
}

type DocumentMember = string | number | object | Generator<object>;

function* documentChunks(members: Readonly<Record<string, DocumentMember>>): Generator<string> {
  let before = '{';
  for (const [name, value] of Object.entries(members)) {
    yield `${before}\n  ${JSON.stringify(name)}: `;
    if (typeof value === 'object' && Symbol.iterator in value) yield* listChunks(value);
    else yield JSON.stringify(value);
    before = ',';
  }
  yield '\n}\n';
}

function* listChunks(rows: Iterable<object>): Generator<string> {
  let before = '[';
  for (const some of inBatches(rows)) {
    yield before + some.map((row) => `\n    ${JSON.stringify(row)}`).join(',');
    before = ',';
  }
  yield before === '[' ? '[]' : '\n  ]';
}
