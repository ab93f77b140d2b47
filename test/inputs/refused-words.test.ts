import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { verifyText } from '../../src/render/books/verify-text.ts';
import { inProcess } from '../running/in-process.ts';
import { command, FEBRUARY, finalAugust, KILN } from '../worlds/close-world.ts';
import { type Reconciled, reconcile, releaseBatch, revshareOptions, type World } from '../worlds/world.ts';

/* What a command that did not run says is what a person can do. */

let world: World;
let september: Reconciled;
beforeAll(async () => {
  world = await finalAugust();
  await releaseBatch('2026-08', revshareOptions(world, FEBRUARY));
  september = await reconcile(world, { month: '2026-09', asOf: FEBRUARY });
}, 120_000);

const config = (): string[] => ['--config', join(world.inputs, 'revshare.yaml')];

function file(name: string, content: string | Uint8Array): string {
  const path = join(world.root, name);
  writeFileSync(path, content);
  return path;
}

describe('a table that a spreadsheet saved in its own way', () => {
  const workbook = Buffer.concat([Buffer.from('504b0304', 'hex'), Buffer.alloc(40)]);

  it.each([
    ['semicolons', 'code;decision;note;subject\n', 'The columns are separated by semicolons: save it with commas'],
    ['tabs', 'code\tdecision\tnote\tsubject\n', 'The columns are separated by tabs: save it with commas'],
    ['bars', 'code|decision|note|subject\n', 'The columns are separated by bars (|): save it with commas'],
    ['a line for Excel', 'sep=,\ncode,decision,note,subject\n', 'The line sep= is for Excel alone: take it out'],
    ['a workbook', workbook, 'save the sheet as "CSV UTF-8"'],
  ])('is told by --apply: %s', async (name, content, words) => {
    const ended = await command(world, ['exceptions', '2026-09', '--apply', file(`${name}.csv`, content), ...config()]);
    expect([ended.code, ended.stderr]).toEqual([2, expect.stringContaining(words)]);
  });

  it.each([
    ['semicolons', 'wallet;amount;asset;reference;sent_at\n', 'The columns are separated by semicolons'],
    ['tabs', 'wallet\tamount\tasset\treference\tsent_at\n', 'The columns are separated by tabs'],
    ['bars', 'wallet|amount|asset|reference|sent_at\n', 'The columns are separated by bars (|)'],
    ['a line for Excel', 'sep=;\nwallet;amount;asset;reference;sent_at\n', 'The line sep= is for Excel alone'],
    ['a workbook', workbook, 'save the sheet as "CSV UTF-8"'],
  ])('is told by --record: %s', async (name, content, words) => {
    const ended = await command(world, ['payouts', '2026-08', '--record', file(`r-${name}.csv`, content), ...config()]);
    expect([ended.code, ended.stderr]).toEqual([2, expect.stringContaining(words)]);
  });
});

describe('a switch of the environment', () => {
  const status = (json: string) => {
    return inProcess(['status', ...revshareOptions(world, FEBRUARY), ...config()], { env: { REVSHARE_JSON: json } });
  };

  it.each(['0', 'false', 'No', 'off', ''])('is off: "%s"', async (text) => {
    expect((await status(text)).stdout).not.toMatch(/^\{/);
  });

  it.each(['1', 'true', 'YES', 'on'])('is on: "%s"', async (text) => {
    expect((await status(text)).stdout).toMatch(/^\{/);
  });

  it('is refused when it says neither, and gives way to the option', async () => {
    expect(await status('maybe')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('REVSHARE_JSON "maybe" is neither on (1, true, yes, on) nor off'),
    });
    const args = ['status', '--json', ...revshareOptions(world, FEBRUARY), ...config()];
    expect((await inProcess(args, { env: { REVSHARE_JSON: '0' } })).stdout).toMatch(/^\{/);
  });
});

describe('a variable of the environment that is empty', () => {
  it.each(['config', 'inputs', 'data', 'out', 'as-of'])('is not set: REVSHARE_ of --%s', async (name) => {
    const cwd = join(world.root, `without-${name}`);
    mkdirSync(cwd);
    const { inputs, data, out } = world;
    const given = { config: join(inputs, 'revshare.yaml'), inputs, data, out, 'as-of': FEBRUARY };
    const others = Object.entries(given).filter(([other]) => other !== name);
    const args = ['status', '2026-09', ...others.flatMap(([other, value]) => [`--${other}`, value])];
    const env = { [`REVSHARE_${name.replace('-', '_').toUpperCase()}`]: '' };
    const [empty, unset] = [await inProcess(args, { env, cwd }), await inProcess(args, { cwd })];
    expect(empty).toEqual(unset);
  });
});

describe('verify --all with damaged reports', () => {
  it.each([
    [['2026-09'], 'verify 2026-09 --restore'],
    [['2026-09', '2026-10'], 'verify --all --restore'],
  ])('of %j goes on with them, and not with the last month', (damaged, next) => {
    const months = ['2026-09', '2026-10', '2026-11'].map((month) => {
      return { month, files: 1, inputs: 1, rows: 1, clean: !damaged.includes(month) };
    });
    const differences = damaged.map((month) => {
      return { kind: 'report' as const, file: `reports/${month}/final/pool.csv`, line: 2, what: 'it differs' };
    });
    expect(verifyText({ months, differences, notes: [], restored: [] })).toContain(`\nnext  revshare ${next}\n`);
  });

  it('writes nothing again where only the acts of payouts differ: they are among no final reports', () => {
    const months = [{ month: '2026-09', files: 1, inputs: 1, rows: 1, clean: true }];
    const differences = [
      { kind: 'report' as const, file: 'reports/payout/acts.csv', line: null, what: 'it holds 12 acts, the books 10' },
    ];
    expect(verifyText({ months, differences, notes: [], restored: [] })).toContain('\nnext  revshare doctor\n');
  });
});

const RELEASE = ['--release', 'a'.repeat(16), '--by', 'ann'];

describe('what a person typed', () => {
  it('is a digest in capitals too', async () => {
    const accept = september.document.digest.slice(0, 20).toUpperCase();
    const ended = await command(world, ['finalize', '2026-09', '--accept', accept, ...config()]);
    expect(ended.stderr).not.toContain('hex digits');
    expect(ended.stderr).not.toContain('is not current');
    const other = await command(world, ['payouts', '2026-08', '--release', 'A'.repeat(16), '--by', 'x', ...config()]);
    expect([other.code, other.stderr]).toEqual([1, expect.not.stringContaining('hex digits')]);
  });

  it.each([
    [['payouts', '2026-08', '--adjust', KILN, '--amount', '1,50', '--reason', 'x'], '--amount "1,50" is not an amount'],
    [['whatif', '2026-09', '--refund', 'ch_nope', '--on', '2026-09-20'], 'revshare whatif --help'],
    [['flux', '2026-08'], '--against MONTH'],
    [['bridge', '2026-08'], 'cannot be made later'],
    [['journal', '2026-10', '--for', 'xero'], 'revshare status 2026-10'],
    [['owed', '--nope'], '(revshare owed --help shows its options)'],
    // Of an act that only prepares, nothing is left for another one.
    [
      ['payouts', '2026-08', ...RELEASE, '--rate-date', '2026-08-15'],
      '--rate-date goes with preparing, not with --release',
    ],
    [['payouts', '2026-08', '--status', '--accept-changes'], '--accept-changes goes with preparing, not with --status'],
    // As of a variable that is empty: what is kept is kept with who did it.
    [['payouts', '2026-08', '--release', 'a'.repeat(16), '--by', ''], '--by names nobody'],
    [['payouts', '2026-08', '--void', 'a'.repeat(16), '--reason', 'x', '--by', ' '], '--by names nobody'],
    [['finalize', '2026-09', '--accept', 'a'.repeat(16), '--by', ''], '--by names nobody'],
    [['exceptions', '2026-09', '--apply', 'decided.csv', '--by', ''], '--by names nobody'],
    [['status', '2026-09', '--acknowledge-flux', 'seen', '--by', ''], '--by names nobody'],
    [['restore', '--from', 'reports', '--inputs', 'exports', '--by', ''], '--by names nobody'],
    // Nor is it the working directory.
    [['reconcile', '2026-09', '--out', ''], '--out names nothing'],
    [['status', '--data', ''], '--data names nothing'],
    [['exceptions', '2026-09', '--export', ''], '--export names nothing'],
    [['verify-statement', 'mine.txt', '--manifest', 'public.json', ''], '--manifest names nothing'],
    [['backup', ''], 'the argument file names nothing'],
    [['import', 'exports', ''], 'the argument path names nothing'],
    [['explain', ''], 'the argument what names nothing'],
    [['reconcile', '2026-09', '--inputs', 'stripe', '--inputs', 'apple'], '--inputs is given twice'],
    // As a name in another encoding comes in.
    [['payouts', '2026-08', '--void', 'a'.repeat(16), '--reason', 'caf\ufffd'], '--reason is not UTF-8'],
    [['reconcile', '2026-09', '--out', 'f\ufffdvrier'], '--out is not UTF-8'],
    [['import', 'exports', 'f\ufffdvrier'], 'the argument path is not UTF-8'],
  ])('%j', async (args, words) => {
    const ended = await command(world, [...args, ...config()]);
    expect([ended.code, ended.stderr]).toEqual([2, expect.stringContaining(words)]);
  });
});
