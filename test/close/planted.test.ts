import { hash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { describe, expect, it } from 'vitest';
import { openLake, sqlText } from '../../src/lake/engine/duckdb.ts';
import { command, KILN, review, smallWorld, writeStripe } from '../worlds/close-world.ts';
import { csvRows, type Reconciled, type World } from '../worlds/world.ts';

/** What somebody puts among what is kept of the job logs, with the right hash in its name. */

/** The only file of its kind among the derived files. */
function derivedFile(world: World, kind: string): string {
  const names = readdirSync(join(world.data, 'derived'), { recursive: true }) as string[];
  const [name, ...more] = names.filter((each) => each.split('/').at(-1)?.startsWith(kind));
  if (name === undefined || more.length > 0) throw new Error(`not one ${kind}: ${names.join(' ')}`);
  return join(world.data, 'derived', name);
}

/** Kiln's Spark three times over, in the file of sums that every later run adds to, under a name that fits its bytes. */
async function plant(world: World): Promise<void> {
  const usage = derivedFile(world, 'usage-');
  const staged = join(world.root, 'planted.parquet');
  const lake = await openLake({ tempDir: world.root, threads: 1 });
  try {
    const [row] = await lake.rows(`SELECT decode(value) AS covers FROM parquet_kv_metadata(${sqlText(usage)})
      WHERE decode(key) = 'covers'`);
    await lake.run(`COPY (SELECT * REPLACE (CASE WHEN wallet = ${sqlText(KILN.toLowerCase())} THEN points * 3
        ELSE points END AS points) FROM read_parquet(${sqlText(usage)}))
      TO ${sqlText(staged)} (FORMAT parquet, KV_METADATA {covers: ${sqlText(String(row?.covers))}})`);
  } finally {
    lake.close();
  }
  const [kind, key] = usage.split('/').at(-1)?.split('.') ?? [];
  const sha256 = hash('sha256', readFileSync(staged));
  renameSync(staged, join(dirname(usage), `${kind}.${key}.${sha256}.parquet`));
  for (const each of [usage, derivedFile(world, 'answer.'), derivedFile(world, 'review.')]) rmSync(each);
}

/** What each wallet would get, by the payouts of a month's review. */
function shares({ reports }: Reconciled): string[] {
  return csvRows(reports.get('payouts.csv') ?? '').map((row) => row.earned_usd ?? '');
}

describe('figures that somebody put among what is kept of the job logs', () => {
  it('are no figures of a review, nor of a month that becomes final', async () => {
    const world = smallWorld();
    writeStripe(world, 'a', [
      { kind: 'charge', id: 'a', charge: 'ch_a', day: '2026-08-03', amount: '20.00', until: '2026-09-03' },
    ]);
    // The pool is 0.51 of 20.00: 10.20. Of 40 Spark Forge ran 10 and Kiln 30: 2.55 and 7.65.
    const right = await review(world, '2026-08');
    expect(shares(right)).toEqual(['2.550000', '7.650000']);
    await plant(world);
    // Of 100 Spark it would be 10 and 90: 1.02 and 9.18.
    const after = await review(world, '2026-08');
    expect(shares(after)).toEqual(['2.550000', '7.650000']);
    expect(after.document.digest).toBe(right.document.digest);
    expect(await command(world, ['finalize', '2026-08', '--accept', after.document.digest])).toMatchObject({ code: 0 });
  });

  it('and a review that somebody put there is shown no more once finalize has computed another', async () => {
    const world = smallWorld();
    const { digest } = (await review(world, '2026-08')).document;
    const kept = derivedFile(world, 'review.');
    const said = deserialize(readFileSync(kept)) as { digest: string };
    const bytes = serialize({ ...said, digest: 'f'.repeat(64) });
    const [kind, key] = kept.split('/').at(-1)?.split('.') ?? [];
    rmSync(kept);
    writeFileSync(join(dirname(kept), `${kind}.${key}.${hash('sha256', bytes)}.parquet`), bytes);
    expect((await review(world, '2026-08')).document.digest).toBe('f'.repeat(64));
    const refused = await command(world, ['finalize', '2026-08', '--accept', 'f'.repeat(64)]);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining(`it is ${digest} now`) });
    expect((await review(world, '2026-08')).document.digest).toBe(digest);
  });
});
