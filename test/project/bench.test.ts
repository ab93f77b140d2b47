import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { benchArguments } from '../../scripts/bench/arguments.ts';
import { closedOctober } from '../../scripts/bench/close.ts';
import { plainContestants, runContestant } from '../../scripts/bench/contestants.ts';
import { fastest, figuresTable, times } from '../../scripts/bench/figures-table.ts';
import { generateJobs } from '../../scripts/bench/generate-jobs.ts';
import { growthTable } from '../../scripts/bench/growth.ts';
import { writeJobWorld } from '../../scripts/bench/job-people.ts';
import type { MeasuredRun } from '../../scripts/bench/measured-run.ts';
import { median } from '../../scripts/bench/start-up.ts';
import { differences, mustAgree, totalsOf, totalsOfReports } from '../../scripts/bench/totals.ts';
import { revshare } from '../running/program.ts';

/** Enough for jobs of each reason, and for repeated ones within a day. */
const ROWS = 15_000;

describe('the generated job log', () => {
  let scratch = '';
  let inputs = '';
  beforeEach(() => {
    scratch = mkdtempSync(join(tmpdir(), 'revshare-bench-test-'));
    inputs = join(scratch, 'inputs');
    mkdirSync(inputs);
  });
  afterEach(() => rmSync(scratch, { recursive: true, force: true }));

  it('has the same totals by revshare and by every plain script, and jobs for each reason', async () => {
    await writeJobWorld(inputs);
    const { rows, rowsOfOneMoreDay } = await generateJobs(inputs, ROWS, 7);
    expect([rows, rowsOfOneMoreDay]).toEqual([15_000, 500]);
    const places = ['--data', join(scratch, 'data'), '--out', join(scratch, 'out'), '--as-of', '2026-12-05T00:00:00Z'];
    const { code } = await revshare(['reconcile', '2026-10', '--inputs', inputs, '--quiet', ...places]);
    expect(code).toBe(1);
    const own = totalsOfReports(join(scratch, 'out', '2026-10', 'review'));
    const reasons = [...own.keys()].filter((name) => name.startsWith('excluded')).map((name) => name.split(' ')[1]);
    expect(new Set(reasons)).toEqual(
      new Set([
        ...['duplicate', 'not-completed', 'not-participating', 'not-subscription', 'self-match-untestable'],
        ...['self-matched', 'trial', 'vendor-model'],
      ]),
    );
    for (const contestant of plainContestants().there) {
      const { totals } = await runContestant(contestant, inputs, scratch);
      expect(differences(totals, own), contestant.name).toEqual([]);
    }
  });

  it('is the same for the same seed, and another for another', async () => {
    const hashOf = async (seed: number): Promise<string> => {
      const { days, oneMoreDay } = await generateJobs(inputs, 5000, seed);
      const hash = createHash('sha256');
      for (const path of [...days, oneMoreDay]) hash.update(readFileSync(path));
      return hash.digest('hex');
    };
    const first = await hashOf(7);
    expect(await hashOf(7)).toBe(first);
    expect(await hashOf(8)).not.toBe(first);
  });

  it('repeats jobs within a file and across files', async () => {
    const { days } = await generateJobs(inputs, ROWS, 7);
    const files = days.map((path) => readFileSync(path, 'utf8').trimEnd().split('\n').slice(1));
    const within = files.filter((lines) => new Set(lines.map(idOf)).size < lines.length);
    expect(within.length).toBeGreaterThan(0);
    const firstDay = new Set(files[0]?.map(idOf));
    expect(files.slice(1).some((lines) => lines.some((line) => firstDay.has(idOf(line))))).toBe(true);
  });
});

describe('the world that is closed', () => {
  it('becomes final', async () => {
    const scratch = mkdtempSync(join(tmpdir(), 'revshare-bench-test-'));
    try {
      const { final } = await closedOctober(scratch, { charges: 600, wallets: 20 });
      expect(JSON.parse(final.stdout)).toMatchObject({ done: 'final' });
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  });
});

describe('totals', () => {
  const HEAD = 'kind,name,jobs,render_spark\n';

  it('compare as numbers, to the last digit', () => {
    const one = totalsOf(`${HEAD}wallet,0xa,2,1.500000\nexcluded,trial,1,3\n`);
    expect(differences(one, totalsOf(`${HEAD}excluded,trial,1,3.000000000\r\nwallet,0xa,2,1.5\r\n`))).toEqual([]);
    expect(differences(one, totalsOf(`${HEAD}wallet,0xa,2,1.5000001\n`))).toEqual([
      'excluded trial: 1 3.000000, not missing',
      'wallet 0xa: 2 1.500000, not 2 1.5000001',
    ]);
  });

  it('that differ, or hold nothing, end the run', () => {
    const one = totalsOf(`${HEAD}wallet,0xa,2,1.5\n`);
    expect(() => mustAgree('a script', one, one)).not.toThrow();
    expect(() => mustAgree('a script', totalsOf(`${HEAD}wallet,0xa,3,1.5\n`), one)).toThrow(
      'a script has other totals:\n  wallet 0xa: 3 1.500000, not 2 1.500000',
    );
    expect(() => mustAgree('a script', new Map(), new Map())).toThrow('other totals');
  });

  it('that are no numbers are refused', () => {
    expect(() => totalsOf(`${HEAD}wallet,0xa,2,1e6\n`)).toThrow('not a total: 2 jobs, 1e6 render Spark');
  });
});

describe('the tables', () => {
  const run = (seconds: number, peakMb: number | null = 100): MeasuredRun => ({
    ...{ seconds, peakMb, cpuSeconds: peakMb === null ? null : 2 * seconds, stdout: '' },
  });

  it('show figures, and what could not be measured', () => {
    const lines = [
      { step: 'one', run: run(2), rows: 3_000_000, against: '1x' },
      { step: 'two', run: run(0.5, null), rows: null },
      { step: 'three', run: null, rows: 5, against: 'not on this machine' },
    ];
    expect(figuresTable(lines, 'against')).toBe(
      [
        '| step | seconds | rows/s | CPU seconds | peak MB | against |',
        '| --- | --- | --- | --- | --- | --- |',
        '| one | 2.00 | 1,500,000 | 4.00 | 100 | 1x |',
        '| two | 0.50 |  | - | - |  |',
        '| three | - | - | - | - | not on this machine |',
      ].join('\n'),
    );
    expect(figuresTable(lines.slice(0, 1))).toContain('| one | 2.00 | 1,500,000 | 4.00 | 100 |');
    expect([times(5, 2), times(1, 16)]).toEqual(['2.50x', '0.063x']);
  });

  it('show the growth from one size to the next', () => {
    expect(
      growthTable([
        { rows: 1e6, run: run(2) },
        { rows: 1e7, run: run(18, 250) },
      ])
        .split('\n')
        .slice(2),
    ).toEqual(['| 1,000,000 |  | 2.00 |  | 100 |  |', '| 10,000,000 | 10.0 | 18.00 | 9.0 | 250 | 2.5 |']);
  });

  it('take the fastest of the rounds, and the middle of many short runs', () => {
    expect(fastest([run(3), run(1), run(2)]).seconds).toBe(1);
    expect(median([run(3), run(1), run(2)]).seconds).toBe(2);
  });
});

describe('the arguments', () => {
  it('name what is timed; plain scripts stop at ten million rows unless asked', () => {
    const usage = benchArguments(['usage', '1000000', '50000000'])?.usage;
    expect(usage?.map(({ rows, rounds, against }) => [rows, rounds, against])).toEqual([
      [1_000_000, 3, true],
      [50_000_000, 1, false],
    ]);
    expect(benchArguments(['usage', '50000000', '--all', '--rounds', '2'])?.usage[0]).toMatchObject({
      ...{ rounds: 2, against: true },
    });
    expect(benchArguments([])).toMatchObject({ startUp: true, charges: [1_000_000], wallets: [100_000] });
    expect(benchArguments(['charges', '5'])).toMatchObject({ startUp: false, usage: [], charges: [5], wallets: [] });
  });

  it('that make no sense are refused', () => {
    for (const args of [['wages'], ['usage', 'many'], ['usage', '0'], ['start-up', '3'], ['usage', '--fast']]) {
      expect(benchArguments(args), args.join(' ')).toBeNull();
    }
  });
});

function idOf(line: string): string {
  return line.slice(0, line.indexOf(','));
}
