import { hash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { beforeAll, describe, expect, it } from 'vitest';
import { publicJson } from '../../src/render/reports/public-json.ts';
import type { Ended } from '../running/program.ts';
import { command, finalize, smallWorld, writeStripe } from '../worlds/close-world.ts';
import { emptyWorld, filesUnder, type World } from '../worlds/world.ts';

/* R16: lost or damaged final reports are written again from books and evidence, byte for byte, or not at all. */

let world: World;
beforeAll(async () => {
  world = smallWorld();
  writeStripe(world, 'a', [
    { kind: 'charge', id: 'a', charge: 'ch_a', day: '2026-08-03', amount: '20.00', until: '2026-09-03' },
    { kind: 'charge', id: 'b', charge: 'ch_b', day: '2026-09-03', amount: '20.00', until: '2026-10-03' },
  ]);
  // A pack of 5.00 beside the plan's 20.00: of Stripe's own fee of 1.00 in September 20/25 count.
  world.write(
    'stripe/ledger-rest.csv',
    `balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,source_id,charge_id,invoice_id
txn_pack,2026-09-04 12:00:00,usd,5.00,0.00,5.00,charge,ch_pack,ch_pack,
txn_fee,2026-09-30 12:00:00,usd,-1.00,0.00,-1.00,fee,,,
`,
  );
  await finalize(world, '2026-08');
  await finalize(world, '2026-09');
}, 120_000);

/** The world with copies of its data directory and reports. */
function copied(): World {
  const other = { ...emptyWorld(), inputs: world.inputs };
  cpSync(world.data, other.data, { recursive: true });
  cpSync(world.out, other.out, { recursive: true });
  return other;
}

function final(place: World, month = '2026-08'): string {
  return join(place.out, month, 'final');
}

function bytesUnder(directory: string): [string, string][] {
  return filesUnder(directory).map((name) => [name, readFileSync(join(directory, name), 'hex')]);
}

function restore(place: World, ...args: string[]): Promise<Ended> {
  return command(place, ['verify', ...args, '--restore']);
}

describe('verify --restore (R16)', () => {
  it('writes lost final reports again, byte for byte', async () => {
    const place = copied();
    rmSync(final(place), { recursive: true });
    const ended = await restore(place, '2026-08');
    const count = filesUnder(final(world)).length;
    expect(ended).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`2026-08 restored: ${count} files as they were approved\n`),
    });
    expect(bytesUnder(final(place))).toEqual(bytesUnder(final(world)));
    expect(await command(place, ['verify', '--all'])).toMatchObject({ code: 0 });
  });

  it('writes every month when it is asked for all, the last one first lost or not', async () => {
    const place = copied();
    for (const month of ['2026-08', '2026-09']) rmSync(final(place, month), { recursive: true });
    expect(await restore(place, '--all')).toMatchObject({ code: 0 });
    for (const month of ['2026-08', '2026-09']) {
      expect(bytesUnder(final(place, month))).toEqual(bytesUnder(final(world, month)));
    }
  });

  it.each(['payouts.csv', 'manifest.json', 'public.json'])(
    'mends a changed %s and keeps what lay there',
    async (name) => {
      const place = copied();
      const path = join(final(place), name);
      writeFileSync(path, `${readFileSync(path, 'utf8')} `);
      writeFileSync(join(final(place), 'note.txt'), 'of a person');
      const ended = await restore(place, '2026-08');
      expect(ended).toMatchObject({ code: 0, stdout: expect.stringContaining('what lay there is in') });
      expect(bytesUnder(final(place))).toEqual(bytesUnder(final(world)));
      const aside = join(place.out, '2026-08', 'damaged-1');
      expect(readFileSync(join(aside, 'note.txt'), 'utf8')).toBe('of a person');
      expect(readFileSync(join(aside, name), 'utf8')).toMatch(/ $/);
    },
  );

  it('leaves whole reports as they are', async () => {
    const place = copied();
    const ended = await restore(place, '2026-08');
    expect(ended).toMatchObject({ code: 0, stdout: expect.stringContaining('nothing was written') });
    expect(readdirSync(join(place.out, '2026-08')).sort()).toEqual(['final', 'review']);
  });

  it('writes nothing that was not approved', async () => {
    const place = copied();
    rmSync(final(place), { recursive: true });
    for (const name of readdirSync(join(place.data, 'evidence')).slice(0, 1)) {
      rmSync(join(place.data, 'evidence', name));
    }
    const ended = await restore(place, '2026-08');
    expect(ended).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('2026-08 not restored: it could not be recomputed from the evidence'),
    });
    expect(existsSync(final(place))).toBe(false);
  });

  it('of a month that an earlier version closed needs its manifest, and nothing else', async () => {
    const place = copied();
    const database = new SQLite(join(place.data, 'revshare.sqlite'));
    database.exec('drop trigger final_manifests_are_kept; delete from final_manifests');
    database.close();
    rmSync(join(place.data, 'revshare.sqlite.sha256'));
    const manifest = readFileSync(join(final(place), 'manifest.json'));
    rmSync(final(place), { recursive: true });
    expect(await restore(place, '2026-08')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('put that one file back'),
    });
    cpSync(join(final(world), 'manifest.json'), join(final(place), 'manifest.json'));
    expect(manifest).toEqual(readFileSync(join(final(place), 'manifest.json')));
    expect(await restore(place, '2026-08')).toMatchObject({ code: 0 });
    expect(bytesUnder(final(place))).toEqual(bytesUnder(final(world)));
  });

  it.each([
    ['when payouts are due', ['payout_due']],
    ['what part of fees counts', ['fee_shares']],
    ['either', ['payout_due', 'fee_shares']],
  ])('of a month whose manifest does not say %s has it so again, and verify holds', async (_, unsaid) => {
    const place = copied();
    asClosedBefore(place, '2026-09', unsaid);
    const before = bytesUnder(final(place, '2026-09'));
    expect(await command(place, ['verify', '--all'])).toMatchObject({ code: 0 });
    rmSync(final(place, '2026-09'), { recursive: true });
    expect(await restore(place, '2026-09')).toMatchObject({ code: 0 });
    expect(bytesUnder(final(place, '2026-09'))).toEqual(before);
  });
});

/** As a version wrote the last final month whose manifest did not say something: its hash is another. */
function asClosedBefore(place: World, month: string, unsaid: readonly string[]): void {
  const path = join(final(place, month), 'manifest.json');
  const said = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  expect(said.payout_due).toBe('2026-11-14');
  expect(said.fee_shares).toEqual([
    { provider: 'stripe', plans_gross: '20.000000', all_gross: '25.000000', currency: 'USD' },
  ]);
  const rest = Object.fromEntries(Object.entries(said).filter(([name]) => !unsaid.includes(name)));
  const text = `${JSON.stringify(rest, null, 2)}\n`;
  const sha256 = hash('sha256', text);
  writeFileSync(path, text);
  writeFileSync(join(final(place, month), 'public.json'), publicJson(text, sha256));
  const database = new SQLite(join(place.data, 'revshare.sqlite'));
  for (const table of ['months', 'final_manifests'])
    for (const { name } of database
      .prepare<[string], { name: string }>("select name from sqlite_master where type = 'trigger' and tbl_name = ?")
      .all(table))
      database.exec(`drop trigger ${name}`);
  database.prepare('update months set manifest_sha256 = ? where month = ?').run(sha256, month);
  database.prepare('update final_manifests set manifest = ? where month = ?').run(text, month);
  database.close();
  rmSync(join(place.data, 'revshare.sqlite.sha256'));
}
