import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_ACCOUNTS } from '../../src/core/journal/accounts.ts';
import { PAYMENT_ACCOUNTS } from '../../src/core/journal/payment-accounts.ts';
import { workedTable } from '../judging/worked-page.ts';
import { missing, runTool } from '../running/ledger-tool.ts';
import { PROJECT } from '../running/program.ts';
import { command, finalize, smallWorld, writeStripe } from '../worlds/close-world.ts';
import { csvRows, exampleWorld, type Reconciled, reconcile, reportRows, type World } from '../worlds/world.ts';

/** Section 11 of fixtures/README.md is worked by hand; this test holds the journal to it, account by account. */
const ACCOUNTS = workedTable('| account | balance |');

/** Hundred-millionths: the pool has eight decimals. */
function fine(text: string): bigint {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)\.(\d{2,8})$/.exec(text) ?? [];
  return BigInt(`${sign}${whole}${fraction.padEnd(8, '0')}`);
}

function balances(rows: readonly Record<string, string>[], key: 'account' | 'entry'): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const row of rows) {
    const amount = row.debit === '' ? -fine(row.credit ?? '') : fine(row.debit ?? '');
    sums.set(row[key] ?? '', (sums.get(row[key] ?? '') ?? 0n) + amount);
  }
  return sums;
}

const byAccount = ([a]: [string, bigint], [b]: [string, bigint]): number => (a < b ? -1 : 1);

let world: World;
let october: Reconciled;

beforeAll(async () => {
  world = exampleWorld();
  october = await reconcile(world);
});

const reportPath = (name: string): string => join(world.out, '2026-10', 'review', name);

describe('October’s journal, as worked by hand', () => {
  it('moves every account by what the page says, and no other', () => {
    const moved = [...balances(reportRows(october, 'journal.csv'), 'account')].sort(byAccount);
    expect(moved).toEqual(ACCOUNTS.map(([account = '', balance = '']) => [account, fine(balance)]));
  });

  it('balances in every entry, with its rows together', () => {
    const rows = reportRows(october, 'journal.csv');
    const entries = balances(rows, 'entry');
    expect([...entries.values()].filter((balance) => balance !== 0n)).toEqual([]);
    expect([...entries.keys()]).toEqual(Array.from({ length: entries.size }, (_, index) => String(index + 1)));
    const numbers = rows.map((row) => Number(row.entry));
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
  });

  it('income and expenses are net revenue; the deferred accounts move as the roll-forward does', () => {
    const sum = (wanted: RegExp): bigint =>
      [...balances(reportRows(october, 'journal.csv'), 'account')].reduce(
        (total, [account, amount]) => total + (wanted.test(account) ? amount : 0n),
        0n,
      );
    expect(-sum(/^(Income|Expenses:(?!WorkerShare))/)).toBe(fine(october.document.net_revenue_usd));
    const net = reportRows(october, 'rollforward.csv').filter(({ component }) => component === 'net');
    const moved = net.reduce((total, row) => total + fine(row.closing_usd ?? '') - fine(row.opening_usd ?? ''), 0n);
    expect(-sum(/:(DeferredRevenue|PrepaidProviderFees|PrepaidCosts)\b/)).toBe(moved);
  });

  it('is read by hledger, to the same balances', (context) => {
    if (missing('hledger') !== '') context.skip(missing('hledger'));
    const file = ['-f', reportPath('journal.hledger')];
    runTool('hledger', [...file, 'check', '--strict']);
    const shown = runTool('hledger', [...file, 'balance', '--flat', '-N', '-O', 'csv', '-c', '1000.00000000 USD']);
    const read = csvRows(shown).map(({ account = '', balance = '' }): [string, bigint] => {
      return [account, fine(balance.replace(' USD', ''))];
    });
    expect(read.sort(byAccount)).toEqual(ACCOUNTS.map(([account = '', balance = '']) => [account, fine(balance)]));
  });

  it('is read by beancount', (context) => {
    if (missing('bean-check') !== '') context.skip(missing('bean-check'));
    expect(runTool('bean-check', [reportPath('journal.beancount')])).toBe('');
  });
});

/** Settings of the journal for the example world. */
const SETTINGS = `journal:
  detail: summary
  accounts: { receivable: "Assets:Stores:{provider}-Clearing", subscription_revenue: "Income:Sales", deferred_revenue: "Liabilities:Deferred" }
`;

describe('the journal section of revshare.yaml', () => {
  it('has in docs/books.md every role with its account', () => {
    const rows = readFileSync(join(PROJECT, 'docs', 'books.md'), 'utf8').matchAll(/^\| `(\w+)` \| `([^`]+)` \|/gm);
    expect(Object.fromEntries([...rows].map(([, role, account]) => [role, account]))).toEqual({
      ...DEFAULT_ACCOUNTS,
      ...PAYMENT_ACCOUNTS,
    });
  });

  it('changes accounts and detail, and neither the digest nor another report', async () => {
    const other = exampleWorld();
    other.write('revshare.yaml', other.read('revshare.yaml') + SETTINGS);
    const summed = await reconcile(other);
    expect(summed.document.digest).toBe(october.document.digest);
    const settings = new Set(['manifest.json', 'public.json', 'journal.csv', 'journal.beancount', 'journal.hledger']);
    const others = ({ reports }: Reconciled) => [...reports].filter(([name]) => !settings.has(name));
    expect(others(summed)).toEqual(others(october));
    const renamed = new Map<string, bigint>();
    for (const [account = '', balance = ''] of ACCOUNTS) {
      const name = account
        .replace(/^Assets:Receivable:(.*)$/, 'Assets:Stores:$1-Clearing')
        .replace(/^Income:Subscriptions:.*$/, 'Income:Sales')
        .replace(/^Liabilities:DeferredRevenue:.*$/, 'Liabilities:Deferred');
      renamed.set(name, (renamed.get(name) ?? 0n) + fine(balance));
    }
    const rows = reportRows(summed, 'journal.csv');
    expect([...balances(rows, 'account')].sort(byAccount)).toEqual([...renamed].sort(byAccount));
    expect(new Set(rows.map(({ charge }) => charge))).toEqual(new Set(['']));
    expect([...balances(rows, 'entry').values()].filter((balance) => balance !== 0n)).toEqual([]);
  });

  it('is kept in the manifest of a final month, so that verify writes the same journal', async () => {
    const small = smallWorld();
    small.write('revshare.yaml', small.read('revshare.yaml') + SETTINGS);
    const day = '2026-08-03';
    writeStripe(small, '2026-08', [
      { kind: 'charge', id: 'ada', charge: 'ch_ada', day, amount: '20.00', fee: '0.88', until: '2026-09-03' },
    ]);
    await finalize(small, '2026-08');
    const verified = await command(small, ['verify', '--all']);
    expect(verified.code, verified.stdout + verified.stderr).toBe(0);
  });
});
