import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { beforeAll, describe, expect, it } from 'vitest';
import { command, finalize, review, smallWorld, writeStripe } from '../worlds/close-world.ts';
import { filesUnder, type World } from '../worlds/world.ts';
import { zipArchive } from '../worlds/zip-archive.ts';

/* Where an input came from is kept with it, stands in the manifest, and moves no figure. */

const NOTE = {
  tool: 'curl 8.5.0',
  address: 'https://ann:t0psecret@example.com/ledger?token=t0psecret',
  time: '2026-09-01T17:05:00+02:00',
};
const KEPT = { tool: 'curl 8.5.0', address: 'https://example.com/ledger', time: '2026-09-01T15:05:00.000Z' };

interface NamedInput {
  readonly name: string;
  readonly origin?: unknown;
}

function world(): World {
  const made = smallWorld();
  writeStripe(made, 'a', [
    { kind: 'charge', id: 'a', charge: 'ch_a', day: '2026-08-03', amount: '20.00', until: '2026-09-03' },
  ]);
  return made;
}

function origins({ out }: World, month: string, state: string): Record<string, unknown> {
  const manifest = JSON.parse(readFileSync(join(out, month, state, 'manifest.json'), 'utf8')) as {
    inputs: NamedInput[];
  };
  return Object.fromEntries(
    manifest.inputs.filter(({ origin }) => origin !== undefined).map((each) => [each.name, each.origin]),
  );
}

let noted: World;
let plainDigest: string;

beforeAll(async () => {
  noted = world();
  plainDigest = (await review(noted, '2026-08')).document.digest;
  expect(origins(noted, '2026-08', 'review')).toEqual({});
  noted.write('stripe/ledger-a.csv.origin.json', JSON.stringify(NOTE));
  await finalize(noted, '2026-08');
}, 120_000);

describe('NAME.origin.json', () => {
  it('is no input, stands in the manifest, also when its file was known before, and leaves the digest as it is', async () => {
    expect(origins(noted, '2026-08', 'final')).toEqual({ 'stripe/ledger-a.csv': KEPT });
    const { document } = await review(noted, '2026-08');
    expect(document.digest).toBe(plainDigest);
  });

  it('leaves no secret of its address anywhere', () => {
    for (const root of [noted.data, noted.out]) {
      for (const name of filesUnder(root)) {
        expect(readFileSync(join(root, name)).includes('t0psecret'), name).toBe(false);
      }
    }
  });

  it('what was said first stays', async () => {
    noted.write('stripe/ledger-a.csv.origin.json', JSON.stringify({ ...NOTE, tool: 'rclone v1.68' }));
    await review(noted, '2026-09');
    expect(origins(noted, '2026-09', 'review')).toEqual({ 'stripe/ledger-a.csv': KEPT });
  });

  it('comes back with books that are built again from reports, and is verified', async () => {
    expect(await command(noted, ['verify', '--all'])).toMatchObject({ code: 0 });
    const again = { ...noted, data: join(noted.root, 'again') };
    const ended = await command(again, ['restore', '--from', noted.out, '--inputs', noted.inputs, '--by', 'ann']);
    expect(ended).toMatchObject({ code: 0 });
    expect(await command(again, ['verify', '--all'])).toMatchObject({ code: 0 });
    const db = new SQLite(join(again.data, 'revshare.sqlite'));
    db.exec(`update imports set origin = replace(origin, 'curl', 'wget')`);
    db.close();
    const { code, stdout } = await command(again, ['verify', '--all']);
    expect([code, stdout]).toEqual([1, expect.stringContaining('origin')]);
  });

  it('is told when it cannot be read, or lies beside nothing; the import goes on', async () => {
    const place = world();
    place.write('stripe/ledger-a.csv.origin.json', '{"tool": "curl 8.5.0", "address": "t0psecret"}');
    place.write('stripe/gone.csv.origin.json', JSON.stringify(NOTE));
    const { code, stderr } = await command(place, ['import', place.inputs]);
    expect(code).toBe(0);
    expect(stderr).toContain('ledger-a.csv.origin.json is not kept: "address" is a URL');
    expect(stderr).toMatch(/gone.csv.origin.json is about \S+stripe\/gone.csv, which is not among the inputs/);
    expect(stderr).not.toContain('t0psecret');
    rmSync(join(place.inputs, 'stripe', 'gone.csv.origin.json'));
    place.write('stripe/ledger-a.csv.origin.json', JSON.stringify(NOTE));
    expect(await command(place, ['import', place.inputs])).toMatchObject({
      code: 0,
      stderr: expect.not.stringContaining('origin'),
    });
    await review(place, '2026-08');
    expect(origins(place, '2026-08', 'review')).toEqual({ 'stripe/ledger-a.csv': KEPT });
  });

  it('beside an archive is about all that lies in it, in one about its neighbour; beside a file that is named it is found', async () => {
    const place = world();
    const files = {
      'ledger-a.csv': place.read('stripe/ledger-a.csv'),
      'invoices-a.csv': place.read('stripe/invoices-a.csv'),
      'invoices-a.csv.origin.json': JSON.stringify({ ...NOTE, tool: 'tar 1.35' }),
    };
    rmSync(join(place.inputs, 'stripe'), { recursive: true });
    place.write('both.zip', zipArchive(files));
    place.write('both.zip.origin.json', JSON.stringify(NOTE));
    const paths = ['both.zip', 'coverage.csv', 'jobs'].map((name) => join(place.inputs, name));
    expect(await command(place, ['import', ...paths])).toMatchObject({ code: 0 });
    await review(place, '2026-08');
    expect(origins(place, '2026-08', 'review')).toEqual({
      'both.zip/invoices-a.csv': { ...KEPT, tool: 'tar 1.35' },
      'both.zip/ledger-a.csv': KEPT,
    });
  });
});
