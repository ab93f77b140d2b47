import { describe, expect, it } from 'vitest';
import { type Ended, revshareIntoHead } from '../running/program.ts';
import { decide, FEBRUARY, type Movement, review, smallWorld, spawned, writeStripe } from '../worlds/close-world.ts';
import type { World } from '../worlds/world.ts';

/**
 * A pipe holds 16 pages of memory, which have up to 64 KiB each; the reader takes less than four more. The end of a
 * longer text cannot be written before the reader has gone, however fast or slow either of them is.
 */
const MORE_THAN_A_PIPE = (16 + 4) * 64 * 1024;

/** Refunds of charges that are not in the data: each is an exception, with more than 270 characters to say. */
const ORPHANS = Array.from({ length: 5000 }, (_, index): Movement => {
  return { kind: 'refund', id: `orphan_${index}`, charge: `ch_gone_${index}`, day: '2026-08-20', amount: '30.00' };
});

const LIST = ['exceptions', '2026-08', '--all'];

async function worldOfOrphans(): Promise<World> {
  const world = smallWorld();
  writeStripe(world, 'first', ORPHANS);
  await review(world, '2026-08');
  return world;
}

/** The same command line read to its end, and for its first line only. */
async function readTwice(world: World, args: readonly string[]): Promise<{ whole: Ended; head: Ended }> {
  const whole = await spawned(world, args);
  expect(whole.stdout.length).toBeGreaterThan(MORE_THAN_A_PIPE);
  const places = ['--as-of', FEBRUARY, '--data', world.data, '--out', world.out];
  return { whole, head: await revshareIntoHead([...args, ...places]) };
}

describe('a reader that stops after the first line', () => {
  it('leaves a command the exit code for findings, and nothing on stderr', async () => {
    const { whole, head } = await readTwice(await worldOfOrphans(), LIST);
    expect([whole.code, whole.stderr]).toEqual([1, '']);
    expect(head).toEqual({ code: 1, stdout: '2026-08  review: 5000 open, 0 decided\n', stderr: '' });
  });

  it('makes no failure of success', async () => {
    const world = await worldOfOrphans();
    const decision = { code: 'orphan', decision: 'leave-out', note: 'known' };
    const decisions = ORPHANS.map(({ id }) => ({ ...decision, subject: `txn_${id}` }));
    await decide(world, '2026-08', decisions);
    const { whole, head } = await readTwice(world, [...LIST, '--json']);
    expect([whole.code, whole.stderr]).toEqual([0, '']);
    expect(head).toEqual({ code: 0, stdout: '{\n', stderr: '' });
  });
});
