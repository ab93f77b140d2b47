/**
 * What it would mean that a row is behind a difference: the provider does not have it, or has it in this period while it
 * is dated in the one before or after, or has it and we do not.
 */
export type GapMeaning = 'missing in theirs' | 'dated in the neighbour period' | 'missing in ours';

/** A row that could be behind a difference: what the difference would grow by, were it counted otherwise. */
export interface GapCandidate {
  /** What counting the row otherwise adds to the provider's amount minus ours. */
  readonly effect: bigint;
}

/** What the search found. */
export interface GapFound<Candidate> {
  /** The smallest set whose effects sum to the gap exactly, in the order given; null when there is none. */
  readonly rows: readonly Candidate[] | null;
  /** How many sets have the same amounts, this one included: rows of one amount are interchangeable. */
  readonly alike: bigint;
  /** False when sets of three were not tried: there are too many different amounts. */
  readonly triedThree: boolean;
}

/** Sets of three are tried up to so many different amounts: it takes the square of their number. */
export const MOST_AMOUNTS_FOR_THREE = 2000;

/**
 * Finds the smallest set of at most three candidates whose effects sum to the gap exactly. Of several sets of that size
 * it gives the first by the candidates' order. One row and pairs take a pass; threes the square of the different
 * amounts, because rows of one amount are interchangeable.
 */
export function searchGap<Candidate extends GapCandidate>(
  gap: bigint,
  candidates: readonly Candidate[],
): GapFound<Candidate> {
  const places = new Map<bigint, number[]>();
  for (const [index, { effect }] of candidates.entries()) {
    const known = places.get(effect);
    if (effect === 0n) continue;
    if (known === undefined) places.set(effect, [index]);
    else known.push(index);
  }
  const triedThree = places.size <= MOST_AMOUNTS_FOR_THREE;
  const found = one(gap, places) ?? two(gap, places) ?? (triedThree ? three(gap, places) : null);
  if (found === null) return { rows: null, alike: 0n, triedThree };
  return { rows: found.set.flatMap((index) => candidates[index] ?? []), alike: found.alike, triedThree };
}

/** Where each effect stands among the candidates, in their order. */
type Places = ReadonlyMap<bigint, readonly number[]>;

interface FoundSet {
  readonly set: readonly number[];
  readonly alike: bigint;
}

function one(gap: bigint, places: Places): FoundSet | null {
  const found = places.get(gap);
  return found === undefined ? null : { set: found.slice(0, 1), alike: BigInt(found.length) };
}

function two(gap: bigint, places: Places): FoundSet | null {
  let best: FoundSet | null = null;
  for (const first of places.keys()) best = better(best, setOf([first, gap - first], places));
  return best;
}

function three(gap: bigint, places: Places): FoundSet | null {
  const effects = [...places.keys()];
  let best: FoundSet | null = null;
  for (const [index, first] of effects.entries()) {
    for (let other = index; other < effects.length; other += 1) {
      const second = effects[other] ?? 0n;
      const third = gap - first - second;
      // Each set of amounts is looked at once: the third stands not before the second.
      if (places.has(third) && isNotBefore(third, second, places))
        best = better(best, setOf([first, second, third], places));
    }
  }
  return best;
}

function isNotBefore(effect: bigint, other: bigint, places: Places): boolean {
  return (places.get(effect)?.[0] ?? 0) >= (places.get(other)?.[0] ?? 0);
}

/** The first rows that have these effects, one each, and how many ways there are; null when there are too few. */
function setOf(effects: readonly bigint[], places: Places): FoundSet | null {
  const needed = new Map<bigint, number>();
  for (const effect of effects) needed.set(effect, (needed.get(effect) ?? 0) + 1);
  const set: number[] = [];
  let alike = 1n;
  for (const [effect, count] of needed) {
    const there = places.get(effect) ?? [];
    if (there.length < count) return null;
    set.push(...there.slice(0, count));
    alike *= choose(BigInt(there.length), BigInt(count));
  }
  return { set: set.sort((a, b) => a - b), alike };
}

/** The set that stands earlier among the candidates. */
function better(best: FoundSet | null, found: FoundSet | null): FoundSet | null {
  if (found === null || best === null) return best ?? found;
  const order = compareSets(found.set, best.set);
  return order < 0 ? found : best;
}

function compareSets(a: readonly number[], b: readonly number[]): number {
  for (const [index, place] of a.entries()) {
    const order = place - (b[index] ?? 0);
    if (order !== 0) return order;
  }
  return 0;
}

function choose(from: bigint, count: bigint): bigint {
  let ways = 1n;
  for (let taken = 0n; taken < count; taken += 1n) ways = (ways * (from - taken)) / (taken + 1n);
  return ways;
}
