import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SILENT } from '../../src/app/books/directory/progress.ts';
import { withLockedWorkspace } from '../../src/app/books/opening/workspace.ts';
import { loadPolicy } from '../../src/app/books/policy/load-policy.ts';
import { finalizeMonth } from '../../src/app/close/final/finalize-month.ts';
import { monthOf } from '../../src/core/month/month.ts';
import { allRows, recordsIn, rowsOf } from '../../src/files/report-records.ts';
import { exceptionReader, type ShownException } from '../../src/render/reports/exceptions-csv.ts';
import { command, decide, FEBRUARY, finalRows, review, smallWorld, writeStripe } from '../worlds/close-world.ts';
import type { World } from '../worlds/world.ts';

/** August of one charge of 20.00 and a refund whose charge no export holds, accepted as a reduction of its month. */
async function decidedAugust(): Promise<World> {
  const world = smallWorld();
  writeStripe(world, 'a', [
    { kind: 'charge', id: 'a', charge: 'ch_a', day: '2026-08-03', amount: '20.00', until: '2026-09-03' },
    { kind: 'refund', id: 'r', charge: 'ch_old', day: '2026-08-09', amount: '5.00' },
  ]);
  await review(world, '2026-08');
  await decide(world, '2026-08', [{ code: 'orphan', subject: 'txn_r', decision: 'accept', note: 'of July' }]);
  return world;
}

/** Makes August final as a version would have that puts its exceptions otherwise, or tells of no warnings. */
async function closeInWords(
  world: World,
  words: (shown: ShownException) => ShownException,
  warnings: [] | null = null,
): Promise<void> {
  const { reports, document } = await review(world, '2026-08');
  const pieces = [recordsIn(reports.get('exceptions.csv') ?? '')];
  const shown = await allRows(rowsOf(inOnePiece(pieces), exceptionReader));
  const places = { data: world.data, out: world.out, inputs: world.inputs, json: false };
  const holder = { pid: process.pid, host: 'here', command: 'finalize', since: FEBRUARY };
  await withLockedWorkspace(places, holder, async (workspace) => {
    const { policy } = await loadPolicy(workspace, places);
    await finalizeMonth({
      ...{ workspace, policy, month: monthOf(2026, 8), asOfMs: Date.parse(FEBRUARY), out: world.out, by: 'ada' },
      ...{ version: '0.9.0', progress: SILENT, accept: document.digest, maxPool: null, early: false, repeats: true },
      approvedWords: { exceptions: shown.map(words), warnings },
    });
  });
}

async function* inOnePiece<Piece>(pieces: readonly Piece[]): AsyncGenerator<Piece> {
  yield* pieces;
}

describe('a month that an earlier version closed in other words', () => {
  it('is verified and built again in its own', async () => {
    const world = await decidedAugust();
    const remedy = 'Look for its charge.';
    await closeInWords(world, (shown) => ({ ...shown, what: `earlier: ${shown.what}`, remedy }));
    const [row] = finalRows(world, '2026-08', 'exceptions.csv');
    expect([row?.what?.slice(0, 8), row?.remedy, row?.decision]).toEqual(['earlier:', remedy, 'accept']);
    const verified = await command(world, ['verify', '--all']);
    expect([verified.code, verified.stderr]).toEqual([0, 'note: 2026-08 was closed by version 0.9.0, this is 1.0.0\n']);
    const rebuilt = await command({ ...world, data: join(world.root, 'rebuilt') }, [
      'restore',
      '--from',
      world.out,
      '--inputs',
      world.inputs,
    ]);
    expect([rebuilt.code, rebuilt.stderr]).toEqual([0, 'note: 2026-08 was closed by version 0.9.0\n']);
    // The digest is theirs: it covers the words.
    const manifest = readFileSync(join(world.out, '2026-08', 'final', 'manifest.json'), 'utf8');
    expect(manifest).not.toContain((await review(await decidedAugust(), '2026-08')).document.digest);
  });

  it('gets its lost reports back, though more is told of it now', async () => {
    const world = await decidedAugust();
    world.write('costs.csv', 'month,description,amount_usd,months\n2026-08,hosting,-1.00,\n');
    // A cost below zero is worth a look: negative-cost.
    expect((await review(world, '2026-08')).document.warnings).toBe(1);
    await closeInWords(world, (shown) => shown, []);
    expect(finalRows(world, '2026-08', 'warnings.csv')).toEqual([]);
    rmSync(join(world.out, '2026-08', 'final'), { recursive: true });
    const restored = await command(world, ['verify', '2026-08', '--restore']);
    expect(restored.stdout).toMatch(/^2026-08 restored: \d+ files as they were approved$/m);
    expect((await command(world, ['verify', '--all'])).code).toBe(0);
  });
});
