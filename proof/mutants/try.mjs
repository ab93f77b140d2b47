import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { changed, Tests } from './room.mjs';

/**
 * `node proof/mutants/try.mjs core/pool core/money`: every small change of these rooms of src, and those that no test of the
 * core finds. The room's own tests come first, with few cases of each law; what passes them is tried with all tests of the
 * core, and with REVSHARE_LONG_TESTS=1 with as many cases as the laws themselves say. REVSHARE_QUICK_TESTS=1 stops after the
 * room's own examples. `app/books/records/known-reports.ts` is a room of one file, whose own tests are those that are named after it.
 */
const REPORTS = join('proof', 'mutants', 'reports');
const LAWS = ['close/deferral', 'reports/journal', 'close/policy-over-time'].map((name) => `test/${name}.law.test.ts`);
/** What keeps what it said before (checksumAddress): its code is loaded anew for every change. */
const REMEMBERS = new Set(['core/wallet']);
const isLong = process.env.REVSHARE_LONG_TESTS === '1';
const isQuick = process.env.REVSHARE_QUICK_TESTS === '1';
const FEW = isQuick ? 3 : 12;

for (const room of process.argv.slice(2)) {
  const report = await tried(room);
  mkdirSync(REPORTS, { recursive: true });
  writeFileSync(join(REPORTS, `${room.replaceAll('/', '-')}.json`), `${JSON.stringify(report, null, 1)}\n`);
  process.stdout.write(`${shown(report)}\n`);
}

async function tried(room) {
  const began = process.cpuUsage();
  const { texts, mutants } = await changed(sourcesOf(room));
  let left = mutants.map((mutant) => ({ ...mutant, isReached: false, isAtLoad: false }));
  for (const [testFiles, cases] of roundsOf(room)) {
    if (left.length === 0) break;
    left = await passing(left, room, () => Tests.load(texts, testFiles, cases));
    process.stderr.write(`${room}: ${left.length} of ${mutants.length} pass ${testFiles.length} files of tests\n`);
  }
  const { user, system } = process.cpuUsage(began);
  const atLoad = left.filter(({ isReached, isAtLoad }) => isAtLoad && !isReached);
  const survivors = left.filter((mutant) => !atLoad.includes(mutant));
  const total = mutants.length - atLoad.length;
  return {
    room,
    mutants: total,
    killed: total - survivors.length,
    atLoad: atLoad.length,
    seconds: Math.round((user + system) / 1e6),
    left: survivors.map(told),
  };
}

/** Which tests are run one after the other, each round with what passed the one before, and with how many cases of a law. */
function roundsOf(room) {
  const core = [...typescriptIn('src/core').filter(isTest), ...LAWS];
  const own = testsOf(room);
  if (isQuick) return [[own.filter((file) => !file.endsWith('.law.test.ts')), FEW]];
  if (REMEMBERS.has(room)) return [[own, FEW]];
  // Tests of the core reach nothing of app.
  if (room.startsWith('app/')) return [[own, FEW]];
  // The room's own say nothing new in the second round: laws have the same cases there.
  return [
    [own, FEW],
    [core.filter((file) => !own.includes(file)), FEW],
    ...(isLong ? [[core, Number.MAX_SAFE_INTEGER]] : []),
  ];
}

/** What is changed: a file, or the files of a folder without those of its own folders. */
function sourcesOf(room) {
  if (isFile(room)) return [`src/${room}`];
  return typescriptIn(`src/${room}`).filter((file) => !isTest(file) && dirname(file) === `src/${room}`);
}

function testsOf(room) {
  const tests = typescriptIn(`src/${isFile(room) ? dirname(room) : room}`).filter(isTest);
  return isFile(room) ? tests.filter((file) => file.startsWith(`src/${room.slice(0, -'ts'.length)}`)) : tests;
}

function isFile(room) {
  return room.endsWith('.ts');
}

/** The changes that pass all tests. */
async function passing(mutants, room, load) {
  const tests = await load();
  const passed = [];
  for (const mutant of mutants) {
    if (REMEMBERS.has(room)) await tests.forget();
    const reaching = tests.thatReach(mutant, room);
    if ((await tests.thatFinds(mutant, reaching)) === null) {
      const [isReached, isAtLoad] = [
        mutant.isReached || reaching.length > 0,
        mutant.isAtLoad || tests.isAtLoad(mutant),
      ];
      passed.push({ ...mutant, isReached, isAtLoad });
    }
  }
  const faults = await tests.faults();
  if (faults.length > 0) throw new Error(`a change of ${room} left something behind: ${faults[0]} fails without it`);
  return passed;
}

function told({ fileName, location, mutatorName, replacement, isReached }) {
  const { line, column } = location.start;
  const place = `${relative(process.cwd(), fileName)}:${line + 1}:${column + 1}`;
  const text = (replacement ?? '').replaceAll(/\s+/g, ' ').slice(0, 140);
  return `${isReached ? '' : 'not reached: '}${place} ${mutatorName} -> ${text}`;
}

function shown({ room, mutants, killed, atLoad, seconds, left }) {
  const percent = ((100 * killed) / Math.max(mutants, 1)).toFixed(1);
  const head = `${room}: ${killed} of ${mutants} found (${percent} %), ${atLoad} at work only at load and not tried; ${seconds} CPU s`;
  return [head, ...left.map((each) => `  ${each}`)].join('\n');
}

function typescriptIn(folder) {
  if (!existsSync(folder)) throw new Error(`${folder} is no folder`);
  const names = readdirSync(folder, { recursive: true }).map((name) => name.replaceAll('\\', '/'));
  return names
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => `${folder}/${name}`);
}

function isTest(file) {
  return file.endsWith('.test.ts');
}
