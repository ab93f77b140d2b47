import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { command, FORGE, finalize, KILN, smallWorld, writeStripe } from '../worlds/close-world.ts';
import { filesUnder, type World } from '../worlds/world.ts';

/* What a statement says of its payment, and the lists of a year. */

let world: World;
let config: string[];
beforeAll(async () => {
  world = smallWorld();
  const payer = 'payouts: { default_method: usdc, payer: { name: Render Network, contact: pay@example.org } }';
  world.write('revshare.yaml', `${world.read('revshare.yaml')}${payer}\n`);
  config = ['--config', join(world.inputs, 'revshare.yaml')];
  writeStripe(world, 'a', [
    { kind: 'charge', id: 'a', charge: 'ch_a', day: '2026-08-03', amount: '20.00', until: '2026-09-03' },
  ]);
  await finalize(world, '2026-08');
}, 120_000);

describe('a statement', () => {
  it('names who pays, when it is due, and what is missing to the minimum', async () => {
    const { code, stdout } = await command(world, [
      'statement',
      KILN,
      '--month',
      '2026-08',
      '--format',
      'csv',
      ...config,
    ]);
    expect(code).toBe(0);
    // 51 % of 20.00 are 10.20; three quarters of it are 7.65, and 10 - 7.65 = 2.35. 45 days after 31 August: 15 October.
    const said = ['Render Network', 'pay@example.org', '2026-10-15', '10.000000', '2.350000'];
    for (const each of said) expect(stdout).toContain(each);
  });

  it.each(['text', 'csv', 'html', 'json'])(
    'lists its jobs where it is asked for them, and is checked with them: %s',
    async (form) => {
      const month = ['statement', KILN, '--month', '2026-08', ...config];
      const { code, stdout } = await command(world, [...month, '--jobs', '--format', form]);
      expect(code).toBe(0);
      const file = join(world.root, `jobs.${form}`);
      const check = (text: string) => {
        writeFileSync(file, text);
        const published = join(world.out, '2026-08', 'final', 'public.json');
        return command(world, ['verify-statement', file, '--manifest', published]);
      };
      // One job in August, of 30 Spark.
      const record = /"jobId":"2026-08-kiln","day":"2026-08-05","model":"z-image-turbo","renderSpark":"30.000000"/;
      expect(stdout.replaceAll(form === 'text' ? '\n' : '', '').replaceAll('""', '"')).toMatch(record);
      if (form === 'text') expect(stdout).toMatch(/^By day\nday +jobs +render Spark\n2026-08-05 +1 +30\.000000\n/m);
      expect(await check(stdout)).toMatchObject({ code: 0 });
      expect(await check(stdout.replaceAll('2026-08-kiln', '2026-08-kilm'))).toMatchObject({ code: 1 });
      // Without the list it is the statement that it always was.
      expect((await command(world, [...month, '--format', form])).stdout).not.toContain('2026-08-kiln');
    },
  );

  it.each(['text', 'csv', 'html', 'json'])(
    'says the jobs by day without being asked, and is checked by them: %s',
    async (form) => {
      const { code, stdout } = await command(world, [
        'statement',
        KILN,
        '--month',
        '2026-08',
        ...config,
        '--format',
        form,
      ]);
      expect(code).toBe(0);
      const file = join(world.root, `days.${form}`);
      writeFileSync(file, stdout);
      const check = ['verify-statement', file, '--manifest', join(world.out, '2026-08', 'final', 'public.json')];
      expect(await command(world, check)).toMatchObject({ code: 0 });
      // The record and what is shown of it, both another day of the month before: only the check of days sees it.
      writeFileSync(file, stdout.replaceAll('2026-08-05', '2026-07-05'));
      expect((await command(world, check)).stdout).toContain('2026-08: a day is of another month');
    },
  );

  it('lists the jobs of all wallets, of a month and of a year', async () => {
    for (const [which, directory] of [
      [['--month', '2026-08'], '2026-08'],
      [['--year', '2026'], '2026'],
    ] as const) {
      const all = ['statement', '--all', ...which, '--jobs', '--format', 'text', ...config];
      expect(await command(world, all)).toMatchObject({ code: 0 });
      for (const [wallet, own, other] of [
        [KILN, '2026-08-kiln', '2026-08-forge'],
        [FORGE, '2026-08-forge', '2026-08-kiln'],
      ] as const) {
        const file = join(world.out, directory, 'statements', `${wallet}.txt`);
        const text = readFileSync(file, 'utf8');
        expect(text).toContain(own);
        expect(text).not.toContain(other);
        const one = await command(world, ['statement', wallet, ...which, '--jobs', ...config]);
        expect(one.stdout).toBe(text);
        const published = ['--manifest', join(world.out, '2026-08', 'final', 'public.json')];
        expect(await command(world, ['verify-statement', file, ...published])).toMatchObject({ code: 0 });
        writeFileSync(file, text.replaceAll(own, `${own.slice(0, -1)}x`));
        expect(await command(world, ['verify-statement', file, ...published])).toMatchObject({ code: 1 });
      }
    }
  });

  it('takes away no other form that is there, and leaves none as it was another day', async () => {
    const all = ['statement', '--all', '--month', '2026-08', ...config];
    const names = (forms: readonly string[]): string[] =>
      [FORGE, KILN].flatMap((wallet) => forms.map((form) => `${wallet}.${form}`));
    const directory = join(world.out, '2026-08', 'statements');
    rmSync(directory, { recursive: true, force: true });
    await command(world, [...all, '--format', 'csv']);
    expect(filesUnder(directory)).toEqual(names(['csv']));
    const old = join(directory, `${KILN}.csv`);
    const written = readFileSync(old, 'utf8');
    writeFileSync(old, 'of another day');
    const { stdout } = await command(world, [...all, '--format', 'html']);
    // Two wallets, HTML and CSV.
    expect(stdout).toContain('statements of 2 wallets, 4 files');
    expect(stdout).toContain(`verify-statement ${join(directory, `${FORGE}.html`)}`);
    expect(filesUnder(directory)).toEqual(names(['csv', 'html']));
    expect(readFileSync(old, 'utf8')).toBe(written);
    rmSync(directory, { recursive: true });
  });

  it.each([
    ['statement', KILN, '--month', '2026-07'],
    ['statement', '--all', '--month', '2026-07'],
    ['payouts', '2026-07'],
    ['payouts', '2026-07', '--status'],
    ['journal', '2026-07', '--for', 'xero'],
    ['restate', '2026-07'],
  ])('of a month that is never shared is told as that, with no step that is refused next: %s', async (...args) => {
    const ended = await command(world, [...args, ...config]);
    expect(ended).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('code: before-first-month\n') });
    expect(ended.stderr).toContain('2026-07 is before first_month 2026-08');
  });

  it('of a month that is final is made whatever first_month the configuration has by now', async () => {
    const later = join(world.root, 'later.yaml');
    writeFileSync(later, world.read('revshare.yaml').replace('first_month: 2026-08', 'first_month: 2026-09'));
    for (const args of [
      ['statement', KILN, '--month', '2026-08'],
      ['payouts', '2026-08', '--status'],
    ]) {
      expect(await command(world, [...args, '--config', later])).not.toMatchObject({
        stderr: expect.stringContaining('before-first-month'),
      });
    }
  });

  it('of a year of which nothing is final, and in which nothing was sent, is none', async () => {
    for (const whom of ['--all', KILN]) {
      expect(await command(world, ['statement', whom, '--year', '2031', ...config])).toMatchObject({
        code: 2,
        stderr: 'error: no month of 2031 is final, and nothing was sent in it\n',
      });
    }
    expect(existsSync(join(world.out, '2031'))).toBe(false);
  });

  it('of a whole year comes with a summary for taxes', async () => {
    expect(await command(world, ['statement', '--all', '--year', '2026', '--format', 'text', ...config])).toMatchObject(
      {
        code: 0,
        stdout: expect.stringContaining('statements of 2 wallets, 3 files'),
      },
    );
    const directory = join(world.out, '2026', 'statements');
    expect(filesUnder(directory)).toEqual([`${FORGE}.txt`, `${KILN}.txt`, 'summary.csv']);
    expect(readFileSync(join(directory, 'summary.csv'), 'utf8')).toBe(
      'year,wallet,months,earned_usd,payments,paid_usd,fees_usd\n' +
        `2026,${FORGE},1,2.550000,0,0.000000,0.000000\n` +
        `2026,${KILN},1,7.650000,0,0.000000,0.000000\n`,
    );
    const one = await command(world, ['statement', KILN, '--year', '2026', ...config]);
    expect(one.stdout).toBe(readFileSync(join(directory, `${KILN}.txt`), 'utf8'));
  });

  it('calls on its way what was released, and no batch that waits for that or was cancelled', async () => {
    const lower = join(world.root, 'lower.yaml');
    writeFileSync(
      lower,
      world.read('revshare.yaml').replace('default_method: usdc', '$&, minimum_usd: { usdc: 5.00 }'),
    );
    const run = (...args: string[]) => command(world, [...args, '--config', lower]);
    const payment = async () => {
      const { stdout } = await run('statement', KILN, '--month', '2026-08');
      return stdout.split('\n').filter((line) => /on its way|prepared/.test(line));
    };
    const prepare = ['payouts', '2026-08', '--early', '--json'];
    const { digest } = JSON.parse((await run(...prepare)).stdout);
    // Three quarters of 10.20; 2.55 of the other wallet are below 5.00.
    const waiting = [
      'being prepared, USD        7.650000',
      'of that on its way      0.000000',
      'of that being prepared  7.650000',
    ];
    expect(await payment()).toEqual(waiting);
    expect(await run('payouts', '2026-08', '--cancel', digest, '--reason', 'not yet')).toMatchObject({ code: 0 });
    expect(await payment()).toEqual(waiting);
    await run(...prepare);
    expect(await run('payouts', '2026-08', '--release', digest, '--by', 'Ada')).toMatchObject({ code: 0 });
    expect(await payment()).toEqual(['on its way, USD            7.650000', 'of that on its way  7.650000']);
    // The release lapses: nothing more is sent by it.
    const payees = join(world.root, 'payees.csv');
    writeFileSync(payees, `wallet,method,destination,currency,hold,from_month\n${KILN},usdc,,,stolen,2026-08\n`);
    expect(await run('import', payees)).toMatchObject({ code: 0 });
    expect(await payment()).toEqual(waiting);
  });
});
