import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { copyBooks, importAll, importAndClose, type Outcome, type Place, placeAt, writeFiles } from './books.ts';
import { Chance } from './chance.ts';
import { type Mutation, mutate } from './operators.ts';
import { type Judged, judgeOutcome, judgeRefusal } from './verdict.ts';
import type { WorldFile } from './world-file.ts';
import { type MutatedWorld, mutatedWorlds, type Target } from './worlds.ts';

/** A mutation that was tried. */
export interface Tried extends Judged {
  readonly index: number;
  readonly target: string;
  readonly operator: string;
  /** Milliseconds that it took, and the most memory of the process so far, bytes. */
  readonly tookMs: number;
  readonly residentBytes: number;
}

/** What is made ready of a file before it is changed: the books of all others, and what they come to with it. */
interface Ready {
  readonly world: MutatedWorld;
  readonly target: Target;
  readonly without: Place;
  readonly truth: Outcome;
}

/** A mutation of a file of a world. */
interface Chosen {
  readonly world: MutatedWorld;
  readonly target: Target;
  readonly mutation: Mutation;
}

/** Tries mutations one after the other; each is told by the seed and its index alone. */
export class Trial {
  readonly #root: string;
  readonly #seed: number;
  readonly #worlds: readonly MutatedWorld[];
  readonly #ready = new Map<string, Ready>();

  private constructor(root: string, seed: number, worlds: readonly MutatedWorld[]) {
    this.#root = root;
    this.#seed = seed;
    this.#worlds = worlds;
  }

  /** @param root a directory of its own */
  static async begin(root: string, seed: number): Promise<Trial> {
    return new Trial(root, seed, await mutatedWorlds());
  }

  /** How a mutation ends; `only` limits the files that are changed to those whose names contain it. */
  async run(index: number, only = ''): Promise<Tried> {
    const { target, mutation, world } = await this.#chosen(index, only);
    const ready = await this.#made(world, target);
    const place = placeAt(join(this.#root, 'try'));
    const startedMs = Date.now();
    const judged = await judge(ready, place, mutation.bytes);
    const tookMs = Date.now() - startedMs;
    const residentBytes = process.resourceUsage().maxRSS * 1024;
    return { index, target: target.name, operator: mutation.operator, ...judged, tookMs, residentBytes };
  }

  /** A mutation as it would be tried, to look at. */
  async mutation(index: number, only: string): Promise<Mutation & { readonly target: string }> {
    const { target, mutation } = await this.#chosen(index, only);
    return { ...mutation, target: target.name };
  }

  async #chosen(index: number, only: string): Promise<Chosen> {
    const chance = new Chance((this.#seed * 1_000_003 + index) >>> 0);
    const all = this.#worlds.flatMap((world) => world.targets.map((target) => ({ world, target })));
    const files = all.filter(({ target }) => target.name.includes(only));
    while (true) {
      const { world, target } = chance.pick(files);
      const mutation = await mutate(target, chance);
      if (mutation !== null) return { world, target, mutation };
    }
  }

  /** The books of all files that are never changed. */
  async #neverChanged(world: MutatedWorld): Promise<Place> {
    const place = placeAt(join(this.#root, world.name));
    if (!existsSync(place.root)) {
      const targets = new Set(world.targets.map(({ name }) => name));
      await importFiles(place, ({ name }) => !targets.has(name), world);
    }
    return place;
  }

  async #made(world: MutatedWorld, target: Target): Promise<Ready> {
    const known = this.#ready.get(target.name);
    if (known !== undefined) return known;
    const without = placeAt(join(this.#root, `without-${this.#ready.size}`));
    copyBooks(await this.#neverChanged(world), without);
    const targets = new Set(world.targets.map(({ name }) => name));
    await importFiles(without, ({ name }) => targets.has(name) && name !== target.name, world);
    const place = placeAt(join(this.#root, 'truth'));
    const truth = await outcomeOf({ world, target, without }, place, target.pack(target.plain));
    const ready = { world, target, without, truth };
    this.#ready.set(target.name, ready);
    return ready;
  }
}

/** Imports some files of a world into the books of a place, and takes them away again. */
async function importFiles(place: Place, which: (file: WorldFile) => boolean, { files }: MutatedWorld): Promise<void> {
  writeFiles(
    place,
    files.filter((file) => file.name !== 'revshare.yaml' && which(file)),
  );
  await importAll(place);
  rmSync(place.inputs, { recursive: true });
}

async function judge(ready: Ready, place: Place, bytes: Buffer): Promise<Judged> {
  const { target, truth } = ready;
  try {
    const outcome = await outcomeOf(ready, place, bytes);
    return judgeOutcome(outcome, truth, { name: target.name, before: target.pack(target.plain), after: bytes });
  } catch (error) {
    return judgeRefusal(error, target.name);
  }
}

/** What the month comes to with these bytes in the place of the file. */
async function outcomeOf(
  { world, target, without, truth }: Omit<Ready, 'truth'> & { readonly truth?: Outcome },
  place: Place,
  bytes: Buffer,
): Promise<Outcome> {
  copyBooks(without, place);
  const isPolicy = target.name === 'revshare.yaml';
  const policy = { name: 'revshare.yaml', bytes: isPolicy ? bytes : Buffer.from(world.config) };
  mkdirSync(place.inputs, { recursive: true });
  writeFiles(place, [policy, ...(isPolicy ? [] : [{ name: target.name, bytes }])]);
  // Rows of job logs and the policy are in no table.
  const known = isPolicy || target.name.startsWith('jobs/') ? undefined : truth;
  return importAndClose({ place, config: join(place.inputs, 'revshare.yaml'), month: world.month, known });
}
