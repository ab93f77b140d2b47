// All checks and tests, in order; every step runs even when an earlier one failed, so that one run shows everything.
// `bin/check lint types` runs only the steps named, after the set-up that all of them need.
//
// The last line is `N passed, N failed`: the tests that vitest counts in its JSON report, plus one for each of the
// other steps, so that a wrong format or a forbidden import is a failure in the count as well.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

const scratch = mkdtempSync(join(tmpdir(), 'revshare-check-'));
const testReport = join(scratch, 'tests.json');
const colours = process.stdout.isTTY ? {} : { NO_COLOR: '1' };

const steps = [
  { name: 'set-up', commands: [['node', 'bin/setup.mjs']], live: true },
  {
    name: 'format',
    commands: [['biome', 'check', '--linter-enabled=false', '--reporter=summary']],
    remedy: 'npm run format mends it',
  },
  {
    name: 'lint',
    commands: [
      ['biome', 'lint', '--diagnostic-level=warn', '--error-on-warnings', '--max-diagnostics=50'],
      ['oxlint', '--type-aware', '--deny-warnings'],
    ],
  },
  { name: 'types', commands: [['tsc', '-p', 'tsconfig.json', '--noEmit']] },
  { name: 'imports', commands: [['depcruise', 'src', '--config', '.dependency-cruiser.cjs']] },
  { name: 'unused', commands: [['knip', '--no-progress']] },
  {
    name: 'tests',
    commands: [
      ['node', 'bin/test-server.mjs'],
      ['node', 'bin/test-browser.mjs'],
      ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${testReport}`],
    ],
    live: true,
    count: testCounts,
  },
];

async function main(wanted) {
  const unknown = wanted.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length > 0) {
    console.error(`no such step: ${unknown.join(', ')}; there are ${steps.map((step) => step.name).join(', ')}`);
    return 2;
  }
  const results = [];
  for (const step of steps) {
    if (wanted.length === 0 || step.name === 'set-up' || wanted.includes(step.name)) results.push(await runStep(step));
    if (step.name === 'set-up' && !existsSync('node_modules/.revshare-installed')) {
      console.log('without packages no other step can run');
      break;
    }
  }
  const failing = results.filter((result) => result.failed > 0);
  if (failing.length > 0) console.log(`\nfailing: ${failing.map((result) => result.name).join(', ')}`);
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
  return failing.length > 0 ? 1 : 0;
}

/** Runs a step's commands and prints its one line; what they said is shown when they fail, or at once for a live step. */
async function runStep(step) {
  const start = performance.now();
  let ok = true;
  let output = '';
  for (const command of step.commands) {
    const ended = await run(command, step.live);
    ok &&= ended.ok;
    if (!ended.ok) output += ended.output;
  }
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  // oxlint colours whatever runs under CI, NO_COLOR or not.
  if (output !== '') console.log((process.stdout.isTTY ? output : stripVTControlCharacters(output)).trimEnd());
  if (!ok && step.remedy) console.log(step.remedy);
  console.log(`${step.name.padEnd(8)} ${ok ? 'ok    ' : 'FAILED'} ${seconds.padStart(6)} s`);
  return { name: step.name, ...(step.count ?? oneForTheStep)(ok) };
}

function run([program, ...args], live) {
  const command = program === 'node' ? process.execPath : join('node_modules', '.bin', program);
  return new Promise((done) => {
    const stdio = ['ignore', live ? 1 : 'pipe', live ? 1 : 'pipe'];
    const child = spawn(command, args, { stdio, env: { ...process.env, ...colours } });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (output += text));
    child.on('error', (error) => done({ ok: false, output: `${program} does not start: ${error.message}\n` }));
    child.on('close', (code) => done({ ok: code === 0, output }));
  });
}

function oneForTheStep(ok) {
  return ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** A test file that does not load holds no failed test, and a crash leaves no report: each counts as one failure. */
function testCounts(ok) {
  let passed = 0;
  let failed = 0;
  try {
    const report = JSON.parse(readFileSync(testReport, 'utf8'));
    passed = report.numPassedTests;
    const unloaded = report.testResults.filter(
      (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
    );
    failed = report.numFailedTests + unloaded.length;
  } catch (error) {
    console.log(`the test report cannot be read: ${error.message}`);
  }
  return { passed, failed: ok ? failed : Math.max(failed, 1) };
}

try {
  process.exitCode = await main(process.argv.slice(2));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
