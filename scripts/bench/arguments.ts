import { parseArgs } from 'node:util';
import type { UsageBench } from './usage.ts';

export const USAGE = `usage: npm run bench                           everything; an hour or more
       npm run bench -- usage [ROWS...] [--rounds N] [--all] [--seed N]
       npm run bench -- start-up
       npm run bench -- charges [COUNT]
       npm run bench -- wallets [COUNT]
       npm run bench -- explain [CHARGES]
The plain scripts run beside revshare up to ten million rows; --all: beyond that too.`;

/** What to time. */
export interface BenchArguments {
  readonly startUp: boolean;
  readonly usage: readonly UsageBench[];
  readonly charges: readonly number[];
  readonly wallets: readonly number[];
  /** Charges of the months that figures are explained of. */
  readonly explain: readonly number[];
}

const SEED = 20_261_031;
const SIZES = ['1000000', '10000000', '50000000'];
const CHARGES = ['1000000'];
const WALLETS = ['100000'];
const EXPLAINED = ['100000'];
/** Plain scripts take minutes and much memory beyond. */
const AGAINST_UP_TO = 10_000_000;
const NOTHING: BenchArguments = { startUp: false, usage: [], charges: [], wallets: [], explain: [] };

/** Null when the arguments make no sense. */
export function benchArguments(args: readonly string[]): BenchArguments | null {
  const parsed = optionsOf(args);
  if (parsed === null) return null;
  const { what, counts, rounds, all, seed } = parsed;
  const usage = (sizes: readonly string[]): UsageBench[] =>
    sizes.map(Number).map((rows) => ({
      ...{ rows, seed: Number(seed ?? SEED), against: all || rows <= AGAINST_UP_TO },
      rounds: rounds === undefined ? roundsFor(rows) : Number(rounds),
    }));
  const or = (given: readonly string[], usual: readonly string[]): readonly string[] =>
    given.length > 0 ? given : usual;
  switch (what) {
    case undefined:
      return {
        startUp: true,
        usage: usage(SIZES),
        charges: CHARGES.map(Number),
        wallets: WALLETS.map(Number),
        explain: EXPLAINED.map(Number),
      };
    case 'usage':
      return { ...NOTHING, usage: usage(or(counts, SIZES)) };
    case 'start-up':
      return counts.length === 0 ? { ...NOTHING, startUp: true } : null;
    case 'charges':
      return { ...NOTHING, charges: or(counts, CHARGES).map(Number) };
    case 'wallets':
      return { ...NOTHING, wallets: or(counts, WALLETS).map(Number) };
    case 'explain':
      return { ...NOTHING, explain: or(counts, EXPLAINED).map(Number) };
    default:
      return null;
  }
}

interface Options {
  readonly what: string | undefined;
  readonly counts: readonly string[];
  readonly rounds: string | undefined;
  readonly all: boolean;
  readonly seed: string | undefined;
}

function optionsOf(args: readonly string[]): Options | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { rounds: { type: 'string' }, all: { type: 'boolean', default: false }, seed: { type: 'string' } },
    });
    const [what, ...counts] = positionals;
    const { rounds, all, seed } = values;
    const numbers = [...counts, ...[rounds, seed].filter((each) => each !== undefined)];
    return numbers.every((each) => /^[1-9]\d{0,8}$/.test(each)) ? { what, counts, rounds, all, seed } : null;
  } catch {
    return null;
  }
}

/** The longer a run, the less one disturbance weighs. */
function roundsFor(rows: number): number {
  if (rows <= 2_000_000) return 3;
  return rows <= 10_000_000 ? 2 : 1;
}
