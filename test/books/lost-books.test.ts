import {
  appendFileSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { beforeAll, describe, expect, it } from 'vitest';
import { inProcess } from '../running/in-process.ts';
import type { Ended } from '../running/program.ts';
import { csvRows, emptyWorld, exampleWorld, reconcile, releaseBatch, type World } from '../worlds/world.ts';

/* R16: books that were lost are put back, never begun again; nobody is paid from what the books do not know. */

const DECEMBER = '2026-12-20T00:00:00Z';

let world: World;
let digest: string;
beforeAll(async () => {
  world = exampleWorld();
  const { document } = await reconcile(world, { month: '2026-08', asOf: DECEMBER });
  digest = document.digest;
  await run('finalize', '2026-08', '--accept', digest);
  await releaseBatch('2026-08', optionsOf(world));
}, 120_000);

function call(args: readonly string[], place: World = world): Promise<Ended> {
  return inProcess([...args, ...optionsOf(place)]);
}

function optionsOf({ data, out, inputs }: World): string[] {
  return ['--data', data, '--out', out, '--as-of', DECEMBER, '--config', join(inputs, 'revshare.yaml')];
}

async function run(...args: string[]): Promise<void> {
  expect(await call(args)).toMatchObject({ code: 0, stderr: '' });
}

/** The world with copies of its data directory and reports. */
function copied(): World {
  const other = { ...emptyWorld(), inputs: world.inputs };
  cpSync(world.data, other.data, { recursive: true });
  cpSync(world.out, other.out, { recursive: true });
  return other;
}

/** Holds that a command is refused with a code, and that no report was touched. */
async function expectRefused(place: World, code: string, ...args: string[]): Promise<void> {
  const before = inodes(place.out);
  const ended = await call(args, place);
  expect(ended).toMatchObject({ code: 2, stderr: expect.stringContaining(`code: ${code}`) });
  expect(inodes(place.out)).toEqual(before);
}

function inodes(out: string): number[] {
  return ['final', 'payout'].map((name) => statSync(join(out, '2026-08', name)).ino);
}

describe('a database that is gone (R16)', () => {
  it('stops every command, and is not made anew', async () => {
    const place = copied();
    rmSync(join(place.data, 'revshare.sqlite'));
    for (const args of [
      ['status'],
      ['reconcile', '2026-08', '--inputs', place.inputs],
      ['finalize', '2026-08', '--accept', digest],
      ['payouts', '2026-08'],
      ['statement', '--all', '--month', '2026-08'],
    ]) {
      await expectRefused(place, 'lost-books', ...args);
    }
    expect(existsSync(join(place.data, 'revshare.sqlite'))).toBe(false);
  });

  it('stops also where only its seal, or only a job log, is left', async () => {
    for (const left of ['revshare.sqlite.sha256', 'lake', 'evidence']) {
      const place = copied();
      rmSync(place.data, { recursive: true });
      cpSync(join(world.data, left), join(place.data, left), { recursive: true });
      await expectRefused(place, 'lost-books', 'reconcile', '2026-08', '--inputs', place.inputs);
    }
  });
});

describe('other books than those of the reports (R16)', () => {
  it('neither review, close nor pay a month that is final there', async () => {
    const place = { ...copied(), data: emptyWorld().data };
    expect(await call(['import', place.inputs], place)).toMatchObject({ code: 0 });
    await expectRefused(place, 'unknown-reports', 'reconcile', '2026-08');
    await expectRefused(place, 'unknown-reports', 'finalize', '2026-08', '--accept', digest);
    await expectRefused(place, 'unknown-reports', 'payouts', '2026-08');
    expect(existsSync(join(place.out, '2026-08', 'review'))).toBe(true);
  });

  it('are not begun there: a first run takes nothing, so that a backup can be put back into its place', async () => {
    const place = copied();
    const backup = join(place.root, 'books.zip');
    expect(await call(['backup', backup], place)).toMatchObject({ code: 0 });
    rmSync(place.data, { recursive: true });
    // A run also of a month that is open: its books would begin without August, and nobody is there to see it.
    for (const args of [
      ['reconcile', '2026-08'],
      ['run', '--month', 'open'],
      ['run', '--month', '2026-09'],
    ]) {
      await expectRefused(place, 'unknown-reports', ...args, '--inputs', place.inputs);
      expect(existsSync(place.data)).toBe(false);
    }
    expect(await call(['restore', backup], place)).toMatchObject({ code: 0 });
  });

  it('do not go on beside a manifest of another hash', async () => {
    const place = copied();
    const path = join(place.out, '2026-08', 'final', 'manifest.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"final"', '"finaL"'));
    await expectRefused(place, 'unknown-reports', 'payouts', '2026-08');
    await expectRefused(place, 'unknown-reports', 'payouts', '2026-08', '--preview');
  });
});

describe('books from before a payment (R16)', () => {
  it('do not write the files of the payment anew, nor lose its receipts', async () => {
    const before = copied();
    const [first] = csvRows(readFileSync(join(world.out, '2026-08', 'payout', 'batch.csv'), 'utf8'));
    const receipts = join(world.root, 'receipts.csv');
    const { wallet, amount, asset } = first ?? {};
    writeFileSync(
      receipts,
      `wallet,amount,asset,reference,sent_at\n${wallet},${amount},${asset},0xabc,2026-12-16T10:00:00Z\n`,
    );
    await run('payouts', '2026-08', '--record', receipts, '--allow-partial');
    const restored = { ...before, out: world.out };
    for (const args of [[], ['--record', receipts, '--allow-partial']]) {
      const ended = await call(['payouts', '2026-08', ...args], restored);
      expect(ended).toMatchObject({ code: 2 });
      expect(ended.stderr).toContain(
        `receipts.csv: the books do not hold 1 of its receipts, the first 0xabc: ${amount} ${asset} to ${wallet}`,
      );
    }
    expect(csvRows(readFileSync(join(world.out, '2026-08', 'payout', 'receipts.csv'), 'utf8'))).toHaveLength(1);
  });

  it('say that the reports which would know of it are elsewhere, and pay all the same', async () => {
    const place = copied();
    const elsewhere = { ...place, out: join(world.root, 'elsewhere') };
    const told =
      'only these books say that nothing else of 2026-08 was paid; name the directory of its reports with --out';
    for (const more of [['--preview'], ['--json']]) {
      const ended = await call(['payouts', '2026-08', ...more], elsewhere);
      expect([ended.code, ended.stderr]).toEqual([0, expect.stringContaining(told)]);
    }
    expect(await call(['payouts', '2026-08'], place)).toMatchObject({ code: 0, stderr: '' });
    // Forty-five days after 31 August.
    const path = join(place.out, '2026-08', 'payout', 'batch.json');
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ month: '2026-08', payout_due: '2026-10-15' });
  });

  it('know no batch that was prepared later', async () => {
    const place = copied();
    const path = join(place.out, '2026-08', 'payout', 'batch.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace(/"batch": "[0-9a-f]{8}/, '"batch": "00000000'));
    await expectRefused(place, 'unknown-reports', 'payouts', '2026-08');
  });
});

describe('books that were changed (R16)', () => {
  it('close no month from a job log that was exchanged', async () => {
    const place = copied();
    const evidence = join(place.data, 'evidence');
    for (const name of readdirSync(evidence)) if (name.endsWith('.plain')) appendFileSync(join(evidence, name), ' ');
    const ended = await call(['finalize', '2026-09', '--accept', digest], place);
    expect(ended).toMatchObject({ code: 2, stderr: expect.stringContaining('code: changed-books') });
  });

  it('read no file of rows that was put beside a log which is its own', async () => {
    const place = copied();
    const { document } = await reconcile(place, { month: '2026-09', asOf: DECEMBER });
    const plain = readdirSync(join(place.data, 'evidence')).filter((name) => name.endsWith('.plain'));
    expect(plain.length).toBeGreaterThan(0);
    for (const name of plain) writeFileSync(join(place.data, 'lake', name.replace('.plain', '.parquet')), 'rows');
    const again = await reconcile(place, { month: '2026-09', asOf: DECEMBER });
    expect(again.document.digest).toBe(document.digest);
    // Whoever put it there is found.
    const { code, stdout } = await inProcess(['verify', '--all', '--wide', '--data', place.data, '--out', place.out]);
    expect([code, stdout]).toEqual([1, expect.stringContaining('.parquet')]);
  });

  it('neither close nor pay after what a final month posted was changed', async () => {
    const place = copied();
    const database = new SQLite(join(place.data, 'revshare.sqlite'));
    database.exec('drop trigger final_postings_stay; update final_postings set fee = fee + 1 where id = 1');
    database.close();
    const { document } = await reconcile(place, { month: '2026-09', asOf: DECEMBER });
    for (const args of [
      ['finalize', '2026-09', '--accept', document.digest],
      ['payouts', '2026-08'],
    ]) {
      const ended = await call(args, place);
      expect(ended).toMatchObject({ code: 2 });
      expect(ended.stderr).toContain(
        'error: final_postings: the rows of 2026-08 are not those with which it became final',
      );
    }
    expect(existsSync(join(place.out, '2026-09', 'final'))).toBe(false);
  });

  it('of an earlier version get their hashes from the next run, if they are as they were published', async () => {
    const asOlder = `drop trigger final_hashes_stay; update final_hashes set sha256 = ''`;
    const place = copied();
    const database = new SQLite(join(place.data, 'revshare.sqlite'));
    database.exec(asOlder);
    database.close();
    expect(await call(['payouts', '2026-08'], place)).toMatchObject({ code: 0 });
    const changed = new SQLite(join(place.data, 'revshare.sqlite'));
    changed.exec(`update final_hashes set sha256 = ''; drop trigger final_postings_stay`);
    changed.exec('update final_postings set gross = gross + 1 where id = 2');
    changed.close();
    expect(await call(['payouts', '2026-08'], place)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('code: changed-books'),
    });
  });

  it('pay nothing that a final month did not give', async () => {
    const place = copied();
    const database = new SQLite(join(place.data, 'revshare.sqlite'));
    database.exec('drop trigger final_earned_stay; update final_earned set earned = earned + 1');
    database.close();
    const ended = await call(['payouts', '2026-08'], place);
    expect(ended).toMatchObject({ code: 2 });
    // 34.942876 is what the example world's August gives it.
    expect(ended.stderr).toContain(
      '2026-08 gave 0x6f3Cce72C77a62ca8fb9f9adD26B9754e3Ca840E 34.942876; the books say 34.942877',
    );
  });
});

describe('final reports that are gone (R16)', () => {
  it('are not taken from a review, and are missed', async () => {
    const place = copied();
    renameSync(join(place.out, '2026-08', 'final'), join(place.root, 'lost'));
    const wallet = '0x6f3Cce72C77a62ca8fb9f9adD26B9754e3Ca840E';
    for (const args of [
      ['statement', wallet, '--month', '2026-08'],
      ['statement', wallet, '--year', '2026'],
      ['statement', '--all', '--month', '2026-08'],
    ]) {
      const ended = await call(args, place);
      expect(ended).toMatchObject({ code: 2, stdout: '' });
      expect(ended.stderr).toContain('2026-08 is final, and its final reports are not in');
    }
    const again = await call(['reconcile', '2026-08', '--json'], place);
    expect(again).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('2026-08 is final, and its reports are not'),
    });
    expect(JSON.parse(again.stdout)).toMatchObject({ state: 'final', digest });
  });
});
