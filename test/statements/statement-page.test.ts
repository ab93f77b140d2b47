import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { statementIn } from '../../src/render/statement/statement-forms.ts';
import { MONTH_RECORD, YEAR_RECORD } from '../judging/record-by-hand.ts';
import { ask, HAS_BROWSER, openPage, startBrowser } from '../running/browser.ts';
import { inProcess } from '../running/in-process.ts';
import { times } from '../running/long-form.ts';
import { PROJECT } from '../running/program.ts';
import { exampleWorld, reconcile, type World } from '../worlds/world.ts';

/** A statement that checks itself, in a real browser, and the same check in Python as docs/statements.md has it. */

const WORKER = '0xe90C43cBEFC14c5f07783d2CC2585AAAF73F7153';

let world: World;
let statement: string;
let text: string;
let withJobs: string;
let published: string;
let browser: Browser;

beforeAll(async () => {
  world = exampleWorld();
  await reconcile(world);
  const args = [
    'statement',
    '--all',
    '--month',
    '2026-10',
    '--format',
    'html',
    '--data',
    world.data,
    '--out',
    world.out,
  ];
  expect(await inProcess(args)).toMatchObject({ code: 0 });
  statement = join(world.out, '2026-10', 'statements', `${WORKER}.html`);
  text = readFileSync(statement, 'utf8');
  published = join(world.out, '2026-10', 'review', 'public.json');
  withJobs = join(world.root, 'jobs.html');
  const listed = ['statement', WORKER, '--month', '2026-10', '--jobs', '--format', 'html'];
  const { code, stdout } = await inProcess([...listed, '--data', world.data, '--out', world.out]);
  expect(code).toBe(0);
  writeFileSync(withJobs, stdout);
  if (HAS_BROWSER) browser = await startBrowser();
}, 300_000);

afterAll(async () => {
  await browser?.close();
});

/** The page with other text, sealed as if it had been made so: what is left to notice is wrong in itself. */
function sealedAnew(changed: string): string {
  const inside = changed.slice(changed.indexOf('<head>'), changed.lastIndexOf('</html>'));
  const seal = createHash('sha256').update(inside.replaceAll('&quot;', '"')).digest('hex');
  return changed.replace(/data-shown="\w+"/, `data-shown="${seal}"`);
}

function digitChanged(at: number): string {
  return `${text.slice(0, at)}${(Number(text[at]) + 1) % 10}${text.slice(at + 1)}`;
}

const DIGITS = () => [...text.matchAll(/\d/g)].map(({ index }) => index);

describe.skipIf(!HAS_BROWSER)('an HTML statement in Chromium', () => {
  it('asks for nothing, complains of nothing, links to nothing and fits a phone', async () => {
    const { page, requests, complaints } = await openPage(browser, statement, 360);
    expect(complaints).toEqual([]);
    expect(requests.filter((url) => !url.startsWith('data:'))).toEqual([pathToFileURL(statement).href]);
    expect(await ask<number>(page, 'document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
    expect(await ask<number>(page, "document.querySelectorAll('a').length")).toBe(0);
    await page.close();
  });

  it.each([360, 390, 768, 794])('cuts nothing where there are payments and long ids, %i wide', async (width) => {
    const hash = `0x${'8a3f2b1c'.repeat(8)}`;
    const payment = {
      ...{
        month: '2026-08',
        sentAt: '2026-10-12T10:00:00.000Z',
        method: 'sogni',
        destination: WORKER,
        currency: 'SOGNI',
      },
      ...{ amount: '500.000000000000000000', paidUsd: '6.000000', feeUsd: '0.000000' },
      ...{ rate: 'SOGNI/USD 0.0120 2026-10-11', reference: hash },
    };
    const list = [{ jobId: hash, day: '2026-08-05', model: 'flux1-schnell-fp8', renderSpark: '123456.123456' }];
    const jobs = { sha256: 'ab'.repeat(32), list };
    const sha256 = (of: Uint8Array | string): string => createHash('sha256').update(of).digest('hex');
    const months = YEAR_RECORD.months.map((each) => ({ ...each, due: '2026-10-15', jobs }));
    for (const [name, record] of [
      ['month', { ...MONTH_RECORD, payments: [payment, payment], jobs }],
      ['year', { ...YEAR_RECORD, months, payments: [payment, payment] }],
    ] as const) {
      const file = join(world.root, `${name}-${width}.html`);
      writeFileSync(file, statementIn('html', record, sha256));
      const { page } = await openPage(browser, file, width);
      // The last one is a sheet of A4.
      if (width === 794) await page.emulateMediaType('print');
      expect(await ask<number>(page, 'document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      const cut =
        "[...document.querySelectorAll('main *')].filter((each) => each.clientWidth > 0 && each.scrollWidth > each.clientWidth + 1 && !each.closest('svg')).length";
      expect([name, await ask<number>(page, cut)]).toEqual([name, 0]);
      expect(await ask<string>(page, "document.querySelector('main').innerText")).toContain(hash);
      await page.close();
    }
  });

  it('says first what was earned, shows twelve months, and is good once it knows what was published', async () => {
    const { page } = await openPage(browser, statement);
    // 200 of 600 Spark of 181.222607: 60.407535(6…).
    expect(await ask(page, "document.querySelector('.hero').textContent")).toBe('60.407535 USD');
    expect(await verdictOf(page)).toBe('half: Its sums and its proof hold. Give it the public.json of 2026-10.');
    expect(await verdictWith(page, published)).toBe('good: It holds: every sum, the proof, and what was published.');
    await page.close();
  });

  it('checks the jobs that it lists', async () => {
    const { page } = await openPage(browser, withJobs);
    await verdictOf(page);
    expect(await verdictWith(page, published)).toBe('good: It holds: every sum, the proof, and what was published.');
    expect(python(withJobs)).toBe('It holds: every sum, the proof, and what was published.\n');
    const changed = join(world.root, 'jobs-changed.html');
    writeFileSync(changed, sealedAnew(readFileSync(withJobs, 'utf8').replace('"jobId":"', '"jobId":"x')));
    await page.goto(pathToFileURL(changed).href);
    expect(await verdictOf(page)).toBe('bad: Different: 2026-10: the SHA-256 of the jobs does not add up.');
    await page.close();
  });

  it('checks the days, without being asked for jobs', async () => {
    expect(text).toContain('"days":[{"day":"2026-10-');
    const changed = join(world.root, 'days-changed.html');
    writeFileSync(
      changed,
      sealedAnew(
        text.replace(/("days":\[\{"day":"[\d-]+","jobs":)(\d+)/, (_, before, jobs) => `${before}${Number(jobs) + 1}`),
      ),
    );
    const { page } = await openPage(browser, changed);
    expect(await verdictOf(page)).toBe('bad: Different: 2026-10: jobs by day does not add up.');
    await page.close();
    expect(python(changed)).toContain('Different: jobs or Spark');
  });

  it('takes public.json by drag and drop too', async () => {
    const { page } = await openPage(browser, statement);
    await verdictOf(page);
    await page.evaluate(`(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([${JSON.stringify(readFileSync(published, 'utf8'))}], 'public.json'));
      document.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, cancelable: true }));
    })()`);
    await page.waitForSelector('#verdict.good');
    await page.close();
  });

  it('refuses one changed digit anywhere', async () => {
    const digits = DIGITS();
    expect(digits.length).toBeGreaterThan(1000);
    const changed = join(world.root, 'changed.html');
    const { page } = await openPage(browser, statement);
    // Every seventh here (in the short form every 21st), of script, style, figures, picture and record; more in Python below.
    for (const at of digits.filter((_, index) => index % times(21, 7) === 0)) {
      writeFileSync(changed, digitChanged(at));
      await page.goto(pathToFileURL(changed).href);
      expect(await verdictOf(page), `digit ${at}: ${text.slice(at - 30, at + 10)}`).toMatch(
        /^(bad: Different|: Not checked)/,
      );
    }
    await page.close();
  }, 300_000);

  it.each([
    ['an amount', '"earnedUsd":"60.407535"}]', '"earnedUsd":"60.407536"}]', 'what the workers earned does not add up'],
    ['the pool', '"poolUsd":"181.22260593"', '"poolUsd":"181.22260594"', 'the pool does not add up'],
    ['a model', '"model":"wan-2.2-full"', '"model":"wan-2.3-full"', 'its figures do not lead to its root'],
    ['the root', '"root":"', '"root":"0', 'its figures do not lead to its root'],
    [
      'the manifest',
      '"manifestSha256":"',
      '"manifestSha256":"0',
      'the SHA-256 of the manifest is not as it was published',
    ],
    ['the state', '"state":"review"', '"state":"final"', 'its figures do not lead to its root'],
  ])('refuses %s that was changed with its seal', async (_, from, to, difference) => {
    expect(text).toContain(from);
    const changed = join(world.root, 'resealed.html');
    writeFileSync(changed, sealedAnew(text.replaceAll(from, to)));
    const { page } = await openPage(browser, changed);
    await verdictOf(page);
    expect(await verdictWith(page, published)).toBe(`bad: Different: 2026-10: ${difference}.`);
    expect(python(changed)).toMatch(/^Different: /);
    await page.close();
  });

  it('refuses a public.json that was changed, or is of another month', async () => {
    const { page } = await openPage(browser, statement);
    await verdictOf(page);
    const other = join(world.root, 'other.json');
    writeFileSync(other, readFileSync(published, 'utf8').replace('"355.338443"', '"355.338444"'));
    expect(await verdictWith(page, other)).toBe('bad: Different: 2026-10: netRevenueUsd is not as it was published.');
    const september = join(world.root, 'september.json');
    writeFileSync(september, readFileSync(published, 'utf8').replace('"2026-10"', '"2026-09"'));
    expect(await verdictWith(page, september)).toMatch(/^bad: september\.json is no public\.json of a month/);
    await page.close();
  });
});

/** What the page says of itself, once it has said something; what it says before when its script does not run. */
async function verdictOf(page: Page): Promise<string> {
  const said = "(({ className, textContent }) => className + ': ' + textContent)(document.getElementById('verdict'))";
  for (let tries = 0; tries < 20; tries += 1) {
    const verdict = await ask<string>(page, said);
    if (!verdict.startsWith(':')) return verdict;
    await new Promise((done) => setTimeout(done, 10));
  }
  return ask(page, said);
}

async function verdictWith(page: Page, path: string): Promise<string> {
  await page.evaluate("document.getElementById('verdict').className = ''");
  await (await page.$('input[type=file]'))?.uploadFile(path);
  return verdictOf(page);
}

/** The program that docs/statements.md shows. */
function pythonProgram(): string {
  const [, program = ''] =
    /```python\n([\s\S]*?)```/.exec(readFileSync(join(PROJECT, 'docs/statements.md'), 'utf8')) ?? [];
  return program;
}

function python(path: string): string {
  const program = join(world.root, 'check.py');
  writeFileSync(program, pythonProgram());
  try {
    return execFileSync('python3', [program, path, published], { encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    return String((error as { stderr: unknown }).stderr);
  }
}

/** Runs the program on every change (in the short form on a third) in one process, and prints what it accepted. */
const ALL_DIGITS = `
import runpy, sys, io, contextlib
program, statement, published, changed, every = sys.argv[1:]
text = open(statement, encoding='utf-8').read()
count = 0
for at, letter in enumerate(text):
    if letter not in '0123456789': continue
    count += 1
    if count % int(every) != 0: continue
    open(changed, 'w', encoding='utf-8').write(text[:at] + str((int(letter) + 1) % 10) + text[at + 1:])
    sys.argv = [program, changed, published]
    try:
        with contextlib.redirect_stdout(io.StringIO()): runpy.run_path(program)
        print('accepted', at, text[at - 30:at + 10])
    except SystemExit as ended:
        if not str(ended.code).startswith('Different: '): print('ended', at, ended.code)
print(count, 'digits')
`;

describe('the check in Python', () => {
  it('is some forty lines, and holds what the page holds', () => {
    const lines = pythonProgram()
      .split('\n')
      .filter((line) => line !== '');
    expect(lines.length).toBeLessThanOrEqual(40);
    expect(python(statement)).toBe('It holds: every sum, the proof, and what was published.\n');
  });

  it('refuses one changed digit anywhere', () => {
    const [program, all, changed] = ['check.py', 'all.py', 'digit.html'].map((name) => join(world.root, name));
    writeFileSync(program ?? '', pythonProgram());
    writeFileSync(all ?? '', ALL_DIGITS);
    const args = [all, program, statement, published, changed, times(3, 1)].map(String);
    expect(execFileSync('python3', args, { encoding: 'utf8' })).toBe(`${DIGITS().length} digits\n`);
  }, 300_000);
});
