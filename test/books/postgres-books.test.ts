import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { ask, freshDatabase, withServer } from '../running/both-databases.ts';
import { inProcess } from '../running/in-process.ts';
import type { Ended } from '../running/program.ts';
import { csvRows, exampleWorld, filesUnder, type World } from '../worlds/world.ts';

/** The example world closed on SQLite and on PostgreSQL, from August to October: one answer. */

const AS_OF = '2026-12-20T00:00:00Z';
const MONTHS = ['2026-08', '2026-09', '2026-10'];

const server = withServer();
let file: World;
let books: World;
let url: string;
let paid: { file: string[]; server: string[] };
let digests: { readonly file: string[]; readonly server: string[] };

function run(world: World, args: readonly string[]): Promise<Ended> {
  const env = { REVSHARE_AS_OF: AS_OF, REVSHARE_DATA: world.data, REVSHARE_OUT: world.out };
  // The address comes by the environment: a command line is seen by every user of a machine.
  return inProcess(args, { env: world === books ? { ...env, REVSHARE_DATABASE_URL: url } : env });
}

/** Leaves out what needs a person, approves the digest, makes the month final. Returns the digest. */
async function close(world: World, month: string): Promise<string> {
  const filled = join(world.root, `exceptions-${month}.csv`);
  await run(world, ['reconcile', month, '--inputs', world.inputs]);
  await run(world, ['exceptions', month, '--export', filled]);
  const rows = csvRows(readFileSync(filled, 'utf8'));
  writeFileSync(
    filled,
    stringify(
      rows.map((row) => ({ ...row, decision: 'leave-out', note: 'seen' })),
      { header: true },
    ),
  );
  await run(world, ['exceptions', month, '--apply', filled, '--by', 'ann']);
  const { stdout } = await run(world, ['reconcile', month, '--json']);
  const { digest } = JSON.parse(stdout) as { digest: string };
  const ended = await run(world, ['finalize', month, '--accept', digest, '--by', 'ann']);
  if (ended.code !== 0) throw new Error(`finalize ${month} ended with ${ended.code}\n${ended.stderr}`);
  return digest;
}

/** What `payouts` says of a month after a batch was prepared and half of each line was sent. */
async function pay(world: World, month: string): Promise<string[]> {
  const prepared = await run(world, ['payouts', month, '--by', 'cron']);
  const { digest } = JSON.parse((await run(world, ['payouts', month, '--json'])).stdout) as { digest: string };
  const released = await run(world, ['payouts', month, '--release', digest, '--by', 'ann']);
  const batch = csvRows(readFileSync(join(world.out, month, 'payout', 'batch.csv'), 'utf8'));
  const receipts = join(world.root, `receipts-${month}.csv`);
  const rows = batch.map(({ wallet, amount = '', asset }) => {
    const half = `${BigInt(amount.replace('.', '')) / 2n}`.padStart(7, '0');
    return `${wallet},${half.slice(0, -6)}.${half.slice(-6)},${asset},0x${month},2026-12-15T10:00:00Z\n`;
  });
  writeFileSync(receipts, `wallet,amount,asset,reference,sent_at\n${rows.join('')}`);
  const recorded = await run(world, ['payouts', month, '--record', receipts, '--allow-short', '--by', 'bob']);
  const adjust = ['--adjust', batch[0]?.wallet ?? '', '--amount', '1.5', '--reason', 'came back'];
  const adjusted = await run(world, ['payouts', '2026-11', ...adjust, '--by', 'bob']);
  const status = await run(world, ['payouts', month, '--status']);
  const ended = [prepared, released, recorded, adjusted, status];
  expect(ended.map(({ code, stderr }) => [code, stderr])).toEqual(ended.map(() => [0, '']));
  return ended.map((each) => each.stdout);
}

beforeAll(async () => {
  [file, books] = [exampleWorld(), exampleWorld()];
  url = await freshDatabase(server());
  const closed = { file: [] as string[], server: [] as string[] };
  paid = { file: [], server: [] };
  for (const month of MONTHS) {
    closed.file.push(await close(file, month));
    closed.server.push(await close(books, month));
    // What August's batch has sent and still holds is in September's and October's payouts.csv.
    if (month === '2026-09') continue;
    paid.file.push(...(await pay(file, month)));
    paid.server.push(...(await pay(books, month)));
  }
  digests = closed;
});

describe('books on a server', () => {
  it('close to the digests and the report bytes of books in a file', () => {
    expect(digests.server).toEqual(digests.file);
    const reports = filesUnder(file.out);
    expect(reports.filter((name) => name.includes('/final/'))).not.toEqual([]);
    expect(filesUnder(books.out)).toEqual(reports);
    for (const name of reports) {
      expect([name, readFileSync(join(books.out, name), 'utf8')]).toEqual([
        name,
        readFileSync(join(file.out, name), 'utf8'),
      ]);
    }
  });

  it('pay the same batches, whose files and balances are the same', () => {
    expect(paid.server).toEqual(paid.file);
    expect(paid.server).toHaveLength(10);
    expect(filesUnder(books.out).filter((name) => /2026-(08|10).payout.batch\.csv$/.test(name))).toHaveLength(2);
  });

  it('keep evidence and job logs in the data directory, and nothing of the money state', () => {
    const money = ['revshare.sqlite', 'revshare.sqlite.sha256'];
    // The name of a derived file ends with the hash of its bytes, whose rows lie in any order.
    const kept = (data: string): string[] =>
      filesUnder(data).map((name) => (name.startsWith('derived') ? name.replace(/[0-9a-f]{64}\.parquet$/, '') : name));
    // What a run reconciled is kept for the next beside books in a file alone.
    const evidence = kept(file.data).filter((name) => !money.includes(name) && !/^derived.*[/]review[.]/.test(name));
    expect(kept(books.data)).toEqual([...evidence, 'database.json'].sort());
    expect(readFileSync(join(books.data, 'database.json'), 'utf8')).toContain('"database": "postgres://revshare@');
  });

  it('stand as they are in status, and finalize repeats itself without a change', async () => {
    const [ofFile, ofServer] = [await run(file, ['status', '--json']), await run(books, ['status', '--json'])];
    expect(JSON.parse(ofServer.stdout)).toEqual(JSON.parse(ofFile.stdout));
    const again = await run(books, ['finalize', '2026-10', '--accept', digests.server[2] ?? '']);
    const said = '2026-10 was final already; nothing was changed\n\nnext  revshare payouts 2026-10\n';
    expect([again.code, again.stdout]).toEqual([0, said]);
  });

  it('verify against the evidence, every row; the missing seal is said', async () => {
    const ended = await run(books, ['verify', '--all']);
    expect(ended.code).toBe(0);
    expect(ended.stderr).toMatch(
      /^note: postgres:\/\/revshare@\S+ has no seal: its rows were compared, its files were not\n$/,
    );
  });

  it.each([
    [
      'a posting of a final month',
      'update final_postings set gross = gross + 1 where id = (select min(id) from final_postings)',
      'final_postings',
    ],
    [
      'a row of the ledger',
      'update transactions set gross = gross + 1 where id = (select max(id) from transactions)',
      'transactions',
    ],
    [
      'a credit that is gone',
      'delete from final_usage where ctid = (select min(ctid) from final_usage)',
      'final_usage',
    ],
    ['a decision', "update decisions set note = 'another'", 'decisions'],
    [
      'a receipt of more than is due',
      "update payout_receipts set amount = '1' || amount where id = (select max(id) from payout_receipts)",
      'payout_receipts',
    ],
  ])('verify finds %s that somebody changed past the program', async (_, statement, table) => {
    const tampered = await freshDatabase(server());
    // A database that nobody is connected to is a template for another one.
    const name = new URL(tampered).pathname.slice(1);
    await ask(server().url, `drop database ${name}`);
    await ask(server().url, `create database ${name} template ${new URL(url).pathname.slice(1)}`);
    await ask(tampered, `set session_replication_role = replica; ${statement}`);
    const place = ['--as-of', AS_OF, '--data', books.data, '--out', books.out, '--database-url', tampered];
    const ended = await inProcess(['verify', '--all', '--json', ...place]);
    expect(ended.code).toBe(1);
    const { differences } = JSON.parse(ended.stdout) as { differences: { kind: string; file: string }[] };
    // The chain of acts names a receipt as well.
    expect([...new Set(differences.map((each) => each.kind))]).toEqual(['database']);
    expect(differences[0]?.file).toContain(` ${table} `);
  });

  it('verify finds a guard that is switched off', async () => {
    await ask(url, 'alter table final_usage disable trigger final_usage_stay');
    try {
      const ended = await run(books, ['verify', '2026-08', '--wide']);
      expect([ended.code, ended.stdout]).toEqual([1, expect.stringContaining('trigger final_usage_stay')]);
    } finally {
      await ask(url, 'alter table final_usage enable trigger final_usage_stay');
    }
  });

  it('are not taken for others: neither the directory without the server, nor with another one', async () => {
    const place = ['--data', books.data, '--out', books.out];
    const forgotten = await inProcess(['reconcile', '2026-11', ...place]);
    expect([forgotten.code, forgotten.stderr]).toEqual([2, expect.stringContaining('books-elsewhere')]);
    const other = await freshDatabase(server());
    const wrong = await inProcess(['reconcile', '2026-11', ...place, '--database-url', other]);
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('it belongs to other books')]);
    const inFile = await inProcess(['status', '--data', file.data, '--database-url', url]);
    expect([inFile.code, inFile.stderr]).toEqual([2, expect.stringContaining('not on a server')]);
  });

  it('are found by their schema: with another search_path the way back is told', async () => {
    await ask(url, 'create schema if not exists elsewhere');
    const other = `${url}&options=${encodeURIComponent('-c search_path=elsewhere')}`;
    const args = ['status', '--data', books.data, '--out', books.out, '--as-of', AS_OF];
    await inProcess(['import', books.inputs, '--data', join(books.root, 'other'), '--out', join(books.root, 'o')], {
      env: { REVSHARE_DATABASE_URL: other },
    });
    const ended = await inProcess(args, { env: { REVSHARE_DATABASE_URL: other } });
    expect([ended.code, ended.stderr]).toEqual([2, expect.stringContaining('Give search_path back what it was')]);
  });

  it('say so when a data directory is new to them, and fill it from the same inputs', async () => {
    const elsewhere = exampleWorld();
    cpSync(books.out, elsewhere.out, { recursive: true });
    const place = ['--data', elsewhere.data, '--out', elsewhere.out, '--database-url', url, '--as-of', AS_OF];
    const ended = await inProcess(['import', elsewhere.inputs, ...place]);
    expect(ended.stderr).toContain('is new to these books');
    expect(ended.stdout).toContain('imported 0 new inputs, 36 known');
    const verified = await inProcess(['verify', '--all', ...place]);
    expect([verified.code, verified.stdout]).toEqual([0, expect.any(String)]);
  });
});
