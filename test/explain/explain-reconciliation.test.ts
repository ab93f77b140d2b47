import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { PROJECT } from '../running/program.ts';
import { command, review } from '../worlds/close-world.ts';
import { emptyWorld, reportRows, type World } from '../worlds/world.ts';

/** The rows behind reconciliation.csv; fixtures/reconciliation/README.md works its figures out by hand. */

interface Node {
  readonly label: string;
  readonly amount?: string;
  readonly formula?: string;
  readonly source?: { readonly file: string; readonly line: number };
  readonly parts?: readonly Node[];
}

let world: World;
let lines: readonly Readonly<Record<string, string>>[];

beforeAll(async () => {
  world = emptyWorld();
  cpSync(join(PROJECT, 'fixtures', 'reconciliation', 'inputs'), world.inputs, { recursive: true });
  lines = reportRows(await review(world, '2026-09'), 'reconciliation.csv');
});

async function asked(cell: string, ...options: readonly string[]): Promise<Node> {
  const ended = await command(world, ['explain', cell, '--month', '2026-09', '--json', ...options]);
  expect([cell, ended.code, ended.stderr]).toEqual([cell, 0, '']);
  const [tree] = (JSON.parse(ended.stdout) as { explanations: Node[] }).explanations;
  if (tree === undefined) throw new Error(`${cell} is not explained`);
  return tree;
}

/** A cell of the line of a category and currency. */
function cellOf(category: string, currency: string, column: string): string {
  const at = lines.findIndex((line) => line.category === category && line.currency === currency);
  return `reconciliation.csv:${at + 2}:${column}`;
}

/** The parts of a figure: what each is, and the row of the export that it stands in. */
async function partsOf(category: string, currency: string, column: string): Promise<string[]> {
  const { parts = [] } = await asked(cellOf(category, currency, column));
  return parts.map(({ amount, formula, source }) => {
    return [amount, formula, source === undefined ? undefined : `${source.file}:${source.line}`]
      .filter((each) => each !== undefined)
      .join(' | ');
  });
}

describe('explain of reconciliation.csv', () => {
  it('has rows that sum to either side of every line', async () => {
    for (const { category = '', currency = '', ...line } of lines)
      for (const column of ['ours', 'provider_amount']) {
        // What Apple withheld has no row of ours.
        if (column === 'ours' && category === 'withholding_tax') continue;
        const { amount, parts = [] } = await asked(cellOf(category, currency, column));
        expect([category, currency, column, amount, parts.length > 0]).toEqual([
          ...[category, currency, column, line[column], true],
        ]);
      }
  });

  it('has the plan rows of the UTC month for Google, and all rows of its file for what it pays', async () => {
    // 17.00 - 2.55 of 1 September in UTC, which August's file has, and 17.00 - 2.55 of 10 September: 28.90.
    expect(await partsOf('earnings', 'USD', 'ours')).toEqual([
      '17.000000 | google/PlayApps_202608.csv:4',
      '-2.550000 | google/PlayApps_202608.csv:5',
      '17.000000 | google/PlayApps_202609.csv:2',
      '-2.550000 | google/PlayApps_202609.csv:3',
    ]);
    // 14.45 + (9.99 - 1.50) of a pack + 14.45 of 1 October in UTC: 37.39.
    const file = 'google/PlayApps_202609.csv';
    expect(await partsOf('earnings', 'USD', 'provider_amount')).toEqual([
      ...[`17.000000 | ${file}:2`, `-2.550000 | ${file}:3`, `9.990000 | ${file}:4`],
      ...[`-1.500000 | ${file}:5`, `17.000000 | ${file}:6`, `-2.550000 | ${file}:7`],
    ]);
  });

  it('has the rows of the calendar month for what Apple earned, not those of the fiscal month', async () => {
    // 16.42 + 39.28 + 16.42 + 16.42 = 88.54; 31 August is of the fiscal month only.
    expect(await partsOf('earned', 'EUR', 'ours')).toEqual([
      '16.420000 | apple/Subscriber_89990001_20260910.txt:2',
      '39.280000 | apple/Subscriber_89990001_20260915.txt:2',
      '16.420000 | apple/Subscriber_89990001_20260928.txt:2',
      '16.420000 | apple/Subscriber_89990001_20260929.txt:2',
    ]);
  });

  it('has days at the rate of fx.csv, and what Apple paid for what it owed', async () => {
    // 16.42 * 1.08 = 17.7336; 39.28 * 1.08 = 42.4224. Together 77.8896.
    expect(await partsOf('fx_EUR', 'USD', 'ours')).toEqual([
      '17.733600 | 16.420000 EUR * 1.080000',
      '17.733600 | 16.420000 EUR * 1.080000',
      '42.422400 | 39.280000 EUR * 1.080000',
    ]);
    // 16.42 + 16.42 + 39.28 = 72.12 of the fiscal month.
    expect(await partsOf('fx_EUR', 'USD', 'provider_amount')).toEqual([
      '79.323216 | 72.120000 EUR * 36.120000 / 32.840000',
    ]);
    // 1790 less 370 that Apple withheld.
    expect(await partsOf('total_owed', 'JPY', 'ours')).toEqual([
      '1420.000000 | 1790.000000 - 370.000000 | apple/financial_report.csv:6',
    ]);
  });

  it('counts rows one by one, and has the parts of a balance', async () => {
    const ledger = 'stripe/Itemized_balance_change_from_activity_USD_2026-09-01_to_2026-09-30.csv';
    expect(await partsOf('charge_rows', 'USD', 'ours')).toEqual([`1.000000 | ${ledger}:2`]);
    const summary = 'stripe/Balance_summary_USD_2026-09-01_to_2026-09-30.csv';
    // 5.00 + 19.12 - 19.12.
    expect(await partsOf('ending_balance', 'USD', 'ours')).toEqual([
      `5.000000 | ${summary}:2`,
      `19.120000 | ${summary}:3`,
      `-19.120000 | ${summary}:4`,
    ]);
    // The row of the other summary, whose category begins alike, is not of it.
    expect(await partsOf('payouts', 'USD', 'provider_amount')).toEqual([`-19.120000 | ${summary}:4`]);
  });

  it('adds up the rows that --rows leaves out', async () => {
    // 9.99 and -1.50 and 17.00 and twice -2.55 beside the first 17.00: 20.39.
    const { parts = [] } = await asked(cellOf('earnings', 'USD', 'provider_amount'), '--rows', '1');
    expect(parts.map(({ label, amount }) => `${label} ${amount}`)).toEqual([
      'plan: row 2 of google/PlayApps_202609.csv 17.000000',
      '5 more rows 20.390000',
    ]);
  });
});
