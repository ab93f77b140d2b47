import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { documentSchema } from '../../scripts/schemas/schemas.ts';
import { unwrapped } from '../running/program.ts';
import { command, smallWorld, writeStripe } from '../worlds/close-world.ts';
import { csvRows, exact, reconcile, scratch, type World } from '../worlds/world.ts';

/** The journal of August for QuickBooks and Xero, against journal.csv of the same reports. */
const AS_OF = '2026-10-01T00:00:00Z';
const to = scratch();

let world: World;
let journal: Record<string, string>[];

beforeAll(async () => {
  world = smallWorld();
  // Thirds of a cent: a year of 100.00 is recognised at 8.333333 a month.
  writeStripe(world, '2026-08', [
    { kind: 'charge', id: 'a', charge: 'ch_a', day: '2026-08-03', until: '2027-08-03', amount: '100.00', fee: '3.20' },
    { kind: 'charge', id: 'b', charge: 'ch_b', day: '2026-08-04', until: '2027-08-04', amount: '100.00', fee: '3.20' },
    { kind: 'charge', id: 'c', charge: 'ch_c', day: '2026-08-05', until: '2026-09-05', amount: '20.00', fee: '0.88' },
  ]);
  const { reports } = await reconcile(world, { month: '2026-08', asOf: AS_OF });
  journal = csvRows(reports.get('journal.csv'));
}, 60_000);

function withForms(forms: string): void {
  world.write('revshare.yaml', `${world.read('revshare.yaml').split('journal:')[0]}journal:\n${forms}`);
}

const accounts = (): string[] => [...new Set(journal.map(({ account = '' }) => account))];

/** Every account by a name of its own, with what a CSV must quote. */
function mapping(): string {
  return accounts()
    .map((name, index) => `        "${name}": "${index}, ${name.split(':').at(-1)}"\n`)
    .join('');
}

const exportFor = (books: string, where = to) =>
  command(world, [
    'journal',
    '2026-08',
    '--for',
    books,
    '--state',
    'review',
    '--to',
    where,
    '--json',
    '--config',
    join(world.inputs, 'revshare.yaml'),
  ]);

it.each([
  ['final', '`revshare status 2026-08 '],
  ['estimate', '`revshare reconcile 2026-08 '],
])('of reports that are not there, the line that is advised names the month: %s', async (state, advice) => {
  const config = join(world.inputs, 'revshare.yaml');
  const ended = await command(world, ['journal', '2026-08', '--for', 'xero', '--state', state, '--config', config]);
  expect([ended.code, ended.stdout]).toEqual([2, '']);
  expect(ended.stderr).toContain(`there are no ${state} reports of 2026-08 here`);
  expect(ended.stderr).toContain(advice);
});

/** Sums by account as the other books name it, of what was exported, in cents. */
function sumsOf(lines: readonly { account: string; amount: string }[]): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { account, amount } of lines) sums.set(account, (sums.get(account) ?? 0n) + cents(amount));
  return sums;
}

function cents(text: string): bigint {
  expect(text).toMatch(/^-?\d+\.\d\d$/);
  return BigInt(text.replace('.', ''));
}

/** Every account's sum is that of journal.csv within a cent, and the entries balance. */
function expectSame(lines: readonly { entry: string; account: string; amount: string }[]): void {
  for (const entry of new Set(lines.map((line) => line.entry))) {
    const sum = lines.filter((line) => line.entry === entry).reduce((total, { amount }) => total + cents(amount), 0n);
    expect(sum, entry).toBe(0n);
  }
  const sums = sumsOf(lines);
  for (const [index, name] of accounts().entries()) {
    const rows = journal.filter(({ account }) => account === name);
    const sum = rows.reduce((total, { debit, credit }) => total + exact(debit || '0') - exact(credit || '0'), 0n);
    const off = (sums.get(`${index}, ${name.split(':').at(-1)}`) ?? 0n) * (exact('1') / 100n) - sum;
    expect(off < 0n ? -off < exact('0.01') : off < exact('0.01'), name).toBe(true);
  }
}

describe('revshare journal', () => {
  it('refuses accounts that are not mapped, all by their names at once', async () => {
    withForms('  quickbooks: { accounts: { "Assets:Receivable:Stripe": "Stripe" } }\n');
    const ended = await exportFor('quickbooks');
    expect(ended.code).toBe(2);
    // One message, whatever their number.
    const missing = accounts().filter((each) => each !== 'Assets:Receivable:Stripe');
    expect(missing.length).toBeGreaterThan(1);
    expect(unwrapped(ended.stderr)).toContain(
      `journal.quickbooks.accounts has no account for ${missing.sort().join(', ')}\nfix: Name each of them there, such as "${missing[0]}"`,
    );
    expect(ended.stderr.match(/^code: /gm)).toHaveLength(1);
    expect(readdirSync(to)).toEqual([]);
  });

  it('makes the directory that it writes to', async () => {
    withForms(`  quickbooks:\n      accounts:\n${mapping()}`);
    const where = join(to, '..', 'books', 'august');
    expect(await exportFor('quickbooks', where)).toMatchObject({ code: 0, stderr: '' });
    expect(readdirSync(where)).toEqual(['journal-2026-08-quickbooks.csv']);
  });

  it('writes what QuickBooks Online reads: balanced entries of cents, with the sums of journal.csv', async () => {
    withForms(`  quickbooks:\n      accounts:\n${mapping()}`);
    const ended = await exportFor('quickbooks');
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(documentSchema('journal').parse(JSON.parse(ended.stdout))).toMatchObject({ schema: 'revshare/journal' });
    const text = readFileSync(join(to, 'journal-2026-08-quickbooks.csv'), 'utf8');
    expect(text.split('\n')[0]).toBe(
      '*JournalNo,*JournalDate,*AccountName,*Debits,*Credits,Description,Name,Currency,Location,Class',
    );
    const rows = csvRows(text);
    for (const row of rows) expect(row['*JournalDate']).toMatch(/^08\/\d\d\/2026$/);
    expectSame(
      rows.map((row) => ({
        entry: row['*JournalNo'] ?? '',
        account: row['*AccountName'] ?? '',
        amount: row['*Debits'] || `-${row['*Credits']}`,
      })),
    );
  });

  it('writes what Xero reads, with its tax rate on every line', async () => {
    withForms(`  xero:\n      tax_rate: Tax Exempt\n      accounts:\n${mapping()}`);
    expect(await exportFor('xero')).toMatchObject({ code: 0, stderr: '' });
    const rows = csvRows(readFileSync(join(to, 'journal-2026-08-xero.csv'), 'utf8'));
    for (const row of rows) expect([row['*TaxRate'], row['*Date']?.slice(2)]).toEqual(['Tax Exempt', '/08/2026']);
    expectSame(
      rows.map((row) => ({
        entry: row['*Narration'] ?? '',
        account: row['*AccountCode'] ?? '',
        amount: row['*Amount'] ?? '',
      })),
    );
  });
});
