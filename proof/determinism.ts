import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { withScratch } from '../scripts/bench/scratch.ts';
import { type Chance, chanceOf } from './chance.ts';
import { ended } from './months/running.ts';
import { randomWorld } from './worlds/random-world.ts';
import { filesAt, type ProofWorld, policyYaml } from './worlds/world.ts';

/**
 * `npm run proof -- determinism N --seed S`: N random worlds, each computed in ways that must not matter: three zones, two
 * locales, 1 to 4 threads, rows in another order, files imported in other orders and pieces. The same digest, figures and bytes.
 */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string', default: '1' } },
});

interface Way {
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
  readonly threads: number;
  /** Rows in another order: then other lines are cited. */
  readonly shuffled: boolean;
  /** The files, in the order and pieces in which they are imported. */
  readonly history: (files: readonly string[]) => readonly (readonly string[])[];
}

const GERMAN = { LC_ALL: 'de_DE.UTF-8', LANG: 'de_DE.UTF-8' };
const AT_ONCE: Way['history'] = (files) => [files];
const HALVES: Way['history'] = (files) => [files.slice(files.length >> 1), files.slice(0, files.length >> 1)];
const ONE_BY_ONE: Way['history'] = (files) => [...files].reverse().map((file) => [file]);

const WAYS: readonly Way[] = [
  { name: 'UTC, 1 thread', env: { TZ: 'UTC', LC_ALL: 'C' }, threads: 1, shuffled: false, history: AT_ONCE },
  {
    name: 'UTC+14, German',
    env: { TZ: 'Pacific/Kiritimati', ...GERMAN },
    threads: 4,
    shuffled: false,
    history: HALVES,
  },
  { name: 'New York', env: { TZ: 'America/New_York' }, threads: 2, shuffled: false, history: ONE_BY_ONE },
  { name: 'New York, shuffled', env: { TZ: 'America/New_York' }, threads: 3, shuffled: true, history: AT_ONCE },
  {
    name: 'UTC+14, shuffled',
    env: { TZ: 'Pacific/Kiritimati', ...GERMAN },
    threads: 4,
    shuffled: true,
    history: HALVES,
  },
];

/** Their bytes name inputs, by hash and line. */
const MADE_OF_INPUTS = ['manifest.json', 'public.json', 'report.html'];
const CITE_LINES = [...MADE_OF_INPUTS, 'postings.csv', 'exceptions.csv', 'warnings.csv'];

let differing = 0;
let computed = 0;
const from = Number(values.seed);
const worlds = Number(positionals[0] ?? '10');
for (let seed = from; seed < from + worlds; seed += 1) {
  const world = randomWorld(seed);
  const seen: [Way, ReadonlyMap<string, string>][] = [];
  for (const way of WAYS) seen.push([way, await withScratch((scratch) => computedIn(scratch, world, way))]);
  const [first, ...others] = seen;
  if (first === undefined) break;
  computed += seen.length;
  for (const [way, found] of others) {
    const skipped = way.shuffled ? CITE_LINES : MADE_OF_INPUTS;
    const names = [...first[1].keys()].filter(
      (name) => !skipped.includes(name) && first[1].get(name) !== found.get(name),
    );
    if (names.length === 0) continue;
    differing += 1;
    process.stdout.write(`seed ${seed}, ${way.name}: ${names.join(', ')} differ\n`);
  }
}
process.stdout.write(`${worlds} worlds from seed ${from} on, ${computed} months computed: ${differing} differ\n`);
process.exitCode = differing === 0 ? 0 : 1;

/** SHA-256 of every report of the first open month, with the digest and the printed figures beside them. */
async function computedIn(scratch: string, world: ProofWorld, way: Way): Promise<Map<string, string>> {
  const chance = chanceOf(world.seed);
  const inputs = join(scratch, 'inputs');
  const [month = ''] = world.looks;
  const files = [...filesAt(world, world.closes.length)].map(([name, text]) => {
    mkdirSync(dirname(join(inputs, name)), { recursive: true });
    writeFileSync(join(inputs, name), way.shuffled ? shuffled(name, text, chance) : text);
    return join(inputs, name);
  });
  writeFileSync(join(inputs, 'revshare.yaml'), policyYaml(world.policy, world.closes.length));
  const config = ['--config', join(inputs, 'revshare.yaml'), '--as-of', '2027-04-15T00:00:00Z'];
  const places = [
    ...config,
    '--data',
    join(scratch, 'data'),
    '--out',
    join(scratch, 'out'),
    '--threads',
    String(way.threads),
  ];
  const env = { ...process.env, ...way.env };
  for (const some of way.history(files)) {
    const { code, stderr } = await ended({ args: ['import', ...some, ...places.slice(0, -2)], env });
    if (code !== 0) throw new Error(`import ended with ${code}: ${stderr}`);
  }
  const { code, stdout, stderr } = await ended({ args: ['reconcile', month, '--json', ...places], env });
  if (code !== 0 && code !== 1) throw new Error(`reconcile ended with ${code}: ${stderr}`);
  const { exceptions, ...figures } = JSON.parse(stdout) as Readonly<Record<string, unknown>> & {
    exceptions: unknown[];
  };
  const directory = join(scratch, 'out', month, 'review');
  const hashes = readdirSync(directory).map((name) => [name, sha256(readFileSync(join(directory, name)))] as const);
  return new Map([...hashes, ['figures', sha256(JSON.stringify([figures, exceptions.length]))]]);
}

/** The rows below the header in another order; none of them has a line break inside a field. */
function shuffled(name: string, text: string, chance: Chance): string {
  const lines = text.trimEnd().split('\n');
  const head = name.endsWith('.jsonl') ? [] : lines.splice(0, 1);
  const keyed = lines.map((line) => ({ line, key: chance.int(0, 1_000_000_000) }));
  return `${[...head, ...keyed.sort((a, b) => a.key - b.key).map(({ line }) => line)].join('\n')}\n`;
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
