import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { INSTRUMENTER_CONSTANTS } from '@stryker-mutator/api/core';
import { declareClassPlugin, declareFactoryPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  DryRunStatus,
  determineHitLimitReached,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { build } from 'esbuild';
import { Survivors } from './survivors.mjs';

/** Cases of a law: few find most mutants, and only what these leave is tried with as many as the law itself says. */
const FEW = 12;
const ALL = Number.MAX_SAFE_INTEGER;
const MOST = Number(process.env.CASES ?? 60);
/** What the first run says of each test, for the runs that follow in other processes. */
const KNOWN = 'tests-of-the-core.json';
const LAWS = ['deferral', 'journal', 'policy-over-time'].map((name) => `test/${name}.law.test.ts`);

/**
 * Runs the tests of the core for one mutant after another in one process. The core is pure: a test leaves nothing behind that
 * another could meet, so its code is loaded once; only a mutant that is at work while a module loads needs it loaded anew.
 */
class TestsOfTheCore {
  constructor() {
    const { NAMESPACE } = INSTRUMENTER_CONSTANTS;
    globalThis[NAMESPACE] ??= {};
    this.stryker = globalThis[NAMESPACE];
    this.bundle = resolve('tests-of-the-core.mjs');
    this.loads = 0;
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    const inCore = readdirSync('src/core', { recursive: true }).map((file) => `src/core/${file.replaceAll('\\', '/')}`);
    const files = [...inCore.filter((file) => file.endsWith('.test.ts')).sort(), ...LAWS];
    await build({
      stdin: {
        contents: files.map((file) => `export const ${nameOf(file)} = () => import('./${file}');`).join('\n'),
        resolveDir: process.cwd(),
      },
      outfile: this.bundle,
      bundle: true,
      packages: 'external',
      platform: 'node',
      format: 'esm',
      logLevel: 'error',
      plugins: [standIns],
    });
    this.files = files;
    await this.load();
  }

  async load() {
    globalThis.found = { file: '', tests: [] };
    const loads = await import(`${pathToFileURL(this.bundle).href}?${this.loads}`);
    this.loads += 1;
    for (const file of this.files) {
      globalThis.found.file = file;
      await loads[nameOf(file)]();
    }
    this.tests = globalThis.found.tests.map((test) => ({ ...test, id: `${test.file} ${test.name}` }));
  }

  async dryRun() {
    const results = [];
    for (const test of this.tests) {
      this.stryker.currentTestId = test.id;
      const withFew = await this.run(test, FEW);
      const needsAll = failed(withFew);
      if (!needsAll) results.push(withFew);
      else if (MOST === ALL) results.push({ ...(await this.run(test, ALL)), needsAll });
    }
    this.stryker.currentTestId = undefined;
    const known = results.map(({ id, timeSpentMs, needsAll = false }) => ({ id, timeSpentMs, needsAll }));
    writeFileSync(KNOWN, JSON.stringify(known));
    return { status: DryRunStatus.Complete, tests: results, mutantCoverage: this.stryker.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, mutantActivation, sandboxFileName }) {
    const { stryker } = this;
    stryker.hitLimit = hitLimit;
    stryker.hitCount = hitLimit === undefined ? undefined : 0;
    stryker.activeMutant = activeMutant.id;
    try {
      if (mutantActivation === 'static') await this.load();
      const results = await this.untilOneFails(testFilter && new Set(testFilter), sandboxFileName);
      const outOfBounds = determineHitLimitReached(stryker.hitCount, hitLimit);
      return toMutantRunResult(outOfBounds ?? { status: DryRunStatus.Complete, tests: results });
    } catch (error) {
      const test = {
        id: 'load',
        name: 'loads',
        timeSpentMs: 0,
        status: TestStatus.Failed,
        failureMessage: String(error),
      };
      return toMutantRunResult({ status: DryRunStatus.Complete, tests: [test] });
    } finally {
      stryker.activeMutant = undefined;
      if (mutantActivation === 'static') await this.load();
    }
  }

  /** The quick tests first, those of the room before others; few cases of each law before all of any. */
  async untilOneFails(wanted, mutated) {
    const room = `${relative(process.cwd(), dirname(mutated))}/`;
    const byId = new Map(this.tests.map((test) => [test.id, test]));
    const inOrder = JSON.parse(readFileSync(KNOWN, 'utf8'))
      .filter(({ id }) => wanted?.has(id) ?? true)
      .sort((a, b) => waitingTime(a, room) - waitingTime(b, room));
    const few = inOrder.filter(({ needsAll }) => !needsAll).map(({ id }) => [id, FEW]);
    const laws = MOST > FEW ? inOrder.filter(({ id }) => id.includes('.law.test.ts ')) : [];
    const all = laws.map(({ id }) => [id, MOST]);
    const results = [];
    for (const [id, cases] of [...few, ...all]) {
      results.push(await this.run(byId.get(id), cases));
      if (failed(results.at(-1))) break;
    }
    return results;
  }

  async run({ id, name, file, run }, mostCases) {
    globalThis.mostCases = mostCases;
    const began = performance.now();
    const result = { id, name, fileName: resolve(file) };
    try {
      await run();
      return { ...result, status: TestStatus.Success, timeSpentMs: performance.now() - began };
    } catch (error) {
      const failureMessage = String(error instanceof Error ? error.message : error);
      return { ...result, status: TestStatus.Failed, failureMessage, timeSpentMs: performance.now() - began };
    }
  }
}

/** Where laws and examples get their `vitest` and `fast-check` from. */
const standIns = {
  name: 'stand-ins',
  setup({ onResolve }) {
    onResolve({ filter: /^(vitest|fast-check)$/ }, ({ path, importer }) => {
      const standIn = fileURLToPath(new URL(`${path}.mjs`, import.meta.url));
      return importer === standIn ? { path, external: true } : { path: standIn };
    });
  },
};

function nameOf(file) {
  return file.replaceAll(/[^a-z0-9]/g, '_');
}

/** A test of the room finds its mutants more often than the others do. */
function waitingTime({ id, timeSpentMs }, room) {
  return id.startsWith(room) ? timeSpentMs / 20 : timeSpentMs;
}

function failed({ status }) {
  return status === TestStatus.Failed;
}

export const strykerPlugins = [
  declareClassPlugin(PluginKind.TestRunner, 'tests-of-the-core', TestsOfTheCore),
  declareFactoryPlugin(PluginKind.Reporter, 'survivors', survivors),
];

function survivors() {
  return new Survivors(process.env.SURVIVORS);
}
