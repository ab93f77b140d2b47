import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Script } from 'node:vm';
import { Instrumenter } from '@stryker-mutator/instrumenter';
import { build } from 'esbuild';

/** Where Stryker's changed code asks which change is at work, and counts what it reaches. */
const stryker = {};
globalThis.__stryker__ = stryker;

/**
 * How much more often than in a test as it is a change may be reached there, and how often in any case: beyond that it runs
 * for ever.
 */
const MOST_TIMES = 100;
const ALWAYS_ALLOWED = 100_000;
/** The same for time, in milliseconds: a change may send a loop of a test itself round for hours. */
const MOST_TIMES_LONGER = 50;
const ALWAYS_WAITED = 2000;
const CALL = new Script('globalThis.found.run()');
const QUIET = { debug() {}, info() {}, warn() {}, isDebugEnabled: () => false };

/** Source files with every small change in them that Stryker knows, none of them at work. */
export async function changed(files) {
  const sources = files.map((name) => ({ name: resolve(name), mutate: true, content: readFileSync(name, 'utf8') }));
  const options = { plugins: null, excludedMutations: [], ignorers: [] };
  const { files: texts, mutants } = await new Instrumenter(QUIET).instrument(sources, options);
  return { texts: new Map(texts.map(({ name, content }) => [name, content])), mutants };
}

/**
 * Test files over changed sources, in this process. The core is pure: a test leaves nothing behind that another could
 * meet, so everything is loaded once, and a change is at work only while its tests run.
 */
export class Tests {
  /** @param cases how many cases of a law are tried; a law that asks for more says nothing here */
  static async load(texts, testFiles, cases) {
    globalThis.mostCases = cases;
    globalThis.found = { file: '', tests: [] };
    // Changed modules keep the object that they first find there.
    stryker.mutantCoverage = { static: {}, perTest: {} };
    const bundle = pathToFileURL(await bundleOf(texts, testFiles)).href;
    await import(bundle);
    const tests = new Tests();
    // Taken now: what a change reaches while it is at work is counted there as well.
    tests.reachedAtLoad = new Set(Object.keys(stryker.mutantCoverage.static));
    const { found } = globalThis;
    tests.all = [];
    for (const [index, test] of found.tests.entries()) {
      const id = `test ${index}`;
      stryker.currentTestId = id;
      const began = performance.now();
      if ((await faultOf(test)) === null)
        tests.all.push({ ...test, id, index, milliseconds: performance.now() - began });
    }
    stryker.currentTestId = undefined;
    tests.reached = stryker.mutantCoverage;
    tests.cases = cases;
    tests.bundle = bundle;
    return tests;
  }

  /** The same tests over code that is loaded anew: it remembers nothing of what it said before. */
  async forget() {
    globalThis.found = { file: '', tests: [] };
    await import(`${this.bundle}?${performance.now()}`);
    const { found } = globalThis;
    this.all = this.all.map((test) => ({ ...test, run: found.tests[test.index].run }));
  }

  /** The tests that reach a change, those of its own room and the quick ones first. */
  thatReach(mutant, room) {
    const waitingTime = ({ file, milliseconds }) =>
      file.startsWith(`src/${room.replace(/ts$/, '')}`) ? milliseconds / 20 : milliseconds;
    return this.all
      .filter(({ id }) => (this.reached.perTest[id]?.[mutant.id] ?? 0) > 0)
      .sort((a, b) => waitingTime(a) - waitingTime(b));
  }

  /** Whether a change is at work while modules load: what it makes of them then is not tried. */
  isAtLoad({ id }) {
    return this.reachedAtLoad.has(id);
  }

  /** The first test that a change fails; null where it passes them all. */
  async thatFinds({ id }, tests) {
    globalThis.mostCases = this.cases;
    stryker.activeMutant = id;
    try {
      for (const test of tests) {
        const times = this.reached.perTest[test.id]?.[id] ?? 0;
        Object.assign(stryker, { hitCount: 0, hitLimit: Math.max(times * MOST_TIMES, ALWAYS_ALLOWED) });
        const wait = Math.round(Math.max(test.milliseconds * MOST_TIMES_LONGER, ALWAYS_WAITED));
        if ((await faultOf(test, wait)) !== null) return test;
      }
      return null;
    } finally {
      stryker.activeMutant = undefined;
    }
  }

  /** The names of tests that fail now, with no change at work: something was left behind. */
  async faults() {
    const names = [];
    for (const test of this.all) if ((await faultOf(test)) !== null) names.push(test.name);
    return names;
  }
}

/** Why a test fails, and be it that it takes too long; null where it passes. */
async function faultOf({ run }, milliseconds) {
  try {
    globalThis.found.run = run;
    await CALL.runInThisContext({ timeout: milliseconds });
    return null;
  } catch (error) {
    return error;
  }
}

async function bundleOf(texts, testFiles) {
  const folder = resolve('.setup', 'mutants');
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, `${process.pid}-${performance.now()}.mjs`);
  process.on('exit', () => rmSync(outfile, { force: true }));
  const contents = testFiles.map((file) => `globalThis.found.file = '${file}';\nawait import('./${file}');`).join('\n');
  const options = { bundle: true, packages: 'external', platform: 'node', format: 'esm', logLevel: 'error' };
  await build({ stdin: { contents, resolveDir: process.cwd() }, outfile, plugins: [standIns(texts)], ...options });
  return outfile;
}

/** Changed sources in the place of sources, and what stands for `vitest` and `fast-check`. */
function standIns(texts) {
  return {
    name: 'stand-ins',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^(vitest|fast-check)$/ }, ({ path, importer }) => {
        const standIn = fileURLToPath(new URL(`${path}.mjs`, import.meta.url));
        return importer === standIn ? { path, external: true } : { path: standIn };
      });
      onLoad({ filter: /\.ts$/ }, ({ path }) =>
        texts.has(path) ? { contents: texts.get(path), loader: 'ts' } : undefined,
      );
    },
  };
}
