import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { judgeStatement, publishedIn } from '../../src/app/statements/verify-statement.ts';
import type { PublishedRoot } from '../../src/core/statement/check-statement.ts';
import { InvalidInput } from '../../src/problems/problem.ts';
import { inProcess } from '../running/in-process.ts';
import { csvRows, exact, exactSum, exampleWorld, reconcile, type World } from '../worlds/world.ts';

const WORKER = '0xe90C43cBEFC14c5f07783d2CC2585AAAF73F7153';
const FORMS = ['txt', 'csv', 'html', 'json'] as const;
/** What the JSON of a statement begins with: then comes the number of its layout. */
const LAYOUT_OF_JSON = '{"revshare_statement":';

let world: World;
let review: string;
let statements: string;
let known: ReadonlyMap<string, PublishedRoot>;

beforeAll(async () => {
  world = exampleWorld();
  await reconcile(world);
  review = join(world.out, '2026-10', 'review');
  statements = join(world.out, '2026-10', 'statements');
  const ended = await statement('--all', '--month', '2026-10', '--format', 'text,csv,html,json');
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  const manifest = join(review, 'manifest.json');
  known = new Map([publishedIn(readFileSync(manifest, 'utf8'), manifest)]);
}, 300_000);

function statement(...args: string[]) {
  return inProcess(['statement', ...args, '--data', world.data, '--out', world.out]);
}

function written(wallet: string, form: (typeof FORMS)[number]): string {
  return readFileSync(join(statements, `${wallet}.${form}`), 'utf8');
}

/** What is wrong with a statement; a file that is none any more is wrong too. */
function differences(text: string, root: string | null = null): readonly string[] {
  try {
    return judgeStatement(text, 'statement', root === null ? known : new Map(), root).differences;
  } catch (error) {
    if (error instanceof InvalidInput) return error.problems.map(({ code }) => code);
    throw error;
  }
}

function report(name: string): Record<string, string>[] {
  return csvRows(readFileSync(join(review, name), 'utf8'));
}

describe('statements of all wallets', () => {
  it('are written for every wallet with a job, credited or not, in every form', () => {
    const wallets = new Set(report('wallet-jobs.csv').map(({ wallet }) => wallet));
    // Six wallets earned; the jobs of 0x9Beb were left out, because it does not participate.
    expect(wallets.size).toBe(7);
    const names = [...wallets].flatMap((wallet) => FORMS.map((form) => `${wallet}.${form}`));
    expect(readdirSync(statements).sort()).toEqual(names.sort());
  });

  it('hold against the published manifest, and against its root alone', () => {
    const { root } = (
      JSON.parse(readFileSync(join(review, 'manifest.json'), 'utf8')) as { statements: { root: string } }
    ).statements;
    for (const name of readdirSync(statements)) {
      const text = readFileSync(join(statements, name), 'utf8');
      expect(differences(text)).toEqual([]);
      expect(differences(text, root)).toEqual([]);
      expect(differences(text.replaceAll('\n', '\r\n'))).toEqual([]);
    }
  });

  it('say what fixtures/README.md works out by hand', () => {
    const text = written(WORKER, 'txt');
    // 200 of 600 Spark of 181.222607: 60.407535(6…); one Spark 181.222607 / 600 = 0.30203767833(3…).
    expect(text).toMatch(/^distributable, USD +181\.222607$/m);
    expect(text).toMatch(/^value of one Spark, USD +0\.302037678333$/m);
    expect(text).toMatch(/^earned, USD +60\.407535$/m);
    expect(text).toMatch(/^fast NFT 101 +4 +200\.000000 +60\.407535$/m);
    expect(text).toMatch(/^wan-2\.2-full +2 +99\.500000$/m);
    expect(text).toMatch(/^vendor-model +1 +45\.000000 +External vendor models are never covered/m);
    expect(text).toContain('2026-10 is not final');
    const left = written('0x9Beb2f640A07ff31F59EB6dD673f87F2F2dfC4e0', 'txt');
    expect(left).toMatch(/^not-participating +1 +14\.000000 /m);
  });
});

describe('a statement that is not as it was written', () => {
  it('is rejected after one changed digit anywhere', () => {
    const text = written(WORKER, 'txt');
    for (const { index } of text.matchAll(/\d/g)) {
      const digit = (Number(text[index]) + 1) % 10;
      const changed = `${text.slice(0, index)}${digit}${text.slice(index + 1)}`;
      expect(differences(changed), `digit ${index}`).not.toEqual([]);
    }
  }, 300_000);

  it('is told by a line that a reader sees, not by the seal of the page', () => {
    const page = written(WORKER, 'html');
    const shown = '<td class="n">60.407535</td>';
    // By worker, all of 60.407535 is of one: what is shown of it, and nothing else.
    const [first = ''] = differences(page.replace(shown, shown.replace('60.4', '61.4')));
    expect(first).toMatch(/^line \d+ says ".*61[.]407535.*", its record says ".*60[.]407535.*"$/);
    const [record = ''] = differences(page.replaceAll('"earned_usd":"60.407535"', '"earned_usd":"61.407535"'));
    expect(record).toMatch(/^line \d+ says ".*60[.]40.*", its record says ".*61[.]40.*"$/);
    expect(record).not.toContain('data-shown');
    const [seal = ''] = differences(page.replace(/data-shown="."?/, 'data-shown="0'));
    expect(seal).toBe('its seal (data-shown) is of another page: what it says and its record were changed together');
  });

  it('is told by the place where a long line differs', () => {
    const json = written(WORKER, 'json');
    // Blanks in JSON say nothing, but the file is not as it was written.
    const at = json.indexOf('"manifestSha256":') + '"manifestSha256":'.length;
    const [first = ''] = differences(`${json.slice(0, at)} ${json.slice(at)}`);
    expect(first).toMatch(/^line 1 says "….{0,60}"manifestSha256": ".*", its record says "….{0,60}"manifestSha256":"/);
  });

  it('is rejected after any one changed character, in every form', () => {
    const anyChange = fc.tuple(fc.constantFrom(...FORMS), fc.nat(), fc.constantFrom('0', '7', 'a', 'F', ' ', ','));
    fc.assert(
      fc.property(anyChange, ([form, where, character]) => {
        const text = written(WORKER, form);
        const at = where % text.length;
        const changed = `${text.slice(0, at)}${character}${text.slice(at + 1)}`;
        // A blank for a line break is what mail programs do to a text.
        const isWrapping = form === 'txt' && character === ' ' && text[at] === '\n';
        // JSON says once on which day of the month a job was, and no root covers it.
        const isDayOfJobs = form === 'json' && /"day":"\d{4}-\d\d-\d?$/.test(text.slice(0, at));
        if (changed !== text && !isWrapping && !isDayOfJobs) expect(differences(changed)).not.toEqual([]);
      }),
      { numRuns: 400 },
    );
  }, 300_000);

  it('of an open month is in JSON that of an earlier layout but for its number, and of no unknown one', () => {
    const text = written(WORKER, 'json');
    expect(text.startsWith(`${LAYOUT_OF_JSON}10,`)).toBe(true);
    const as = (layout: number): string => text.replace(`${LAYOUT_OF_JSON}10,`, `${LAYOUT_OF_JSON}${layout},`);
    // Without an account nothing of it was written otherwise since layout 7.
    expect([7, 8, 9].map((layout) => differences(as(layout)))).toEqual([[], [], []]);
    for (const unknown of [0, 1, 11]) expect(differences(as(unknown))).not.toEqual([]);
  });

  it('is rejected with another due day, which no root covers', () => {
    const text = written(WORKER, 'json');
    // 45 days after 31 October.
    expect(text).toContain('"due":"2026-12-15"');
    expect(differences(text.replace('"due":"2026-12-15"', '"due":"2026-12-05"'))).toEqual([
      '2026-10: its payout is due on 2026-12-05, and was published as due on 2026-12-15',
    ]);
  });

  it('is read back however a mail program wrapped and quoted it, and no further', () => {
    const text = written(WORKER, 'txt');
    const wrapped = (width: number, mark: string) =>
      text
        .split('\n')
        .flatMap((line) => line.match(new RegExp(`.{1,${width}}(?= |$)|.{1,${width}}`, 'g')) ?? [''])
        .map((line) => `${mark}${line.trim()}`)
        .join('\r\n');
    for (const mail of [wrapped(70, ''), wrapped(68, '> '), wrapped(76, '> > ')]) {
      expect(differences(mail)).toEqual([]);
      expect(differences(mail.replace('60.407535', '60.407536'))).not.toEqual([]);
      expect(differences(mail.replace('wan-2.2-full', 'wan-2.2- full'))).not.toEqual([]);
    }
  });

  it('is rejected when figures and record were changed alike', () => {
    // In the record of a text a figure may stand on two lines.
    const text = written(WORKER, 'txt').replaceAll(/60\.(\n?4\n?0\n?7\n?5\n?3\n?5)/g, '61.$1');
    expect(differences(text)).toEqual([
      '2026-10: its figures do not lead to the published root',
      '2026-10: the earned amount is not its part of the pool: 60.407535',
    ]);
  });

  it('is rejected against another month’s manifest, or another root', () => {
    const text = written(WORKER, 'json');
    expect(judgeStatement(text, 's', new Map(), null).differences).toEqual(['2026-10: its public.json was not given']);
    expect(differences(text, '0'.repeat(64))).toEqual([
      expect.stringContaining(`the published one ${'0'.repeat(64)}`),
      '2026-10: its figures do not lead to the published root',
    ]);
  });

  it('is rejected as another wallet’s', () => {
    const other = '0x6f3Cce72C77a62ca8fb9f9adD26B9754e3Ca840E';
    expect(differences(written(WORKER, 'json').replaceAll(WORKER, other))).toEqual([
      '2026-10: its figures do not lead to the published root',
    ]);
  });
});

describe('revshare statement, verify-statement', () => {
  it('print one wallet’s statement, the same bytes as those of all', async () => {
    for (const [form, ending] of [['text', 'txt'] as const, ['csv', 'csv'] as const, ['html', 'html'] as const]) {
      const ended = await statement(WORKER.toLowerCase(), '--month', '2026-10', '--format', form);
      expect(ended).toEqual({ code: 0, stderr: '', stdout: written(WORKER, ending) });
    }
  });

  it.each(['public.json', 'manifest.json'])(
    'need no data directory to check one by %s, and say what differs',
    async (name) => {
      const manifest = join(review, name);
      const empty = join(world.root, 'nothing');
      const file = join(statements, `${WORKER}.html`);
      const check = (path: string) =>
        inProcess(['verify-statement', path, '--manifest', manifest, '--data', empty, '--out', empty, '--json']);
      const held = await check(file);
      expect(held).toMatchObject({ code: 0, stderr: '' });
      expect(JSON.parse(held.stdout)).toEqual({
        ...{ schema: 'revshare/statement-check', version: 1 },
        ...{ file, holds: true, wallet: WORKER, months: ['2026-10'], payments: 0, differences: [] },
      });
      const changed = join(world.root, 'changed.html');
      writeFileSync(changed, readFileSync(file, 'utf8').replace('>60.407535</td>', '>60.407536</td>'));
      const refused = await check(changed);
      expect(refused.code).toBe(1);
      expect(JSON.parse(refused.stdout)).toMatchObject({
        holds: false,
        differences: [expect.stringContaining('line ')],
      });
      expect(existsSync(empty)).toBe(false);
    },
  );

  it('say that what was published is no statement, where it is named in its place', async () => {
    const published = join(review, 'public.json');
    const ended = await inProcess(['verify-statement', published, '--manifest', published]);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('public.json goes after --manifest.\ncode: not-a-statement\n');
  });

  it('say in a sentence why there is none', async () => {
    const nobody = `0x${'00'.repeat(19)}01`;
    const [none, month, both] = await Promise.all([
      statement(nobody, '--month', '2026-10'),
      statement(WORKER, '--month', '2026-12'),
      statement(WORKER),
    ]);
    expect([none.code, month.code, both.code]).toEqual([2, 2, 2]);
    expect(none.stderr).toContain('has no job and no balance in 2026-10');
    expect(month.stderr).toContain('run revshare reconcile 2026-12');
    expect(both.stderr).toContain('name the month or the year');
  });
});

describe('leaderboard.csv and leaderboard.json', () => {
  it('rank NFTs and addresses, and sum to payouts.csv', () => {
    const rows = report('leaderboard.csv');
    for (const { wallet, jobs, render_spark, earned_usd } of report('payouts.csv')) {
      const own = rows.filter((row) => row.wallet === wallet);
      const sum = (column: string): bigint => exactSum(own.map((row) => row[column] ?? ''));
      expect([sum('jobs'), sum('render_spark'), sum('earned_usd')]).toEqual(
        [jobs, render_spark, earned_usd].map((each) => exact(each ?? '')),
      );
    }
    expect(rows.map(({ rank, worker_type, worker }) => [rank, worker_type, worker])).toEqual([
      ['1', 'fast', '101'],
      ['2', 'fast', '102'],
      ['3', 'mac', '0xC7e9aef07Bad4716BBeDC4cbb155fa7F2BA539cC'],
      ['4', 'relaxed', '0x8783BDb34837C3B6A610302e76Faa67f5a7dc934'],
      ['5', 'mac', '0xd08bA74A141ABB959119daa8313FBeFb6090A39C'],
      ['6', 'relaxed', '0xc4f482DCD81dA4ab22faE5216Fe4a3E6aFEca365'],
    ]);
  });

  it('are the same rows', () => {
    const { month, state, workers } = JSON.parse(readFileSync(join(review, 'leaderboard.json'), 'utf8')) as {
      month: string;
      state: string;
      workers: Record<string, unknown>[];
    };
    const rows = workers.map((row) => ({ month, state, ...row, rank: String(row.rank), jobs: String(row.jobs) }));
    expect(rows).toEqual(report('leaderboard.csv'));
  });
});
