import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { differences } from './comparison.ts';
import { programOn } from './program.ts';
import { makeFinal, openBooks, type ProofDecision, secondOpinion } from './second-opinion.ts';
import { knownAt, type Piece, type ProofWorld } from './world.ts';

/** What came of a world: months that were compared, and every figure that differs in the first that has one. */
export interface Compared {
  readonly months: number;
  readonly differences: readonly string[];
}

/** Runs program and second opinion over a world, close by close, and compares each month before it is final. */
async function compareWorld(world: ProofWorld, root: string): Promise<Compared> {
  const program = programOn(world, root);
  const books = openBooks(world.policy);
  const decisions: ProofDecision[] = [];
  let months = 0;
  for (const [stage, month] of world.closes.entries()) {
    const closed = await program.close(stage, month);
    decisions.push(...closed.decisions);
    const known = { ...knownAt(world, stage), decisions: [...decisions] };
    const found = differences(secondOpinion(books, known, month), closed.seen);
    months += 1;
    if (found.length > 0) return { months, differences: found };
    makeFinal(books, known, month);
  }
  const stage = world.closes.length;
  for (const month of world.looks) {
    const seen = await program.look(stage, month);
    const found = differences(secondOpinion(books, { ...knownAt(world, stage), decisions }, month), seen);
    months += 1;
    if (found.length > 0) return { months, differences: found };
  }
  return { months, differences: [] };
}

/** The same in a directory that is gone afterwards. What throws is a difference too. */
export async function compareInScratch(world: ProofWorld): Promise<Compared> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'revshare-proof-')));
  try {
    return await compareWorld(world, root);
  } catch (error) {
    return { months: 0, differences: [error instanceof Error ? error.message : String(error)] };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** Fewer rows that still differ in a figure of the same name: rows are left out in halves, then one by one. */
export async function smaller(world: ProofWorld, found: readonly string[]): Promise<ProofWorld> {
  const name = nameOf(found);
  let pieces = world.pieces;
  for (let size = Math.ceil(pieces.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < pieces.length; ) {
      const fewer: readonly Piece[] = [...pieces.slice(0, from), ...pieces.slice(from + size)];
      const { differences: still } = await compareInScratch({ ...world, pieces: fewer });
      if (still.length > 0 && nameOf(still) === name) pieces = fewer;
      else from += size;
    }
  }
  return { ...world, pieces };
}

const nameOf = (found: readonly string[]): string =>
  (found[0] ?? '')
    .replace(/^\d{4}-\d\d /, '')
    .replace(/:.*/s, '')
    .replace(/\d+/g, '#');
