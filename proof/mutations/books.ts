import { cpSync, linkSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { SILENT } from '../../src/app/books/directory/progress.ts';
import { type Workspace, withLockedWorkspace } from '../../src/app/books/opening/workspace.ts';
import { loadPolicy } from '../../src/app/books/policy/load-policy.ts';
import { computeMonth, NO_LISTENER } from '../../src/app/close/computed-month.ts';
import { monthGates } from '../../src/app/close/month-gates.ts';
import { type ImportOutcome, importInputs } from '../../src/app/import/import-inputs.ts';
import { formatExact } from '../../src/core/money/exact-decimal.ts';
import { monthFromText } from '../../src/core/month/month.ts';
import type { Database } from '../../src/store/database/open-store.ts';
import { listImports } from '../../src/store/inputs/imports.ts';
import type { WorldFile } from './world-file.ts';

/** What a month comes to, as far as money is concerned, and what it says beside its figures. */
export interface Outcome {
  /** All rows of money and of small files that the books hold. */
  readonly rows: string;
  /** Net revenue, pool, what is deferred, every wallet's part. */
  readonly figures: string;
  /** The digest that approves the month: everything that its reports state. */
  readonly digest: string;
  /** Exceptions, gates, warnings, rows of inputs, rows left out: what a person sees has changed. */
  readonly told: readonly string[];
}

/** Where the books of a try lie; all of it is thrown away. */
export interface Place {
  readonly root: string;
  readonly data: string;
  readonly inputs: string;
  readonly out: string;
}

export function placeAt(root: string): Place {
  return { root, data: join(root, 'data'), inputs: join(root, 'inputs'), out: join(root, 'out') };
}

/** Writes the files of a world into the inputs of a place. */
export function writeFiles(place: Place, files: readonly WorldFile[]): void {
  for (const { name, bytes } of files) {
    const path = join(place.inputs, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
}

/** Books as others are, without copying what is never written again. */
export function copyBooks(from: Place, to: Place): void {
  rmSync(to.root, { recursive: true, force: true });
  for (const entry of readdirSync(from.data, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const target = join(to.data, relative(from.data, path));
    mkdirSync(dirname(target), { recursive: true });
    if (/\/(evidence|lake|derived)\//.test(path)) linkSync(path, target);
    else if (entry.name !== 'unchanged-files.json') cpSync(path, target);
  }
}

/** Imports what lies in the inputs of a place. */
export function importAll(place: Place): Promise<ImportOutcome> {
  return inBooks(place, ({ store, data }) => importInputs(store.db, [place.inputs], data, SILENT, { limits: LIMITS }));
}

/** Which month of a place to compute, and by which policy. */
export interface Closing {
  readonly place: Place;
  readonly config: string;
  readonly month: string;
  /** An outcome that is the same where the books hold the same rows: then nothing is computed again. */
  readonly known?: Outcome | undefined;
}

/** Imports what lies in the inputs, then computes a month of it. */
export function importAndClose({ place, config, month, known }: Closing): Promise<Outcome> {
  return inBooks(place, async (workspace) => {
    const { policy } = await loadPolicy(workspace, { config, out: place.out });
    const { store, data } = workspace;
    const imported = await importInputs(store.db, [place.inputs], data, SILENT, { limits: LIMITS });
    const rows = await rowsOfBooks(store.db);
    const nothingBeside = imported.warnings.length === 0 && imported.passedOver.length === 0;
    if (known !== undefined && nothingBeside && rows === known.rows) return known;
    const request = { workspace, policy, month: monthFromText(month), progress: SILENT };
    const computed = await computeMonth(request, NO_LISTENER);
    const gates = await monthGates(computed, AS_OF_MS);
    const { close, usage } = computed;
    const { pool, deferral } = close;
    return {
      rows,
      figures: text({
        ...{ netRevenue: pool.netRevenue, pool: formatExact(pool.pool), carriedIn: formatExact(pool.carriedIn) },
        ...{ parts: pool.parts, deferral, earlier: close.earlier },
      }),
      digest: computed.digest,
      told: [
        ...close.findings.map(({ code, subject, what }) => `exception ${code} ${subject}: ${what}`),
        ...close.warnings.map(({ code, subject, what }) => `warning ${code} ${subject}: ${what}`),
        ...close.exclusions.map((each) => `left out ${each.reason} ${each.source}: ${each.rows} rows`),
        ...close.withheld.map((each) => `withheld ${text(each)}`),
        // What an open gate says counts; the figures that one which is ok mentions tell nobody anything.
        ...gates.map(({ name, state, why }) => `gate ${name} ${state}: ${state === 'ok' ? '' : why}`),
        ...imported.warnings.map((each) => `import: ${each}`),
        ...imported.passedOver.map(({ file, what }) => `passed over ${file}: ${what}`),
        ...(await listImports(store.db)).map(
          ({ kind, rows, active }) => `input ${kind}: ${active ? rows : 'replaced'}`,
        ),
        `late jobs ${usage.late.length}, lines of reconciliation.csv ${computed.reconciliation.lines.length}`,
      ].sort(),
    };
  });
}

/** What an import has put into the books, but for how its bytes were packed. */
async function rowsOfBooks(db: Database): Promise<string> {
  const tables = ['transactions', 'stripe_invoices', 'replaced_invoices', 'invoice_payments', 'small_rows'] as const;
  const rows = await Promise.all(tables.map((table) => db.selectFrom(table).selectAll().execute()));
  const columns = ['kind', 'rows', 'first_ms', 'last_ms', 'period', 'profile', 'active', 'unfinished'] as const;
  return text([...rows, await db.selectFrom('imports').select(columns).execute()]);
}

/** Every month of the worlds is over by then. */
const AS_OF_MS = Date.UTC(2026, 11, 5);

/** One thread and little memory: a run of thousands shares its machine. */
const LIMITS = { threads: 1, memoryBytes: 400 << 20 };

function inBooks<Result>({ data, out }: Place, task: (workspace: Workspace) => Promise<Result>): Promise<Result> {
  const holder = { pid: process.pid, host: 'proof', command: 'proof', since: '' };
  return withLockedWorkspace({ data, out, begins: true }, holder, task);
}

function text(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'bigint' ? String(each) : each instanceof Map ? [...each] : each,
  );
}
