import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Ended, unwrapped } from '../running/program.ts';
import { command, FEBRUARY, finalize, KILN, smallWorld, writeStripe } from '../worlds/close-world.ts';
import { csvRows, emptyWorld, filesUnder, releaseBatch, revshareOptions, type World } from '../worlds/world.ts';

/* R16: where no backup is left, inputs and reports give the books again: the same months, the same payments. */

let world: World;
beforeAll(async () => {
  world = smallWorld();
  const config = `${world.read('revshare.yaml')}payouts: { default_method: usdc, minimum_usd: { usdc: 1.00 } }\n`;
  world.write('revshare.yaml', config);
  writeStripe(world, 'a', [
    { kind: 'charge', id: 'a', charge: 'ch_a', day: '2026-08-03', amount: '20.00', until: '2026-09-03' },
    { kind: 'charge', id: 'b', charge: 'ch_b', day: '2026-09-03', amount: '20.00', until: '2026-10-03' },
  ]);
  await finalize(world, '2026-08');
  await releaseBatch('2026-08', revshareOptions(world, FEBRUARY));
  await record('2026-08', 0, '0xaugust');
  // September's payouts.csv knows August's batch and its one receipt.
  await finalize(world, '2026-09');
  await record('2026-08', 1, '0xlate');
  await run(['payouts', '2026-09', '--adjust', KILN, '--amount', '0.50', '--reason', 'a bonus', '--by', 'ann']);
  await releaseBatch('2026-09', revshareOptions(world, FEBRUARY));
  // A wrong batch goes, another takes its place; a wrong receipt is taken back, and the right one taken.
  const { batch } = JSON.parse(readFileSync(join(world.out, '2026-09', 'payout', 'batch.json'), 'utf8')) as {
    batch: string;
  };
  await run(['payouts', '2026-09', '--void', batch, '--reason', 'wrong day', '--by', 'ann']);
  await releaseBatch('2026-09', revshareOptions(world, FEBRUARY));
  await run(['payouts', '2026-08', '--reverse', '0xlate', '--reason', 'another transfer', '--by', 'ann']);
  await record('2026-08', 1, '0xlater');
}, 180_000);

async function run(args: readonly string[], place: World = world): Promise<Ended> {
  const ended = await command(place, args);
  if (ended.code !== 0) throw new Error(`${args.join(' ')} ended with ${ended.code}\n${ended.stderr}`);
  return ended;
}

/** Records what was sent to one wallet of a batch. */
async function record(month: string, index: number, reference: string): Promise<void> {
  const line = csvRows(readFileSync(join(world.out, month, 'payout', 'batch.csv'), 'utf8'))[index];
  const file = join(world.root, 'receipts.csv');
  const header = 'wallet,amount,asset,reference,sent_at';
  writeFileSync(file, `${header}\n${line?.wallet},${line?.amount},USDC,${reference},2026-10-20T10:00:00Z\n`);
  await run(['payouts', month, '--record', file, '--allow-partial']);
}

function withoutBooks(): World {
  const other = { ...emptyWorld(), inputs: world.inputs };
  cpSync(world.out, other.out, { recursive: true });
  return other;
}

async function rebuild(place: World, inputs = place.inputs): Promise<Ended> {
  return command(place, ['restore', '--from', place.out, '--inputs', inputs, '--by', 'ann']);
}

describe('restore --from (R16)', () => {
  it('gives the months, the batches and the receipts again', async () => {
    const place = withoutBooks();
    const before = filesUnder(place.out).map((name) => [name, readFileSync(join(place.out, name), 'utf8')]);
    const ended = await rebuild(place);
    expect({ ...ended, stdout: unwrapped(ended.stdout) }).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('2 final months, 3 batches, 4 receipts'),
      stderr: '',
    });
    expect(filesUnder(place.out).map((name) => [name, readFileSync(join(place.out, name), 'utf8')])).toEqual(before);
    expect(await command(place, ['verify', '--all'])).toMatchObject({ code: 0, stderr: '' });
    // Every input is kept once, a job log as it came.
    expect(filesUnder(join(place.data, 'evidence'))).toEqual(filesUnder(join(world.data, 'evidence')));
    // Nothing is paid again: the files of the month are written anew, and say the same.
    await run(['payouts', '2026-09', '--config', join(place.inputs, 'revshare.yaml')], place);
    for (const name of ['balances.csv', 'batch.csv', 'receipts.csv', 'batch.json', 'payment-journal.csv']) {
      const of = (out: string): string => readFileSync(join(out, '2026-09', 'payout', name), 'utf8');
      expect(of(place.out), name).toBe(of(world.out));
    }
    const config = ['--config', join(place.inputs, 'revshare.yaml')];
    const owed = await command(place, ['owed', '--csv', ...config]);
    expect(owed).toEqual(await command(world, ['owed', '--csv', ...config]));
    expect(owed.code).toBe(csvRows(owed.stdout).some(({ overdue_usd }) => overdue_usd !== '0.000000') ? 1 : 0);
    expect(readdirSync(place.root).sort()).toEqual(['data', 'inputs', 'out']);
  });

  it('advises to verify the reports that it was given, wherever --out is', async () => {
    const place = withoutBooks();
    const elsewhere = { ...place, out: join(place.root, 'elsewhere') };
    const ended = await command(elsewhere, ['restore', '--from', place.out, '--inputs', place.inputs, '--by', 'ann']);
    expect(ended.code).toBe(0);
    expect(ended.stdout).toContain(`next  revshare verify --all --out ${place.out}\n`);
  });

  it('does so from evidence that is left of lost books', async () => {
    const place = withoutBooks();
    const left = join(place.root, 'left');
    mkdirSync(left);
    cpSync(join(world.data, 'evidence'), join(left, 'evidence'), { recursive: true });
    expect(await rebuild(place, left)).toMatchObject({ code: 0 });
    expect(await command(place, ['verify', '--all'])).toMatchObject({ code: 0, stderr: '' });
  });

  it('begins nothing where an input is missing, or a manifest is another', async () => {
    const place = withoutBooks();
    const inputs = join(place.root, 'few');
    cpSync(world.inputs, inputs, { recursive: true });
    renameSync(join(inputs, 'coverage.csv'), join(place.root, 'coverage.csv'));
    const missing = await rebuild(place, inputs);
    expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining('code: unrestorable-books') });
    expect(missing.stderr).toContain('these inputs are not there: coverage.csv');
    const manifest = join(place.out, '2026-08', 'final', 'manifest.json');
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('"0.51"', '"0.52"'));
    expect(await rebuild(place)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('previous_manifest_sha256'),
    });
    expect(existsSync(place.data)).toBe(false);
    expect(readdirSync(place.root).sort()).toEqual(['coverage.csv', 'few', 'inputs', 'out']);
  });

  it('takes no batch whose lines are not those of its id, and no act that is not as it was kept', async () => {
    const place = withoutBooks();
    const path = join(place.out, '2026-08', 'payout', 'batch.csv');
    writeFileSync(path, readFileSync(path, 'utf8').replace(KILN, '0x6f3Cce72C77a62ca8fb9f9adD26B9754e3Ca840E'));
    expect(await rebuild(place)).toMatchObject({ code: 2, stderr: expect.stringContaining('its lines are not those') });
    const acts = join(place.out, 'payout', 'acts.csv');
    const text = readFileSync(acts, 'utf8');
    writeFileSync(acts, text.replace('a bonus', 'a bonuS'));
    writeFileSync(path, readFileSync(join(world.out, '2026-08', 'payout', 'batch.csv')));
    expect(await rebuild(place)).toMatchObject({ code: 2, stderr: expect.stringContaining('is not as it was kept') });
    // Fewer acts than a manifest knew, in one chain: an older copy of the file.
    const [header = '', first = ''] = text.split('\n');
    writeFileSync(acts, `${header}\n${first}\n`);
    const why = 'is not the one that the manifest of 2026-09 names';
    expect(await rebuild(place)).toMatchObject({ code: 2, stderr: expect.stringContaining(why) });
    for (const none of [() => writeFileSync(acts, `${header}\n`), () => rmSync(acts)]) {
      none();
      expect(await rebuild(place)).toMatchObject({ code: 2, stderr: expect.stringContaining('the acts are not told') });
    }
    expect(existsSync(place.data)).toBe(false);
  });

  it('verify finds another byte of acts.csv, of which books would be built again', async () => {
    const place = withoutBooks();
    cpSync(world.data, place.data, { recursive: true });
    const acts = join(place.out, 'payout', 'acts.csv');
    const text = readFileSync(acts, 'utf8');
    for (const [from, to, what] of [
      ['a bonus', 'a bonuS', /its line \d+ is not what was done/],
      ['kept', 'Kept', /its header is not that of a list of acts/],
    ] as const) {
      expect(text).toContain(from);
      writeFileSync(acts, text.replace(from, to));
      const ended = await command(place, ['verify', '--all', '--wide']);
      expect([ended.code, ended.stdout]).toEqual([1, expect.stringMatching(what)]);
      expect(ended.stdout).toContain('acts.csv');
    }
  });
});
