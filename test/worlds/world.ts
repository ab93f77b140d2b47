import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll } from 'vitest';
import { inProcess } from '../running/in-process.ts';
import { type Ended, PROJECT, type RunOptions, revshare } from '../running/program.ts';

/** For the tests that run the program: inputs, data and reports in a directory of their own. */

/** The example world's inputs; fixtures/README.md tells their story. */
export const FIXTURES = join(PROJECT, 'fixtures', 'inputs');

/** An instant at which October 2026 is over and not final. */
export const NOVEMBER = '2026-11-20T00:00:00Z';

export interface World {
  readonly root: string;
  readonly inputs: string;
  readonly data: string;
  readonly out: string;
  /** Writes an input, making its folders; a string is written as UTF-8. */
  write(name: string, content: string | Uint8Array): void;
  read(name: string): string;
  remove(name: string): void;
}

const roots: string[] = [];
afterAll(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true });
});

/** A directory that is gone when the tests of the file are done. */
export function scratch(): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'revshare-test-')));
  roots.push(root);
  return root;
}

/** A world without inputs. */
export function emptyWorld(): World {
  const root = scratch();
  const inputs = join(root, 'inputs');
  mkdirSync(inputs);
  return {
    root,
    inputs,
    data: join(root, 'data'),
    out: join(root, 'out'),
    write(name, content) {
      mkdirSync(dirname(join(inputs, name)), { recursive: true });
      writeFileSync(join(inputs, name), content);
    },
    read: (name) => readFileSync(join(inputs, name), 'utf8'),
    remove: (name) => rmSync(join(inputs, name)),
  };
}

/** A copy of the example world. */
export function exampleWorld(): World {
  const world = emptyWorld();
  cpSync(FIXTURES, world.inputs, { recursive: true });
  return world;
}

/** What `reconcile --json` prints, as far as tests ask for it. */
export interface ReconcileDocument {
  readonly [figure: string]: unknown;
  readonly state: string;
  readonly digest: string;
  readonly net_revenue_usd: string;
  readonly excluded: readonly {
    readonly reason: string;
    readonly source: string;
    readonly rows: number;
    readonly amount_usd?: string;
    readonly render_spark?: string;
  }[];
  readonly exceptions: readonly {
    readonly code: string;
    readonly file: string | null;
    readonly line: number | null;
    readonly what: string;
    readonly remedy: string;
  }[];
  readonly reports: readonly string[];
}

export interface Reconciled {
  readonly code: number | null;
  readonly stderr: string;
  readonly document: ReconcileDocument;
  /** The bytes of every report by its file name. */
  readonly reports: ReadonlyMap<string, string>;
}

export interface ReconcileOptions extends RunOptions {
  readonly month?: string;
  readonly asOf?: string;
  /** False: only what was imported before. */
  readonly inputs?: boolean;
  readonly config?: string;
  /** Computed, also where everything is as the run before left it. */
  readonly anew?: boolean;
}

/** Without the start of a process, unless something about the process is asked for. */
function commandLine(args: readonly string[], options: RunOptions): Promise<Ended> {
  return Object.keys(options).length === 0 ? inProcess(args) : revshare(args, options);
}

/** `reconcile MONTH --json` in a world, October 2026 if nothing else is asked; fails when it did not run. */
export async function reconcile(world: World, options: ReconcileOptions = {}): Promise<Reconciled> {
  const { month = '2026-10', asOf = NOVEMBER, inputs = true, config, anew = false, ...run } = options;
  const ended = await commandLine(
    [
      ...['reconcile', month, '--json', '--as-of', asOf, '--data', world.data, '--out', world.out],
      ...(inputs ? ['--inputs', world.inputs] : []),
      ...(config === undefined ? [] : ['--config', config]),
      ...(anew ? ['--rehash'] : []),
    ],
    run,
  );
  if (ended.code !== 0 && ended.code !== 1) throw new Error(`reconcile ended with ${ended.code}\n${ended.stderr}`);
  const document = JSON.parse(ended.stdout) as ReconcileDocument;
  const reports = document.reports.map((name) => {
    return [name.slice(name.lastIndexOf('/') + 1), readFileSync(join(world.out, name), 'utf8')] as const;
  });
  return { code: ended.code, stderr: ended.stderr, document, reports: new Map(reports) };
}

/** Imports files into a world's books; fails when it did not. */
export async function importFiles(world: World, paths: readonly string[], run: RunOptions = {}): Promise<void> {
  const ended = await commandLine(['import', ...paths, '--data', world.data, '--out', world.out], run);
  if (ended.code !== 0) throw new Error(`import ended with ${ended.code}\n${ended.stderr}`);
}

/** All files under a directory, relative to it, sorted. */
export function filesUnder(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .sort();
}

/** A report's rows by column name. */
export function csvRows(text: string | undefined): Record<string, string>[] {
  return parse(text ?? '', { columns: true });
}

/** The rows of one report of a month. */
export function reportRows(reconciled: Reconciled, name: string): Record<string, string>[] {
  const text = reconciled.reports.get(name);
  if (text === undefined) throw new Error(`there is no ${name}`);
  return csvRows(text);
}

/** How many exceptions there are of each code. */
export function exceptionCounts({ document }: Pick<Reconciled, 'document'>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { code } of document.exceptions) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}

/** A plain decimal text exactly, in units of 10^-18. */
export function exact(text: string): bigint {
  const match = /^(-?)(\d+)(?:\.(\d{1,18}))?$/.exec(text);
  if (match === null) throw new Error(`"${text}" is not a plain decimal number`);
  const size = BigInt(`${match[2]}${(match[3] ?? '').padEnd(18, '0')}`);
  return match[1] === '-' ? -size : size;
}

/** The exact sum of plain decimal texts. */
export function exactSum(texts: readonly string[]): bigint {
  return texts.reduce((sum, text) => sum + exact(text), 0n);
}

/** The options that say where a world's books and reports are, and when it is. */
export function revshareOptions({ data, out }: World, asOf: string): string[] {
  return ['--data', data, '--out', out, '--as-of', asOf];
}

/** Releases the batch of a month as `payouts MONTH` shows it; fails when it cannot. @param options those of the world */
export async function releaseBatch(month: string, options: readonly string[], run: RunOptions = {}): Promise<void> {
  const shown = await commandLine(['payouts', month, '--json', ...options], run);
  const { digest } = JSON.parse(shown.stdout) as { readonly digest: string };
  const ended = await commandLine(['payouts', month, '--release', digest, '--by', 'releaser', ...options], run);
  if (ended.code !== 0) throw new Error(`the release ended with ${ended.code}\n${ended.stderr}`);
}

/** Writes the files one after the other, each into books that know the ones before; what the last run found. */
export async function inTurn(
  world: World,
  runs: readonly Readonly<Record<string, string | Uint8Array>>[],
): Promise<Reconciled> {
  let last: Reconciled | undefined;
  for (const files of runs) {
    for (const [name, content] of Object.entries(files)) world.write(name, content);
    last = await reconcile(world);
  }
  if (last === undefined) throw new Error('nothing to reconcile');
  return last;
}

/** Net revenue, and the exceptions by code. */
export function outcome(reconciled: Reconciled): { net: string; exceptions: Record<string, number> } {
  return { net: reconciled.document.net_revenue_usd, exceptions: exceptionCounts(reconciled) };
}
