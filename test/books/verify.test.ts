import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import SQLite from 'better-sqlite3';
import { stringify } from 'csv-stringify/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Difference } from '../../src/render/books/verify-text.ts';
import { inProcess } from '../running/in-process.ts';
import { LONG, times } from '../running/long-form.ts';
import { type Ended, revshare } from '../running/program.ts';
import { csvRows, exampleWorld, filesUnder, importFiles, reconcile, scratch, type World } from '../worlds/world.ts';

/** Every month of the example world is over, and none is early. */
const AS_OF = '2026-12-20T00:00:00Z';
const MONTHS = ['2026-08', '2026-09', '2026-10'];
/** One sweep runs the whole of verify per file. */
const SWEEP_MS = 1_800_000;

let world: World;

function run(...args: string[]): Promise<Ended> {
  return inProcess([...args, '--as-of', AS_OF, '--data', world.data, '--out', world.out]);
}

/** Closes a month by its digest; what needs a person is left out, with a note. */
async function close(month: string): Promise<void> {
  const before = await reconcile(world, { month, asOf: AS_OF });
  if (before.document.exceptions.length > 0) await leaveOut(month);
  const { document } = await reconcile(world, { month, asOf: AS_OF });
  const ended = await run('finalize', month, '--accept', document.digest, '--by', 'ann');
  if (ended.code !== 0) throw new Error(`finalize ${month} ended with ${ended.code}\n${ended.stderr}`);
}

async function leaveOut(month: string): Promise<void> {
  const file = join(world.root, `exceptions-${month}.csv`);
  await run('exceptions', month, '--export', file);
  const rows = csvRows(readFileSync(file, 'utf8')).map((row) => ({
    ...row,
    decision: 'leave-out',
    note: 'looked at it',
  }));
  writeFileSync(file, stringify(rows, { header: true }));
  const ended = await run('exceptions', month, '--apply', file, '--by', 'ann');
  if (ended.code !== 0) throw new Error(`exceptions ${month} ended with ${ended.code}\n${ended.stderr}`);
}

/** What verify finds, without the start of a process. */
async function found(data = world.data, out = world.out, upTo = '--all'): Promise<readonly Difference[]> {
  const { stdout } = await inProcess(['verify', upTo, '--json', '--data', data, '--out', out]);
  return (JSON.parse(stdout) as { readonly differences: readonly Difference[] }).differences;
}

function names(differences: readonly Difference[], file: string): boolean {
  return differences.some((each) => each.file.includes(basename(file)) || each.what.includes(basename(file)));
}

/** Numbers that are the same in every run (a linear congruence). */
function* places(seed: number): Generator<number> {
  for (let state = seed; ; ) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    yield state;
  }
}

/** Flips one bit of a byte, looks, and puts the byte back. */
async function withFlip<Result>(path: string, at: number, look: () => Promise<Result>): Promise<Result> {
  const bytes = readFileSync(path);
  const flipped = Buffer.from(bytes);
  flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8));
  writeFileSync(path, flipped);
  try {
    return await look();
  } finally {
    writeFileSync(path, bytes);
  }
}

/** Flips the middle byte and some others of every file; lists those that verify (up to a month) does not find or not name. */
async function sweep(paths: readonly string[], others: number, upTo = '--all'): Promise<string[]> {
  const missed: string[] = [];
  const random = places(20_261_101);
  for (const path of paths) {
    const { size } = statSync(path);
    const spots = [Math.floor(size / 2), ...Array.from({ length: others }, () => (random.next().value ?? 0) % size)];
    for (const at of spots) {
      const differences = await withFlip(path, at, () => found(world.data, world.out, upTo));
      if (!names(differences, path)) missed.push(`${path} at ${at}: ${JSON.stringify(differences)}`);
    }
  }
  return missed;
}

/** The short form for files that verify holds each by itself: all middle bytes are flipped, and one look has to name every file. */
async function sweepAtOnce(paths: readonly string[], upTo = '--all'): Promise<string[]> {
  const look = (left: readonly string[]): Promise<readonly Difference[]> => {
    const [path, ...others] = left;
    if (path === undefined) return found(world.data, world.out, upTo);
    return withFlip(path, Math.floor(statSync(path).size / 2), () => look(others));
  };
  const differences = await look(paths);
  return paths.filter((path) => !names(differences, path));
}

function under(directory: string): string[] {
  return filesUnder(directory).map((name) => join(directory, name));
}

/** A copy of the closed books, to be changed. */
function copyOfBooks(): { data: string; out: string } {
  const root = scratch();
  const [data, out] = [join(root, 'elsewhere'), join(root, 'printed')];
  cpSync(world.data, data, { recursive: true });
  cpSync(world.out, out, { recursive: true });
  return { data, out };
}

/** Changes the database behind revshare's back; the seal goes, so that only the rows can tell. */
function tamper(data: string, ...statements: string[]): void {
  const database = new SQLite(join(data, 'revshare.sqlite'));
  database.pragma('foreign_keys = OFF');
  const triggers = database.prepare("select name from sqlite_master where type = 'trigger'").all() as {
    name: string;
  }[];
  for (const { name } of triggers) database.exec(`drop trigger ${name}`);
  for (const statement of statements) database.exec(statement);
  database.close();
  rmSync(join(data, 'revshare.sqlite.sha256'));
}

beforeAll(async () => {
  world = exampleWorld();
  await close('2026-08');
  await close('2026-09');
  // A new version of a small file: it replaces the one that the first two months used, and what they posted is adjusted.
  world.write('costs.csv', world.read('costs.csv').replace('20.00', '20.50'));
  await close('2026-10');
}, 600_000);

describe('verify on books that are as they were approved', () => {
  it('says so, one line per month, and changes nothing', async () => {
    const before = [...under(world.data), ...under(world.out)].map((path) => [path, readFileSync(path, 'hex')]);
    const env = { REVSHARE_AS_OF: AS_OF, REVSHARE_DATA: world.data, REVSHARE_OUT: world.out };
    const ended = await revshare(['verify', '--all'], { env });
    expect([ended.code, ended.stderr]).toEqual([0, '']);
    expect(ended.stdout.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^2026-08 verified: \d+ files, 36 inputs, 303 rows$/),
      expect.stringMatching(/^2026-09 verified: \d+ files, 36 inputs, 303 rows$/),
      // One more input: the new costs.csv with its two rows.
      expect.stringMatching(/^2026-10 verified: \d+ files, 37 inputs, 305 rows$/),
      '',
      'next  revshare payouts 2026-10 --status',
    ]);
    expect([...under(world.data), ...under(world.out)].map((path) => [path, readFileSync(path, 'hex')])).toEqual(
      before,
    );
  });

  it('posted the changed cost as an adjustment: what replaces what is replayed', () => {
    const rows = csvRows(readFileSync(join(world.out, '2026-10', 'final', 'adjustments.csv'), 'utf8'));
    expect(rows.map((row) => [row.original_month, row.reason])).toEqual([['2026-09', 'changed']]);
  });

  it('verifies a single month with those before it, and prints JSON', async () => {
    const ended = await run('verify', '2026-09', '--json');
    expect(ended.code).toBe(0);
    const document = JSON.parse(ended.stdout) as { verified: boolean; months: { month: string; clean: boolean }[] };
    expect(document.verified).toBe(true);
    expect(document.months.map(({ month, clean }) => [month, clean])).toEqual([
      ['2026-08', true],
      ['2026-09', true],
    ]);
  });

  it('verifies a copy of data and reports at another place', async () => {
    const { data, out } = copyOfBooks();
    const ended = await inProcess(['verify', '--all', '--data', data, '--out', out]);
    expect([ended.code, ended.stderr]).toEqual([0, '']);
  });

  it('verifies what was imported after the last final month as well', async () => {
    const { data, out } = copyOfBooks();
    const file = join(scratch(), 'costs.csv');
    writeFileSync(file, world.read('costs.csv').replace('20.50', '21.00'));
    await importFiles({ ...world, data, out }, [file]);
    expect(await found(data, out)).toEqual([]);
  });

  it('does not run on a month that is not final, nor without a month', async () => {
    expect((await run('verify', '2026-11')).code).toBe(2);
    expect((await run('verify')).code).toBe(2);
    const missing = join(scratch(), 'nothing');
    expect((await inProcess(['verify', '--all', '--data', missing])).code).toBe(2);
    expect(existsSync(missing)).toBe(false);
  });
});

describe('one flipped byte is found and its file named', () => {
  it('by the command: exit code 1, file, line and column', async () => {
    const path = join(world.out, '2026-10', 'final', 'payouts.csv');
    const at = readFileSync(path).lastIndexOf('.') + 1;
    const ended = await withFlip(path, at, () => run('verify', '2026-10', '--wide'));
    expect(ended.code).toBe(1);
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n').length;
    expect(ended.stdout).toContain(`payouts.csv line ${lines}: `);
    expect(ended.stdout).toMatch(/the file says ".*", the evidence gives ".*"/);
  });

  it.each(MONTHS)(
    'in every final report of %s',
    async (month) => {
      const files = under(join(world.out, month, 'final'));
      const manifest = files.filter((path) => basename(path) === 'manifest.json');
      const reports = files.filter((path) => !manifest.includes(path));
      // In the short form the manifest of the last month only.
      if (LONG || month === MONTHS.at(-1)) expect(await sweep(manifest, times(0, 1), month)).toEqual([]);
      expect(LONG ? await sweep(reports, 1, month) : await sweepAtOnce(reports, month)).toEqual([]);
    },
    SWEEP_MS,
  );

  it(
    'in every file of the evidence store',
    async () => {
      const files = under(join(world.data, 'evidence'));
      // In the short form all at once, and one that is kept as it came by itself; one that is packed is in the next test.
      if (!LONG) expect(await sweepAtOnce(files)).toEqual([]);
      expect(await sweep(LONG ? files : files.filter((path) => path.endsWith('.plain')).slice(0, 1), 0)).toEqual([]);
    },
    SWEEP_MS,
  );

  it(
    'in the header and the trailer of gzip, which hold no byte of the input',
    async () => {
      const [path = ''] = under(join(world.data, 'evidence')).filter((each) => each.endsWith('.br'));
      // In the short form the first and the last byte.
      for (const at of [...(LONG ? Array(10).keys() : [0]), statSync(path).size - 1]) {
        expect([at, names(await withFlip(path, at, () => found()), path)]).toEqual([at, true]);
      }
    },
    SWEEP_MS,
  );

  it(
    'in every file of the lake',
    async () => {
      const files = under(join(world.data, 'lake'));
      // In the short form the middle bytes of all at once.
      expect(LONG ? await sweep(files, 1) : await sweepAtOnce(files)).toEqual([]);
    },
    SWEEP_MS,
  );

  it(
    'in the database and in its seal',
    async () => {
      expect(await sweep([join(world.data, 'revshare.sqlite')], times(1, 12))).toEqual([]);
      expect(await sweep([join(world.data, 'revshare.sqlite.sha256')], times(0, 4))).toEqual([]);
    },
    SWEEP_MS,
  );

  it('and when it is put back, the books are as they were', async () => {
    expect(await found()).toEqual([]);
  });
});

describe('the seal of the database', () => {
  it('finds a byte that no row shows, warns at every command, and is not renewed by it', async () => {
    const { data, out } = copyOfBooks();
    const path = join(data, 'revshare.sqlite');
    const bytes = readFileSync(path);
    // The space between the cell pointers and the cells of some page: zeros that belong to nothing.
    const at = bytes.indexOf(Buffer.alloc(64), 4096) + 32;
    bytes[at] = 1;
    writeFileSync(path, bytes);
    const seal = readFileSync(join(data, 'revshare.sqlite.sha256'), 'utf8');
    for (const command of [['status'], ['import', world.inputs]]) {
      const ended = await inProcess([...command, '--data', data, '--out', out]);
      expect([command, ended.code]).toEqual([command, 0]);
      expect(ended.stderr).toContain('do not fit revshare.sqlite.sha256');
    }
    expect(readFileSync(join(data, 'revshare.sqlite.sha256'), 'utf8')).toBe(seal);
    expect(names(await found(data, out), 'revshare.sqlite')).toBe(true);
  });

  it('is gone after a run that died, and raises no alarm', async () => {
    const { data, out } = copyOfBooks();
    rmSync(join(data, 'revshare.sqlite.sha256'));
    expect(await found(data, out)).toEqual([]);
    const ended = await inProcess(['import', world.inputs, '--data', data, '--out', out]);
    expect([ended.code, existsSync(join(data, 'revshare.sqlite.sha256'))]).toEqual([0, true]);
  });
});

describe('other changes', () => {
  it(
    'a missing and an extra file are named, wherever they are',
    async () => {
      const { data, out } = copyOfBooks();
      const places = [join(out, '2026-09', 'final'), join(data, 'evidence'), join(data, 'lake')];
      const all = places.flatMap((place) => {
        return readdirSync(place)
          .slice(0, 8)
          .map((name) => join(place, name));
      });
      // In the short form they are missing together, and one look has to name every one.
      for (const missing of LONG ? all.map((path) => [path]) : [all]) {
        for (const path of missing) renameSync(path, join(out, basename(path)));
        const differences = await found(data, out);
        expect(missing.filter((path) => !names(differences, path))).toEqual([]);
        for (const path of missing) renameSync(join(out, basename(path)), path);
      }
      const extra = places.map((place) => join(place, 'extra.csv'));
      for (const path of extra) writeFileSync(path, 'month\n');
      const differences = await found(data, out);
      expect(differences.map(({ file }) => file).sort()).toEqual([...extra].sort());
    },
    SWEEP_MS,
  );

  /** Every table is held by itself: in the short form the changes of a row stand in one database, no table twice. */
  const changes: readonly Readonly<Record<string, string>>[] = [
    {
      imports: 'update imports set rows = rows + 1 where id = 3',
      transactions: 'update transactions set gross = gross + 1 where id = 7',
      stripe_invoices: "update stripe_invoices set body = body || ' ' where rowid = 2",
      invoice_payments: "insert into invoice_payments values ('ch_gone', 'in_gone')",
      small_rows: 'insert into small_rows select null, import_id, line + 100, kind, body from small_rows limit 1',
      decisions: "update decisions set note = 'something else' where id = 1",
      months: "update months set carried_out = '1' where month = '2026-09'",
      final_postings: 'update final_postings set fee = fee + 1 where id = 5',
      final_usage: 'update final_usage set points = points + 1 where rowid = 1',
      final_small_rows: 'delete from final_small_rows where rowid = 1',
    },
    {
      imports: "update imports set active = 0 where kind = 'fx'",
      transactions: 'delete from transactions where id = 9',
      months: "update months set manifest_sha256 = '0' where month = '2026-10'",
    },
    { months: "delete from months where month = '2026-10'" },
  ];

  it.each(
    LONG ? changes.flatMap((each) => Object.entries(each).map((change) => Object.fromEntries([change]))) : changes,
  )('changed rows are named: %#', async (changed) => {
    const { data, out } = copyOfBooks();
    tamper(data, ...Object.values(changed));
    const files = (await found(data, out)).map((each) => each.file);
    const isNamed = (table: string): boolean => files.some((file) => file.includes(`revshare.sqlite ${table}`));
    expect(Object.keys(changed).filter((table) => !isNamed(table))).toEqual([]);
  });

  it('a month that was closed anew with other figures does not fit the chain', async () => {
    const { data, out } = copyOfBooks();
    const path = join(out, '2026-08', 'final', 'manifest.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"early": false', '"early": true'));
    const differences = await found(data, out);
    // The books keep the approved manifest, which the next month's names: only the file is another.
    expect(differences.filter((each) => each.kind === 'chain').map((each) => each.file)).toEqual([path]);
  });
});

describe('the evidence store', () => {
  it('holds every input once, by the hash of its unpacked bytes, and nothing of an import that was refused', async () => {
    const kept = filesUnder(join(world.data, 'evidence'));
    expect(kept).toHaveLength(37);
    const bad = join(scratch(), 'costs.csv');
    writeFileSync(bad, 'month,description,amount_usd,months\n2026-13,x,1.00,\n');
    const jobs = join(scratch(), 'jobs.csv');
    writeFileSync(jobs, world.read('jobs/jobs-2026-08.csv').replace('job-08-', 'late-08-'));
    const ended = await run('import', bad, jobs);
    expect(ended.code).toBe(2);
    expect(filesUnder(join(world.data, 'evidence'))).toEqual(kept);
    // The job logs that are no CSV.
    expect(filesUnder(join(world.data, 'lake'))).toHaveLength(2);
  });

  it('brings back what is gone when the input comes again', async () => {
    const { data, out } = copyOfBooks();
    rmSync(join(data, 'evidence'), { recursive: true });
    expect((await found(data, out)).length).toBeGreaterThan(30);
    await importFiles({ ...world, data, out }, [world.inputs]);
    const differences = await found(data, out);
    // The first costs.csv is no longer among the inputs.
    expect(differences.map((each) => each.what)).toEqual([
      expect.stringMatching(/^the evidence of costs[.]csv is missing: ([0-9a-f]{64})[.]br or \1[.]gz$/),
    ]);
  });
});
