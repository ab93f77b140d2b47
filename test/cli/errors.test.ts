import { createHash } from 'node:crypto';
import {
  appendFileSync,
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import SQLite from 'better-sqlite3';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../src/problems/catalogue.ts';
import type { Problem } from '../../src/problems/problem.ts';
import { writeSeal } from '../../src/store/database/seal.ts';
import { inProcess } from '../running/in-process.ts';
import { LONG } from '../running/long-form.ts';
import { type PostgresServer, startPostgres } from '../running/postgres-server.ts';
import { PROJECT, revshare } from '../running/program.ts';

/*
 * fixtures/errors/CODE/ or CODE/CASE/ is a working directory with the smallest input that raises CODE. expected.txt is
 * what stderr then says, command.txt the command where it is not `import .`. `together/` has inputs of several problems.
 */
const ERRORS = join(PROJECT, 'fixtures', 'errors');
const OWN_FILES = ['expected.txt', 'command.txt', 'made-by-the-test.md'];

const examples = readdirSync(ERRORS, { recursive: true, encoding: 'utf8' })
  .filter((name) => basename(name) === 'expected.txt')
  .map((name) => dirname(name).replaceAll('\\', '/'))
  .sort();

/** What only a real server answers has its test beside one. */
const ANSWERED_BY_A_SERVER: Readonly<Record<string, string>> = {
  'refused-login': 'books/server-problems.test.ts',
  'no-database-permission': 'books/server-problems.test.ts',
  'unsuitable-database': 'books/server-problems.test.ts',
};

const JOBS =
  'job_id,completed_at,status,payment_model,worker_wallet,model_id,render_spark\n' +
  'job-0,2026-08-05T12:00:00Z,completed,subscription,0xe90C43cBEFC14c5f07783d2CC2585AAAF73F7153,flux,1\n';

/** A user that may not open what root keeps for itself; only root can be one. */
const NOBODY = process.getuid?.() === 0 ? 65534 : undefined;

/** What cannot be committed: see made-by-the-test.md of each. */
const MADE_HERE: Readonly<Record<string, (directory: string) => void | Promise<void>>> = {
  'newer-database': (directory) => {
    const database = new SQLite(join(directory, '.revshare', 'revshare.sqlite'));
    database.pragma('user_version = 99');
    database.close();
    writeSeal(join(directory, '.revshare'));
  },
  'damaged-database': (directory) => {
    const file = join(directory, '.revshare', 'revshare.sqlite');
    const bytes = readFileSync(file);
    bytes.write('no database, but text in its place');
    writeFileSync(file, bytes);
  },
  'changed-books': (directory) => {
    const evidence = join(directory, '.revshare', 'evidence');
    for (const name of readdirSync(evidence)) if (name.endsWith('.plain')) appendFileSync(join(evidence, name), ' ');
  },
  'missing-job-log': (directory) => {
    const evidence = join(directory, '.revshare', 'evidence');
    for (const name of readdirSync(evidence)) if (name.endsWith('.plain')) rmSync(join(evidence, name));
  },
  'no-such-path/dangling-link': (directory) => symlinkSync('nowhere.csv', join(directory, 'jobs.csv')),
  'unreadable-path/link-loop': (directory) => symlinkSync('jobs.csv', join(directory, 'jobs.csv')),
  'unreadable-path/configuration': (directory) => mkdirSync(join(directory, 'revshare.yaml')),
  'unreadable-path/no-permission': (directory) => {
    writeFileSync(join(directory, 'jobs.csv'), JOBS);
    chmodSync(join(directory, 'jobs.csv'), 0);
  },
  'settled-decision/used': makeAugustFinal,
  'settled-decision/new': makeAugustFinal,
  'unknown-receipt-wallet': makeBatch,
  'wrong-receipt-asset': makeBatch,
  'wrong-receipt-amount/too-much': makeBatch,
  'wrong-receipt-amount/too-fine': makeBatch,
  'duplicate-receipt': makeBatch,
  'short-receipt': makeBatch,
  'missing-receipt': makeBatch,
  'wrong-receipt-time': makeBatch,
  'unknown-receipt-status': makeBatch,
  'unknown-receipt-column': makeBatch,
  'no-receipts': makeBatch,
};

/** A data directory with a batch: made once, because it takes many runs, and copied. */
async function makeBatch(cwd: string): Promise<void> {
  batched ??= prepareBatch();
  const data = join(cwd, '.revshare');
  rmSync(data, { recursive: true });
  cpSync(await batched, data, { recursive: true });
}

let batched: Promise<string> | undefined;

/** 10 and 12 USDC to two wallets: nothing was sold in August, so that a person gives them their balances. */
async function prepareBatch(): Promise<string> {
  const cwd = mkdtempSync(join(scratch, 'batch-'));
  cpSync(join(ERRORS, 'no-receipts'), cwd, { recursive: true });
  cpSync(imported, join(cwd, '.revshare'), { recursive: true });
  const paid = {
    '0xe90C43cBEFC14c5f07783d2CC2585AAAF73F7153': '10',
    '0x6f3Cce72C77a62ca8fb9f9adD26B9754e3Ca840E': '12',
  };
  const header = JOBS.split('\n')[0]?.replace('model_id', 'subscriber_wallet,model_id');
  const rows = Object.keys(paid).map((wallet, index) => {
    const subscriber = '0x8E24309d3DcD2B392078e965098dC2AF0caeDae0';
    return `paid-${index},2026-08-06T12:00:00Z,completed,subscription,${wallet},${subscriber},flux,1\n`;
  });
  writeFileSync(join(cwd, 'jobs.csv'), `${header}\n${rows.join('')}`);
  expect(await inProcess(['import', 'jobs.csv'], { cwd })).toMatchObject({ code: 0, stderr: '' });
  await makeAugustFinal(cwd);
  for (const [wallet, amount] of Object.entries(paid)) {
    const given = ['--amount', amount, '--reason', 'an example', '--more-than-earned'];
    const args = ['payouts', '2026-08', '--adjust', wallet, ...given];
    expect(await inProcess(args, { cwd })).toMatchObject({ code: 0, stderr: '' });
  }
  const { digest } = JSON.parse((await inProcess(['payouts', '2026-08', '--json'], { cwd })).stdout) as {
    digest: string;
  };
  const release = ['payouts', '2026-08', '--release', digest, '--by', 'releaser'];
  expect(await inProcess(release, { cwd })).toMatchObject({ code: 0 });
  return join(cwd, '.revshare');
}

let server: PostgresServer | null = null;

/** The server of `unusable-column`. */
async function startServer(): Promise<PostgresServer> {
  const started = await startPostgres();
  const client = new pg.Client({ connectionString: started.url });
  await client.connect();
  await client.query(`CREATE TABLE jobs (job_id text, completed_at timestamp, status text, payment_model text,
    worker_wallet text, model_id text, render_spark double precision)`);
  await client.end();
  return started;
}

/** Its one exception is left out: job-0 names no subscriber's wallet. */
async function makeAugustFinal(cwd: string): Promise<void> {
  const decided = join(cwd, 'decided.csv');
  writeFileSync(decided, 'code,subject,decision,note\nself-match-untestable,job-0,leave-out,no subscribers yet\n');
  expect(await inProcess(['import', 'coverage.csv'], { cwd })).toMatchObject({ code: 0, stderr: '' });
  expect(await inProcess(['exceptions', '2026-08', '--apply', decided], { cwd })).toMatchObject({
    code: 0,
    stderr: '',
  });
  const { stdout } = await inProcess(['reconcile', '2026-08', '--json'], { cwd });
  const { digest } = JSON.parse(stdout) as { digest: string };
  expect(await inProcess(['finalize', '2026-08', '--accept', digest], { cwd })).toMatchObject({ code: 0, stderr: '' });
  rmSync(decided);
}

const scratch = mkdtempSync(join(tmpdir(), 'revshare-errors-'));
const imported = join(scratch, 'imported');

beforeAll(async () => {
  server = await startServer();
  process.env.REVSHARE_TEST_JOBS = server.url;
  const first = join(scratch, 'first');
  mkdirSync(first);
  cpSync(join(PROJECT, 'fixtures', 'inputs', 'fx.csv'), join(first, 'fx.csv'));
  writeFileSync(join(first, 'jobs.csv'), JOBS);
  expect(await inProcess(['import', first, '--data', imported])).toMatchObject({ code: 0, stderr: '' });
  // The user nobody has to get to its own directories.
  chmodSync(scratch, 0o755);
});
afterAll(async () => {
  rmSync(scratch, { recursive: true, force: true });
  await server?.stop();
});

/** A working directory with an example, a good new job log, and the data directory of an earlier import. */
async function workingDirectory(example: string): Promise<string> {
  const directory = mkdtempSync(join(scratch, 'run-'));
  if (example !== '') {
    const filter = (path: string): boolean => !OWN_FILES.includes(relative(join(ERRORS, example), path));
    cpSync(join(ERRORS, example), directory, { recursive: true, filter });
  }
  cpSync(imported, join(directory, '.revshare'), { recursive: true });
  writeFileSync(join(directory, 'good-jobs.csv'), JOBS.replace('job-0', 'job-good'));
  await MADE_HERE[example]?.(directory);
  return directory;
}

/** The inputs of an example: no run may write into them. */
function committedFiles(example: string): string[] {
  const entries = readdirSync(join(ERRORS, example), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return files.map((file) => relative(join(ERRORS, example), file)).filter((name) => !OWN_FILES.includes(name));
}

/** Every row of every table, and every file beside the database; what is pending or derived is no part of the books. */
function contentOf(data: string): unknown {
  const files = readdirSync(data, { recursive: true, encoding: 'utf8' })
    .filter((name) => !basename(name).startsWith('revshare.sqlite') && !/^(pending|derived)/.test(name))
    .sort();
  return { files, tables: tablesOf(join(data, 'revshare.sqlite')) };
}

function tablesOf(file: string): unknown {
  const header = readFileSync(file).subarray(0, 15).toString('latin1');
  if (header !== 'SQLite format 3') return createHash('sha256').update(readFileSync(file)).digest('hex');
  const database = new SQLite(file, { readonly: true });
  try {
    const names = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").pluck().all();
    const version = database.pragma('user_version', { simple: true });
    return { version, rows: names.map((name) => [name, database.prepare(`SELECT * FROM "${name}"`).all()]) };
  } finally {
    database.close();
  }
}

function argsOf(example: string): string[] {
  const command = join(ERRORS, example, 'command.txt');
  return existsSync(command) ? readFileSync(command, 'utf8').trim().split(' ') : ['import', '.'];
}

/** In the short form one example of each command is a process of its own, beside JSON; the others run without its start. */
const starting = new Set(new Map(examples.map((example) => [argsOf(example)[0], example])).values());
const processOf = (example: string): typeof inProcess => (LONG || starting.has(example) ? revshare : inProcess);

/** @param start as a process of its own, or without the start of one */
async function run(example: string, start: typeof inProcess, more: readonly string[] = []) {
  const directory = await workingDirectory(example);
  const args = argsOf(example);
  const before = contentOf(join(directory, '.revshare'));
  const uid = example === 'unreadable-path/no-permission' ? NOBODY : undefined;
  if (uid !== undefined) giveTo(uid, directory);
  const ended =
    uid === undefined
      ? await start([...args, ...more], { cwd: directory })
      : await revshare([...args, ...more], { cwd: directory, uid });
  return { directory, before, after: contentOf(join(directory, '.revshare')), ...ended };
}

/** Everything but the file that is not to be opened. */
function giveTo(uid: number, directory: string): void {
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) => name !== 'jobs.csv');
  for (const name of ['.', ...names]) chownSync(join(directory, name), uid, uid);
}

describe('the catalogue of errors', () => {
  it('has an example of every code', () => {
    const shown = new Set(examples.map((example) => example.split('/')[0]));
    const missing = Object.keys(CATALOGUE).filter((code) => !shown.has(code));
    expect(missing.sort()).toEqual(Object.keys(ANSWERED_BY_A_SERVER).sort());
    for (const [code, test] of Object.entries(ANSWERED_BY_A_SERVER)) {
      expect(readFileSync(join(PROJECT, 'test', test), 'utf8')).toContain(`'${code}'`);
    }
  });

  it('has no example of anything else', () => {
    const codes = [...Object.keys(CATALOGUE), 'together'];
    expect(examples.filter((example) => !codes.includes(example.split('/')[0] ?? ''))).toEqual([]);
    const directories = readdirSync(ERRORS, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(directories.map((entry) => entry.name).filter((name) => !codes.includes(name))).toEqual([]);
  });

  it('is held against a good file that would change the data directory', async () => {
    const { code, before, after } = await run('', revshare);
    expect(code).toBe(0);
    expect(after).not.toEqual(before);
  });
});

describe.concurrent.each(examples)('the example %s', (example) => {
  it('gives exactly its message, also beside JSON; its places are true; nothing is taken', async () => {
    const [text, json] = await Promise.all([run(example, inProcess), run(example, processOf(example), ['--json'])]);
    const expected = readFileSync(join(ERRORS, example, 'expected.txt'), 'utf8');
    for (const { directory, code, stderr, before, after } of [text, json]) {
      expect(stderr).toBe(expected);
      expect(code).toBe(2);
      expect(after).toEqual(before);
      for (const name of committedFiles(example)) {
        expect(readFileSync(join(directory, name))).toEqual(readFileSync(join(ERRORS, example, name)));
      }
    }
    expect(text.stdout).toBe('');
    const { problems } = JSON.parse(json.stdout) as { problems: Problem[] };
    const wanted = example.split('/')[0] ?? '';
    if (wanted !== 'together') expect(problems.map((each) => each.code)).toContain(wanted);
    for (const each of problems) {
      expect(CATALOGUE).toHaveProperty(each.code);
      expect(each).toMatchObject({ message: expect.stringMatching(/./), remedy: expect.stringMatching(/[.,a-z]$/) });
      expectTruePlace(each, json.directory);
    }
  });
});

/** The excerpt is what stands in the line, and what is marked is the value that the message quotes. */
function expectTruePlace({ place, message, code }: Problem, directory: string): void {
  if (place.excerpt === undefined || place.line === undefined) return;
  const text = readFileSync(join(directory, place.file), 'utf8').replace(/^\uFEFF/, '');
  const line = [...(text.split('\n')[place.line - 1] ?? '').replace(/\r$/, '')];
  const from = (place.excerptFrom ?? 1) - 1;
  expect(line.slice(from, from + [...place.excerpt].length).join('')).toBe(place.excerpt);
  if (place.column === undefined) return;
  const marked = line.slice(place.column - 1, place.column - 1 + (place.length ?? 1)).join('');
  const value = /"(.*)" (is|has|does) /.exec(message)?.[1];
  if (value !== undefined) expect(marked.replace(/^"(.*)"$/, '$1')).toBe(value);
  if (code === 'missing-value') expect(marked.replace(/^[,\t]$|^""$/, '')).toBe('');
}

describe('CSV cells that a spreadsheet could run', () => {
  const CONFIG = `version: 1
first_month: 2026-10
plans:
  - { id: unlimited, term: monthly, list_price_usd: 20.00, stripe: [price_1] }
`;
  const LEDGER =
    'balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,source_id,charge_id,invoice_id\n' +
    'txn_1,2026-10-03 09:16:18,usd,-20.00,0.00,-20.00,refund,re_1,=HYPERLINK(1),\n';
  const INVOICES =
    'id,Subscription,Currency,Total,Tax,Amount Due,Status,Minimum Line Item Period Start (UTC),Maximum Line Item Period End (UTC)\n';

  it('are escaped where they are text, and numbers are not', async () => {
    const directory = mkdtempSync(join(scratch, 'formulas-'));
    const inputs = join(directory, 'inputs');
    mkdirSync(inputs);
    writeFileSync(join(inputs, 'revshare.yaml'), CONFIG);
    writeFileSync(join(inputs, 'jobs.csv'), JOBS);
    writeFileSync(join(inputs, 'ledger.csv'), LEDGER);
    writeFileSync(join(inputs, 'invoices.csv'), INVOICES);
    const costs = ['=1+1', '+cmd', '-2', '@x', "'=1", 'plain'].map((text) => `2026-10,${text},5.00,1\n`).join('');
    writeFileSync(join(inputs, 'costs.csv'), `month,description,amount_usd,months\n${costs}`);
    const args = ['reconcile', '2026-10', '--inputs', inputs, '--as-of', '2026-11-20T00:00:00Z'];
    expect(await revshare(args, { cwd: directory })).toMatchObject({ code: 1 });
    const report = (name: string): string =>
      readFileSync(join(directory, 'reports', '2026-10', 'review', name), 'utf8');
    const cells = Object.fromEntries(
      ['postings.csv', 'exceptions.csv', 'exclusions.csv', 'pool.csv', 'payouts.csv'].map((name) => [
        name,
        report(name)
          .split('\n')
          .flatMap((line) => line.split(',')),
      ]),
    );
    // Nothing that begins like a formula, but plain numbers.
    for (const each of Object.values(cells).flat()) expect(each).not.toMatch(/^"?[=+@\t\r]|^"?-(?!\d+([.]\d+)?$)/);
    expect(cells['postings.csv']).toEqual(expect.arrayContaining(["'=1+1", "'+cmd", "'-2", "'@x", "''=1", 'plain']));
    // The costs of 30.00 take net revenue below zero.
    expect(cells['pool.csv']).toContain('-30.000000');
  });
});
