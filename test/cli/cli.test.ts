import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { HELP } from '../../src/cli/help.ts';
import { inProcess } from '../running/in-process.ts';
import { PROJECT, revshare } from '../running/program.ts';
import { smallWorld as completeWorld } from '../worlds/close-world.ts';
import { appleFile, appleRow, lines, smallWorld } from '../worlds/small-world.ts';
import { emptyWorld, exact, FIXTURES, filesUnder, NOVEMBER, reconcile, scratch, type World } from '../worlds/world.ts';

/** The command line (see README.md). */

/** A small world with one sale: net revenue 16.99, nothing that needs a person. */
function cleanWorld(): World {
  const world = smallWorld();
  world.write('Subscriber_1_20261012.txt', appleFile([appleRow()]));
  return world;
}

/** The same with a product that nobody knows. */
function openWorld(): World {
  const world = cleanWorld();
  world.write('Subscriber_1_20261013.txt', appleFile([unknownSale()]));
  return world;
}

function unknownSale() {
  return appleRow({ 'Event Date': '2026-10-13', 'Subscription Apple ID': '6799999999' });
}

function argumentsOf(world: World): string[] {
  return ['--inputs', world.inputs, '--data', world.data, '--out', world.out, '--as-of', NOVEMBER];
}

describe('help', () => {
  it('names every command, the exit codes and the version', async () => {
    const [help, version] = await Promise.all([revshare(['--help']), revshare(['--version'])]);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    for (const name of ['init', 'import', 'reconcile', 'status']) expect(commandsOf(help.stdout)).toContain(name);
    expect(help.stdout).toMatch(/Exit codes:\s+0 .*1 .*2 /s);
    const { version: packaged } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as {
      version: string;
    };
    expect(version).toEqual({ code: 0, stdout: `${packaged}\n`, stderr: '' });
  });

  it('of each command shows its options', async () => {
    const commands = commandsOf((await revshare(['--help'])).stdout).filter((name) => name !== 'help');
    const helps = await Promise.all(commands.map((name) => revshare([name, '--help'])));
    for (const [index, help] of helps.entries()) {
      expect(help).toMatchObject({ code: 0, stderr: '' });
      expect(help.stdout).toContain(`Usage: revshare ${commands[index]}`);
      // What does nothing for a command is taken, and not shown.
      const { without = [] } = HELP[commands[index] ?? ''] ?? {};
      const everywhere = ['--config', '--inputs', '--data', '--out', '--as-of', '--json', '--quiet', '--no-color'];
      for (const option of commands[index] === 'completion' ? [] : everywhere)
        expect(help.stdout.includes(`${option} `), `${commands[index]} ${option}`).toBe(!without.includes(option));
    }
  });

  function commandsOf(help: string): string[] {
    const list = help.slice(help.indexOf('Commands:'));
    return [...list.matchAll(/^ {2}([a-z][a-z-]*)/gm)].map((match) => match[1] ?? '');
  }
});

/** What a shell makes of `--by $NAME --quiet` with nothing in NAME: before, `--quiet` was the name in the books. */
function lackingValues(): [why: string, args: string[], says: RegExp][] {
  return [
    [
      'a release by nobody',
      ['payouts', '2026-10', '--release', '0'.repeat(16), '--by', '--quiet'],
      /error: --by lacks its value: --quiet stands in its place/,
    ],
    [
      'an approval of no digest',
      ['finalize', '2026-10', '--accept', '--by', 'boss'],
      /error: --accept lacks its value: --by stands in its place/,
    ],
    ['no directory, before the command', ['--data', '--out=x', 'status'], /--data lacks its value: --out stands/],
    ['an empty directory', ['status', '--data', ''], /error: --data names nothing/],
    ['blank inputs', ['reconcile', '2026-10', '--inputs', ' '], /error: --inputs names nothing/],
    ['no list at all', ['payouts', '2026-10', '--void', '0'.repeat(8), '--published', '--help'], /--published lacks/],
  ];
}

describe('a command line that cannot be understood', () => {
  const lines: readonly (readonly [why: string, args: readonly string[], says: RegExp])[] = [
    ['no command', [], /Usage: revshare/],
    ['an unknown command', ['reconcil', '2026-10'], /unknown command 'reconcil'/],
    ['an unknown option', ['status', '--input', 'x'], /unknown option '--input'/],
    [
      'a month as an option',
      ['status', '--month', '2026-10'],
      /The month stands alone here: revshare status 2026-10\n$/,
    ],
    [
      'a month that is none',
      ['owed', '--month=2026-10'],
      /unknown option '--month=2026-10'\n\(revshare owed --help[^\n]*\n$/,
    ],
    ['an option without its value', ['status', '--data'], /--data/],
    ...lackingValues(),
    ['no month', ['reconcile'], /missing required argument 'month'/],
    ['a month that is none', ['reconcile', '2026-13'], /"2026-13" is not a month/],
    ['a month in words', ['reconcile', 'october'], /"october" is not a month/],
    ['an instant that is none', ['reconcile', '2026-10', '--as-of', 'yesterday'], /"yesterday" is not an instant/],
    [
      'an instant of a day that is none',
      ['reconcile', '2026-09', '--as-of', '2026-09-31'],
      /"2026-09-31" is not an instant/,
    ],
    ['an instant without an offset', ['reconcile', '2026-10', '--as-of', '2026-11-20T00:00'], /is not an instant/],
    ['nothing to import', ['import'], /revshare import PATH/],
    ['an argument too many', ['status', '2026-10', 'now'], /too many arguments/],
  ];
  it.each(lines)('%s: 2, and a word on stderr', async (_, args, says) => {
    const cwd = scratch();
    const ended = await revshare(args, { cwd });
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(says);
    expect(ended.stderr).not.toMatch(/\n\s+at /);
    expect(readdirSync(cwd)).toEqual([]);
  });
});

it('an empty variable of the environment is one that is not set', async () => {
  const cwd = scratch();
  const env = { REVSHARE_DATA: '', REVSHARE_OUT: ' ', REVSHARE_CONFIG: '', REVSHARE_INPUTS: '', REVSHARE_AS_OF: '' };
  const ended = await revshare(['status'], { cwd, env });
  expect(ended).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^error: .revshare: there are no books here\n/),
  });
});

describe('exit codes', () => {
  it('0: the books agree', async () => {
    const ended = await revshare(['reconcile', '2026-08', ...argumentsOf(completeWorld())]);
    expect(ended.code).toBe(0);
    expect(ended.stdout).toMatch(/no exceptions/);
    expect(ended.stdout).not.toMatch(/gate/);
  });

  it('1: a store is missing, of which no exception can tell; the summary names the gate and what it asks for', async () => {
    const world = cleanWorld();
    const ended = await revshare(['reconcile', '2026-10', ...argumentsOf(world)]);
    expect(ended.code).toBe(1);
    expect(ended.stdout).toMatch(
      /no exceptions\n\n\d gates are open:\n.*coverage-stripe: .*Import .*Itemized_balance/s,
    );
    // While the month runs, files are missing because their days have not come.
    const running = await revshare(['reconcile', '2026-10', ...argumentsOf(world), '--as-of', '2026-10-20T00:00:00Z']);
    expect(running.code).toBe(0);
    expect(running.stdout).not.toMatch(/gate/);
  });

  it('1: something needs a person; the summary says what and how to mend it', async () => {
    const ended = await revshare(['reconcile', '2026-10', ...argumentsOf(openWorld())]);
    expect(ended.code).toBe(1);
    expect(ended.stdout).toMatch(/unknown-product: .*6799999999.*\(Subscriber_1_20261013.txt:2\)/s);
    expect(ended.stdout).toMatch(/other_products/);
  });

  it('2: an input cannot be read; nothing of any file was taken, and no report was written', async () => {
    const world = cleanWorld();
    const bad = appleRow({ 'Customer Price': '19,99', Units: 'one' });
    world.write('Subscriber_1_20261014.txt', appleFile([bad]));
    const ended = await revshare(['reconcile', '2026-10', '--json', ...argumentsOf(world)]);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(/Subscriber_1_20261014.txt:2.*19,99/);
    expect(ended.stderr).toMatch(/"one"/);
    expect(ended.stderr).toMatch(/Nothing was changed/);
    const { problems } = JSON.parse(ended.stdout) as { problems: { code: string; remedy: string }[] };
    expect(problems.map((each) => each.code).sort()).toEqual(['not-a-count', 'not-an-amount']);
    expect(existsSync(world.out)).toBe(false);
    expect(await importsOf(world)).toEqual([]);
  });

  it('2: a month before first_month; nothing was imported', async () => {
    const world = cleanWorld();
    const ended = await revshare(['reconcile', '2026-09', ...argumentsOf(world)]);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(/2026-09 is before first_month 2026-10/);
    expect(existsSync(world.out)).toBe(false);
    expect(await importsOf(world)).toEqual([]);
  });

  it('2: no such inputs', async () => {
    const world = cleanWorld();
    const ended = await revshare(['import', join(world.root, 'nowhere'), '--data', world.data]);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(/nowhere.*code: no-such-path/s);
  });

  it('2: a configuration with mistakes, all at once, the nearest names beside them', async () => {
    const world = cleanWorld();
    world.write(
      'revshare.yaml',
      world.read('revshare.yaml').replace('first_month', 'first_moth').replace('annual', 'yearly'),
    );
    const ended = await revshare(['reconcile', '2026-10', ...argumentsOf(world)]);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(/did you mean first_month/);
    expect(ended.stderr).toMatch(/monthly or annual/);
    expect(ended.stderr).toMatch(/first_month is missing/);
  });
});

async function importsOf(world: World): Promise<{ name: string; kind: string; in_force: boolean }[]> {
  if (!existsSync(world.data)) return [];
  const ended = await revshare(['status', '--json', '--data', world.data]);
  expect(ended.code).toBe(0);
  return (JSON.parse(ended.stdout) as { imports: { name: string; kind: string; in_force: boolean }[] }).imports;
}

describe('what is printed', () => {
  const KEYS =
    'schema version month state net_revenue_usd pool_usd carried_in_usd distributable_usd distributed_usd carried_out_usd ' +
    'platform_usd wallets credited_jobs credited_render_spark categories excluded exceptions warnings digest payout_due reports gates';

  it('--json: one document with the keys of the contract, on stdout; notes on stderr', async () => {
    const world = openWorld();
    const ended = await revshare(['reconcile', '2026-10', '--json', ...argumentsOf(world)]);
    const document = JSON.parse(ended.stdout) as Record<string, unknown>;
    expect(Object.keys(document)).toEqual(KEYS.split(' '));
    expect(ended.stderr).toMatch(/imported 3 new inputs, 0 known/);
    for (const [name, value] of Object.entries(document)) {
      if (/_usd$|_spark$/.test(name)) expect(value).toMatch(/^-?\d+\.\d+$|^0$/);
    }
    expect(document.digest).toMatch(/^[0-9a-f]{64}$/);
    for (const each of document.exceptions as object[])
      expect(Object.keys(each)).toEqual(['code', 'file', 'line', 'what', 'remedy']);
    const written = filesUnder(world.out).filter((name) => name !== 'index.html');
    expect(document.reports).toEqual(written);
    expect(written).toEqual(
      expect.arrayContaining(
        ['exceptions.csv', 'exclusions.csv', 'manifest.json', 'payouts.csv', 'pool.csv', 'postings.csv'].map(
          (name) => `2026-10/review/${name}`,
        ),
      ),
    );
  });

  it('--json: what is left out has its amount or its points', async () => {
    const { document } = await reconcile({ ...emptyWorld(), inputs: FIXTURES });
    for (const each of document.excluded) {
      const size = each.source === 'job-log' ? 'render_spark' : 'amount_usd';
      const paidBy = size === 'render_spark' && each.reason === 'not-subscription' ? ['paid_by'] : [];
      expect(Object.keys(each)).toEqual(['reason', 'source', 'rows', size, ...paidBy]);
    }
    expect(document.excluded.length).toBeGreaterThan(5);
  });

  it('--quiet: stderr stays empty, the exit code tells', async () => {
    const world = openWorld();
    const quiet = await revshare(['reconcile', '2026-10', '--quiet', ...argumentsOf(world)]);
    expect(quiet).toMatchObject({ code: 1, stderr: '' });
    expect(existsSync(join(world.out, '2026-10', 'review', 'payouts.csv'))).toBe(true);
    const json = await revshare(['reconcile', '2026-10', '--quiet', '--json', ...argumentsOf(world)]);
    expect(json).toMatchObject({ code: 1, stderr: '' });
    expect(JSON.parse(json.stdout)).toMatchObject({ month: '2026-10' });
    const failing = await revshare(['import', join(world.root, 'nowhere'), '--quiet', '--data', world.data]);
    expect(failing.code).toBe(2);
    expect(failing.stderr).toMatch(/code: no-such-path/);
  });

  it('no colours and no progress where stderr is no terminal', async () => {
    const ended = await revshare(['reconcile', '2026-10', ...argumentsOf(cleanWorld())], {
      env: { NO_COLOR: undefined },
    });
    // Neither escapes nor carriage returns.
    expect(`${ended.stdout}${ended.stderr}`.includes('\u001b')).toBe(false);
    expect(`${ended.stdout}${ended.stderr}`.includes('\r')).toBe(false);
  });

  it('an estimate says so', async () => {
    const world = cleanWorld();
    const ended = await revshare(['reconcile', '2026-10', ...argumentsOf(world), '--as-of', '2026-10-20T00:00:00Z']);
    expect(ended.stdout).toMatch(/estimate/);
    expect(readdirSync(join(world.out, '2026-10'))).toEqual(['estimate']);
  });
});

describe('init', () => {
  it('writes a configuration that reads back, and never over another', async () => {
    const cwd = scratch();
    const made = await inProcess(['init'], { cwd });
    expect(made.code).toBe(0);
    expect(readdirSync(cwd)).toEqual(['revshare.yaml']);
    const path = join(cwd, 'revshare.yaml');
    const written = readFileSync(path, 'utf8');
    expect(written).toMatch(/^version: 1$/m);

    // It reads back: with no job log, the month's usage is unknown, and nothing else is wrong.
    const done = await inProcess(['reconcile', '2026-01', '--json'], { cwd });
    expect(done.code).toBe(1);
    const { exceptions } = JSON.parse(done.stdout) as { exceptions: { code: string }[] };
    expect(exceptions.map((each) => each.code)).toEqual(['usage-missing']);

    writeFileSync(path, `${written}# mine\n`);
    const again = await inProcess(['init'], { cwd });
    expect(again).toMatchObject({ code: 2, stdout: '' });
    expect(again.stderr).toMatch(/code: config-exists/);
    expect(readFileSync(path, 'utf8')).toBe(`${written}# mine\n`);
  });

  it('names what the inputs hold', async () => {
    const cwd = scratch();
    const ended = await inProcess(['init', '--inputs', FIXTURES], { cwd });
    expect(ended.code).toBe(0);
    // Two configurations would be one too many: which command reads which is told.
    expect(ended.stderr).toContain(`${join(FIXTURES, 'revshare.yaml')} is there too, and reconcile --inputs reads it`);
    expect(readFileSync(join(cwd, 'revshare.yaml'), 'utf8')).toContain(
      'expects: ["apple:89990001", costs, coverage, fx, google, "google:44710001", "google:44710002", participation, "stripe:usd", usage-control, wallet-links]',
    );
  });

  it('writes the products of the exports as plans that reconcile takes, and what it cannot tell as comments', async () => {
    const cwd = scratch();
    expect(
      (await inProcess(['init', '--inputs', FIXTURES, '--first-month', '2026-08', '--share', '0.4'], { cwd })).code,
    ).toBe(0);
    const written = readFileSync(join(cwd, 'revshare.yaml'), 'utf8');
    expect(written).toMatch(/^first_month: 2026-08$/m);
    expect(written).toMatch(/^ {2}share: 0\.4 /m);
    expect(written).toContain('# The exports have amounts in EUR, JPY:');
    expect(written).toContain(
      '    term: monthly\n    list_price_usd: 19.99\n    google: ["ai.example.render/unlimited/monthly"]',
    );
    // Bought once: no base plan says for how long, so no plan is guessed.
    expect(written).toMatch(
      /^ {2}# google "ai\.example\.render\/spark\.pack\/buy-once", 1 row\(s\): .* do not tell its term/m,
    );
    const done = await inProcess(
      ['reconcile', '2026-10', '--inputs', FIXTURES, '--config', 'revshare.yaml', '--json'],
      {
        cwd,
      },
    );
    const { exceptions } = JSON.parse(done.stdout) as { exceptions: { code: string; what: string }[] };
    const unknown = exceptions.filter(({ code }) => code === 'unknown-product').map(({ what }) => what);
    expect(unknown.filter((what) => what.includes('unlimited/monthly'))).toEqual([]);
    expect(unknown.length).toBeGreaterThan(0);
  });

  it('begins with the last month that is over where exports are, also those of Stripe, which name no product', async () => {
    const cwd = scratch();
    const ledger = 'Itemized_balance_change_from_activity_USD_2026-08-01_to_2026-08-31.csv';
    mkdirSync(join(cwd, 'exports'));
    copyFileSync(join(FIXTURES, 'stripe', ledger), join(cwd, 'exports', ledger));
    const asOf = ['--yes', '--as-of', '2026-09-20T00:00:00Z'];
    expect((await inProcess(['init', '--inputs', 'exports', ...asOf], { cwd })).code).toBe(0);
    expect(readFileSync(join(cwd, 'revshare.yaml'), 'utf8')).toMatch(/^first_month: 2026-08$/m);
  });

  it('refuses answers that are none, and writes nothing then', async () => {
    const cwd = scratch();
    for (const bad of [
      ['--share', '51'],
      ['--first-month', 'May'],
      ['--default-method', 'cash'],
    ]) {
      expect((await inProcess(['init', ...bad], { cwd })).code).toBe(2);
    }
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('writes into a directory that is not there yet', async () => {
    const cwd = scratch();
    expect((await inProcess(['init', 'books/2026'], { cwd })).code).toBe(0);
    expect(filesUnder(cwd)).toEqual(['books/2026/revshare.yaml']);
  });
});

describe('the configuration is found', () => {
  it('by --config, in the inputs, in the working directory, where it was last; else the run ends with 2', async () => {
    const world = cleanWorld();
    const cwd = join(world.root, 'here');
    mkdirSync(cwd);
    const text = world.read('revshare.yaml');
    const withShare = (share: string) => `${text}pool: { share: ${share} }\n`;
    writeFileSync(join(world.root, 'named.yaml'), withShare('0.1'));
    world.write('revshare.yaml', withShare('0.2'));
    writeFileSync(join(cwd, 'revshare.yaml'), withShare('0.3'));
    const pool = async (...options: string[]): Promise<unknown> => {
      const ended = await inProcess(['reconcile', '2026-10', '--json', ...argumentsOf(world), ...options], { cwd });
      return ended.code === 2 ? ended.stderr : exact((JSON.parse(ended.stdout) as { pool_usd: string }).pool_usd);
    };
    // Net revenue is 16.99.
    expect(await pool('--config', join(world.root, 'named.yaml'))).toBe(exact('1.699'));
    expect(await pool()).toBe(exact('3.398'));
    world.remove('revshare.yaml');
    expect(await pool()).toBe(exact('5.097'));
    renameSync(join(cwd, 'revshare.yaml'), join(cwd, 'kept.yaml'));
    expect(await pool('--config', 'kept.yaml')).toBe(exact('5.097'));
    expect(await pool()).toBe(exact('5.097'));
    expect(await pool('--data', join(world.root, 'other'))).toMatch(/code: no-config/);
    expect(await pool('--config', 'gone.yaml')).toMatch(/gone.yaml.*code: no-such-path/s);
  });

  it('among the inputs under another name: it is no input', async () => {
    const world = cleanWorld();
    renameSync(join(world.inputs, 'revshare.yaml'), join(world.inputs, 'policy.yaml'));
    // A gate is open in this world; an input that is none would be refused.
    expect((await reconcile(world, { config: join(world.inputs, 'policy.yaml') })).code).toBe(1);
  });
});

describe('status', () => {
  it('lists the files that open months lack, for a person and for a script', async () => {
    const world = cleanWorld();
    world.write('Subscriber_1_20261012.txt', appleFile([appleRow()]));
    world.write(
      'coverage.csv',
      'provider,from,to,note\napple,2026-10-13,,ended\nstripe,2026-01-01,,none\ngoogle,2025-01-01,,none\n',
    );
    await reconcile(world);
    const args = ['status', '--missing', '--data', world.data, '--out', world.out, '--inputs', world.inputs];
    const asOf = ['--as-of', '2026-10-11T12:00:00Z'];
    const json = await inProcess([...args, ...asOf, '--json']);
    expect(json.code).toBe(1);
    const { missing } = JSON.parse(json.stdout) as { missing: Record<string, unknown>[] };
    const ofOctober = missing.filter(({ from }) => String(from) >= '2026-10-01');
    expect(ofOctober).toHaveLength(11);
    expect(ofOctober[9]).toEqual({
      provider: 'apple',
      part: '1',
      from: '2026-10-10',
      to: '2026-10-10',
      file: 'Subscriber_1_20261010.txt',
      available_from: '2026-10-11T16:00:00.000Z',
      available: false,
      kept_until: '2027-10-10T00:00:00.000Z',
    });
    const text = await inProcess([...args, ...asOf]);
    expect(text.stdout).toMatch(
      /Subscriber_1_20261010.txt and 1 more +2026-10-10 to 2026-10-11 +from 2026-10-11T16:00Z +2027-10-10/,
    );
    expect((await inProcess([...args, '2026-10'])).code).toBe(2);
  });

  it('says what was imported, and what replaced it', async () => {
    const world = cleanWorld();
    await reconcile(world);
    world.write('Subscriber_1_20261012.txt', appleFile([appleRow(), appleRow()]));
    await reconcile(world);
    const imports = await importsOf(world);
    expect(imports.map(({ kind, in_force }) => `${kind} ${in_force}`).sort()).toEqual([
      'apple-subscriber false',
      'apple-subscriber true',
      'job-log true',
    ]);
    const grouped = await inProcess(['status', '--data', world.data]);
    expect(grouped.stdout).toMatch(/^apple-subscriber +1 +2 +2026-10-12 +2026-10-12 +1$/m);
    const text = await inProcess(['status', '--wide', '--data', world.data]);
    expect(text).toMatchObject({ code: 0, stderr: '' });
    expect(text.stdout).toMatch(/apple-subscriber .*Subscriber_1_20261012.txt .*1 row .*2026-10-12 .*replaced/);
    expect(text.stdout).toMatch(/job-log .*jobs.csv/);
  });
});

describe('import', () => {
  it('takes files and directories, and tells what it took', async () => {
    const world = cleanWorld();
    const args = ['import', join(world.inputs, 'jobs.csv'), world.inputs, '--data', world.data];
    const first = await inProcess([...args, '--json']);
    expect(first.code).toBe(0);
    const { imported, known } = JSON.parse(first.stdout) as {
      imported: { kind: string; rows: number }[];
      known: number;
    };
    expect(imported.map(({ kind, rows }) => `${kind} ${rows}`).sort()).toEqual(['apple-subscriber 1', 'job-log 1']);
    expect(known).toBe(0);
    const second = await inProcess(args);
    expect(second.stdout).toMatch(/imported 0 new inputs, 2 known/);
  });
});

describe('the data directory', () => {
  it('holds nothing of a refused import, and nothing temporary after any run', async () => {
    const world = cleanWorld();
    const good = world.read('jobs.csv');
    world.write('archive/jobs-2.csv.gz', gzipSync(good.replace('job-1', 'job-2')));
    world.write('bad.csv', good.replace('job-1', 'job-3').replace(/,1\n/, ',1.1234567\n'));
    const refused = await inProcess(['import', world.inputs, '--data', world.data]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/bad.csv:2:.*1\.1234567.*code: too-many-digits/s);
    const leftovers = () => filesUnder(world.data).filter((name) => /^(lake|tmp)\//.test(name));
    expect(leftovers()).toEqual([]);
    expect(await importsOf(world)).toEqual([]);
    world.remove('bad.csv');
    expect((await reconcile(world)).document.credited_jobs).toBe(2);
    expect(leftovers().filter((name) => !/^lake\/[0-9a-f]{64}\.parquet$/.test(name))).toEqual([]);
    // The rows of the log that came packed; the other is read where its evidence lies.
    expect(leftovers()).toHaveLength(1);
  });
});

describe('the reports', () => {
  it('of a month and state are replaced whole; others stay', async () => {
    const world = cleanWorld();
    await reconcile(world);
    const review = join(world.out, '2026-10', 'review');
    const others = ['2026-09/final/payouts.csv', '2026-10/payout/batch.csv', '2026-09/review/pool.csv', 'note.txt'];
    for (const name of others) {
      mkdirSync(join(world.out, name, '..'), { recursive: true });
      writeFileSync(join(world.out, name), 'mine');
    }
    writeFileSync(join(review, 'old.csv'), 'old');
    writeFileSync(join(review, 'payouts.csv'), 'edited');
    const { document, reports } = await reconcile(world);
    expect(filesUnder(world.out)).toEqual([...document.reports, ...others, 'index.html'].sort());
    expect(reports.get('payouts.csv')).toMatch(
      /^month,state,wallet,jobs,render_spark,share,earned_usd,brought_forward_usd,/,
    );
    for (const name of others) expect(readFileSync(join(world.out, name), 'utf8')).toBe('mine');
  });

  it('where a file is in the way: 2, a clear word, nothing written and nothing imported', async () => {
    const world = cleanWorld();
    writeFileSync(join(world.root, 'a-file'), 'mine');
    const out = join(world.root, 'a-file', 'reports');
    const ended = await inProcess(['reconcile', '2026-10', ...argumentsOf(world), '--out', out]);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(/a-file/);
    expect(ended.stderr).not.toMatch(/\n\s+at /);
    expect(readFileSync(join(world.root, 'a-file'), 'utf8')).toBe('mine');
    expect(await importsOf(world)).toEqual([]);
  });

  it.each([
    ['of all months', '.'],
    ['of the month', '2026-10'],
  ])('where the directory %s is read-only: 2, a clear word, no half directory', async (_, locked) => {
    const world = cleanWorld();
    // Nothing is read-only for root: then the program runs as nobody.
    const nobody = process.getuid?.() === 0 ? 65534 : undefined;
    const as = nobody === undefined ? {} : { uid: nobody };
    mkdirSync(join(world.out, '2026-10', 'review'), { recursive: true });
    writeFileSync(join(world.out, '2026-10', 'review', 'old.csv'), 'old');
    mkdirSync(world.data);
    if (nobody !== undefined) {
      chmodSync(world.root, 0o755);
      chownSync(world.data, nobody, nobody);
    }
    if ((await revshare(['--version'], as)).code !== 0) return;
    chmodSync(join(world.out, locked), 0o555);
    const month = locked === '.' ? '2026-11' : '2026-10';
    const ended = await revshare(['reconcile', month, ...argumentsOf(world)], as);
    chmodSync(join(world.out, locked), 0o755);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(/out/);
    expect(ended.stderr).not.toMatch(/\n\s+at /);
    expect(filesUnder(world.out)).toEqual(['2026-10/review/old.csv']);
    expect(readdirSync(world.out)).toEqual(['2026-10']);
  });
});

describe('text that a spreadsheet could run', () => {
  it('is escaped in text columns, and numbers are left alone', async () => {
    const world = cleanWorld();
    world.write('costs.csv', lines(['month,description,amount_usd,months', '2026-10,"=HYPERLINK(""x"")",5.00,']));
    const { reports } = await reconcile(world);
    expect(reports.get('postings.csv')).toContain(`"'=HYPERLINK(""x"")"`);
    expect(reports.get('pool.csv')).toContain(',cost,costs,-5.000000');
  });
});
