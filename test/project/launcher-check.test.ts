import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LauncherCopy } from '../running/launcher-copy.ts';

let copy: LauncherCopy;
beforeEach(() => {
  copy = new LauncherCopy();
  copy.writeProgram('stubs/apt-get', '#!/bin/sh\nexit 1\n');
  for (const tool of ['biome', 'oxlint', 'tsc', 'depcruise', 'knip']) tools({ [tool]: 'exit 0' });
  vitestReports({ numPassedTests: 41, numFailedTests: 0, testResults: [] }, 0);
});
afterEach(() => copy.remove());

/** The tools stand where npm puts them; the stub of npm leaves them there. */
function tools(scripts: Record<string, string>): void {
  for (const [name, script] of Object.entries(scripts)) {
    copy.writeProgram(`node_modules/.bin/${name}`, `#!/bin/sh\n${script}\n`);
  }
}

function vitestReports(report: object, code: number): void {
  copy.write('report.json', JSON.stringify(report));
  tools({ vitest: `for a; do case $a in --outputFile.json=*) cp report.json "\${a#*=}" ;; esac; done; exit ${code}` });
}

async function run(command = 'bin/check', args: string[] = []) {
  const { code, stdout } = await copy.start(args, { command: copy.at(command) }).ended;
  return { code, stdout, lastLine: stdout.slice(stdout.lastIndexOf('\n', stdout.length - 2) + 1) };
}

// Six steps besides the tests: set-up, format, lint, types, imports, unused.
describe.each(['bin/check', '.ci/run'])('%s', (command) => {
  it('ends with the true counts: the tests and one for each other step', async () => {
    expect(await run(command)).toMatchObject({ code: 0, lastLine: '47 passed, 0 failed\n' });
  });

  it('runs every step although one fails, and shows what it said', async () => {
    tools({ depcruise: 'echo core imports store; exit 3' });
    const { code, stdout, lastLine } = await run(command);
    expect([code, lastLine]).toEqual([1, '46 passed, 1 failed\n']);
    expect(stdout).toContain('core imports store');
    expect(stdout).toMatch(/^imports +FAILED/m);
    expect(stdout).toMatch(/^tests +ok/m);
    expect(stdout).toContain('\nfailing: imports\n');
  });

  it('counts failed tests, and a test file that does not load as one more', async () => {
    const testResults = [
      { status: 'failed', assertionResults: [{ status: 'failed' }, { status: 'failed' }, { status: 'passed' }] },
      { status: 'failed', assertionResults: [] },
    ];
    vitestReports({ numPassedTests: 1, numFailedTests: 2, testResults }, 1);
    expect(await run(command)).toMatchObject({ code: 1, lastLine: '7 passed, 3 failed\n' });
  });

  it('counts a failure when vitest fails without a failed test, or without a report', async () => {
    vitestReports({ numPassedTests: 41, numFailedTests: 0, testResults: [] }, 1);
    expect(await run(command)).toMatchObject({ code: 1, lastLine: '47 passed, 1 failed\n' });
    tools({ vitest: 'exit 137' });
    expect(await run(command)).toMatchObject({ code: 1, lastLine: '6 passed, 1 failed\n' });
  });

  it('stops when the packages cannot be installed', async () => {
    copy.writeProgram('stubs/npm', '#!/bin/sh\nexit 1');
    expect(await run(command)).toMatchObject({ code: 1, lastLine: '0 passed, 1 failed\n' });
  });
});

describe('bin/check', () => {
  it('runs only the steps that are named, after the set-up', async () => {
    tools({ knip: 'exit 1' });
    expect(await run('bin/check', ['lint', 'types'])).toMatchObject({ code: 0, lastLine: '3 passed, 0 failed\n' });
  });

  it('refuses a step that there is not', async () => {
    expect(await run('bin/check', ['lnit'])).toMatchObject({ code: 2 });
  });
});

describe('.ci/run', () => {
  it('counts one failure when the check dies before it can count', async () => {
    copy.writeProgram('bin/check', '#!/bin/sh\nexit 0');
    expect(await run('.ci/run')).toMatchObject({ code: 1, lastLine: '0 passed, 1 failed\n' });
  });

  it('sets an awkward time zone', async () => {
    tools({ tsc: 'echo "zone: $TZ"; exit 1' });
    expect((await run('.ci/run')).stdout).toContain('zone: Pacific/Kiritimati');
  });
});
