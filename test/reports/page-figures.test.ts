import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { SILENT } from '../../src/app/books/directory/progress.ts';
import { withWorkspace } from '../../src/app/books/opening/workspace.ts';
import { loadPolicy } from '../../src/app/books/policy/load-policy.ts';
import { explainedMonth } from '../../src/app/explain/month/explained-month.ts';
import { walletFigures } from '../../src/app/explain/wallets/wallet-figures.ts';
import { poolCellExplanation } from '../../src/core/explanation/pool/pool-cell.ts';
import { below, type Explanation } from '../../src/core/explanation/tree/explanation.ts';
import { payoutCellExplanation } from '../../src/core/explanation/wallets/payout-cell.ts';
import { exactFromText } from '../../src/core/money/exact-decimal.ts';
import { monthOf } from '../../src/core/month/month.ts';
import { listImports } from '../../src/store/inputs/imports.ts';
import { exampleWorld, type Reconciled, reconcile, reportRows, type World } from '../worlds/world.ts';

/**
 * What report.html shows of payouts.csv and pool.csv, in October of the example world: the figure of the file, and the one
 * that `explain` walks. Months before, what changed, what is deferred, plans and exclusions are not looked at here.
 */

type Row = Readonly<Record<string, string>>;

let world: World;
let october: Reconciled;
let page: string;
let pool: Row[];
let payouts: Row[];
/** What `explain` says of a cell: its amount as a plain decimal, and the export lines below it. */
let poolTrees: Map<string, Explained>;
let payoutAmounts: Map<string, string>;
/** The jobs that `explain` finds behind a wallet's Spark: `job | Spark | line of the log`. */
let jobsOf: Map<string, string[]>;

interface Explained {
  readonly amount: string;
  readonly lines: ReadonlySet<string>;
}

beforeAll(async () => {
  world = exampleWorld();
  october = await reconcile(world);
  page = readFileSync(join(world.out, '2026-10', 'review', 'report.html'), 'utf8');
  [pool, payouts] = [reportRows(october, 'pool.csv'), reportRows(october, 'payouts.csv')];
  await withWorkspace({ data: world.data, out: world.out }, async (workspace) => {
    const { policy } = await loadPolicy(workspace, { inputs: world.inputs, out: world.out });
    const request = { workspace, policy, version: 'test', progress: SILENT, out: world.out, most: 1000 };
    const month = await explainedMonth(request, monthOf(2026, 10), true);
    const imports = await listImports(workspace.store.db);
    const fileOf = (input: string): string => imports.find(({ sha256 }) => sha256.startsWith(input))?.name ?? '';
    const trees = pool.map(({ line = '', provider = '' }): [string, Explained] => {
      const tree = poolCellExplanation(month.figures, line, provider);
      const lines = nodesOf(tree).flatMap(({ source }) => {
        return source === null ? [] : [`${fileOf(source.input)}:${source.line}`];
      });
      return [`${line}, ${provider}`, { amount: tree?.amount?.value.toFixed() ?? '', lines: new Set(lines) }];
    });
    poolTrees = new Map(trees);
    [payoutAmounts, jobsOf] = [new Map(), new Map()];
    for (const [at, row] of payouts.entries()) {
      const wallet = await walletFigures(request, month, at);
      const spark = payoutCellExplanation(wallet, 'render_spark');
      const jobs = (spark?.parts ?? []).flatMap(({ label, amount, source }) =>
        source === null ? [] : [`${label} ${amount?.value.toFixed()} ${fileOf(source.input)}:${source.line}`],
      );
      jobsOf.set(row.wallet ?? '', jobs);
      for (const column of Object.keys(row)) {
        const amount = payoutCellExplanation(wallet, column)?.amount;
        if (amount != null) payoutAmounts.set(`${row.wallet} ${column}`, amount.value.toFixed());
      }
    }
  });
});

function nodesOf(node: Explanation | null): Explanation[] {
  return node === null ? [] : [node, ...below(node).flatMap(nodesOf)];
}

const textOf = (markup: string): string => markup.replaceAll(/<[^>]*>/g, '');
const plain = (text: string): string => exactFromText(text).toFixed();

/** The rows of a table of the page, its last row included. */
function tableRows(id: string): string[][] {
  const [, table = ''] = new RegExp(`<table id="${id}">.*?<tbody>(.*?)</table>`, 's').exec(page) ?? [];
  return [...table.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = '']) =>
    [...row.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map(([, cell = '']) => textOf(cell)),
  );
}

/** What unfolds under "where each figure comes from": its name, its figure and what stands below. */
function ways(): { name: string; figure: string; body: string }[] {
  const pattern = /<details><summary><b>(.*?)<\/b> <span>(.*?)<\/span><\/summary>(.*?)<\/details>/gs;
  return [...page.matchAll(pattern)].map(([, name = '', figure = '', body = '']) => {
    return { name: textOf(name), figure: textOf(figure), body };
  });
}

describe('the page of October of the example world', () => {
  it('unfolds every cell of pool.csv that is not zero, with the figure of the file and of explain', () => {
    const shown = ways().filter(({ name }) => poolTrees.has(name));
    const figures = new Map(pool.map((row) => [`${row.line}, ${row.provider}`, plain(row.amount_usd ?? '')]));
    for (const { name, figure } of shown) {
      expect([name, plain(figure), plain(figure)]).toEqual([name, figures.get(name), poolTrees.get(name)?.amount]);
    }
    const names = new Set(shown.map(({ name }) => name));
    expect([...figures].filter(([name, figure]) => figure !== '0' && !names.has(name))).toEqual([]);
  });

  it('names export lines that explain names too, and their amounts sum to the cell', () => {
    let walked = 0;
    for (const { name, figure, body } of ways().filter((way) => poolTrees.has(way.name))) {
      const id = `way-${name.replace(', ', '-')}`;
      if (!body.includes(`id="${id}"`)) continue;
      const rows = tableRows(id);
      const rest = /and \d+ more, (.*?) USD together/s.exec(body)?.[1];
      const amounts = [...rows.map((row) => row[4] ?? ''), ...(rest === undefined ? [] : [textOf(rest)])];
      const sum = amounts.reduce((total, amount) => total.plus(exactFromText(amount)), exactFromText('0'));
      expect([name, sum.toFixed()]).toEqual([name, plain(figure)]);
      for (const row of rows) expect([name, poolTrees.get(name)?.lines.has(row[5] ?? '')]).toEqual([name, true]);
      walked += rows.length;
    }
    expect(walked).toBeGreaterThan(50);
  });

  it('has the stores’ lines and their sums as pool.csv has them', () => {
    const providers = ['stripe', 'apple', 'google', 'costs'];
    const lines = ['gross', 'customer_tax', 'provider_fee', 'refund', 'dispute', 'dispute_fee', 'restoration', 'cost'];
    const amountOf = (line: string, provider: string): string =>
      plain(pool.find((row) => row.line === line && row.provider === provider)?.amount_usd ?? '0');
    const expected = [...lines, 'net_revenue'].map((line) => {
      const each = providers.map((provider) => amountOf(line, provider));
      const all = each.reduce((sum, amount) => sum.plus(exactFromText(amount)), exactFromText('0'));
      return [...each, all.toFixed()];
    });
    expect(tableRows('pool-lines').map((row) => row.slice(1).map(plain))).toEqual(expected);
    // fixtures/README.md works October's net revenue out by hand.
    expect(expected.at(-1)?.at(-1)).toBe('355.338443');
  });

  it('lists the rows of payouts.csv with the figures of the file and of explain', () => {
    const listed = tableRows('wallets');
    const [onPage, inFile] = [listed.map(([wallet]) => wallet), payouts.map(({ wallet }) => wallet)];
    expect(new Set(onPage)).toEqual(new Set(inFile));
    expect(onPage.length).toBe(inFile.length);
    const columns = { jobs: 1, render_spark: 2, earned_usd: 3, balance_usd: 5, payout_usd: 6 };
    for (const cells of listed) {
      // Its last cell is the line in the file, whose header is line 1.
      const row = payouts[Number(cells.at(-1)) - 2] ?? {};
      expect(row.wallet).toBe(cells[0]);
      for (const [column, at] of Object.entries(columns)) {
        const figure = plain(cells[at] ?? '');
        expect([column, figure]).toEqual([column, plain(row[column] ?? '')]);
        expect([column, figure]).toEqual([column, payoutAmounts.get(`${row.wallet} ${column}`)]);
      }
    }
  });

  it('unfolds each of them to formulas with the figures of the file', () => {
    const shown = ways().filter(({ name }) => name.startsWith('0x'));
    expect(shown.length).toBe(payouts.filter(({ jobs }) => jobs !== '0').length);
    for (const { name, figure, body } of shown) {
      const row = payouts.find(({ wallet }) => wallet === name) ?? {};
      const text = textOf(body);
      expect([figure, name]).toEqual([row.earned_usd, name]);
      expect(text).toContain(`floor(181.222607 x ${row.render_spark} / 600.000000) = ${row.earned_usd} USD`);
      expect(text).toContain(`= ${row.share}\n`);
      expect(text).toContain(
        `balance = ${row.brought_forward_usd} brought forward + ${row.earned_usd} earned + ${row.adjustments_usd} adjustments`,
      );
      expect(text).toContain(
        `= ${row.balance_usd} USD; of it ${row.payout_usd} is paid and ${row.carried_forward_usd} carried forward`,
      );
    }
  });

  it('leads each of them to the lines of its jobs, which sum to its jobs and Spark', () => {
    let walked = 0;
    for (const { name, body } of ways().filter((way) => jobsOf.has(way.name))) {
      const rows = tableRows(`jobs-${name}`);
      const shown = rows.map(([job, spark = '', place]) => `job ${job} ${plain(spark)} ${place}`);
      expect([name, shown.toSorted()]).toEqual([name, jobsOf.get(name)?.toSorted()]);
      const sum = rows.reduce((all, [, spark = '']) => all.plus(exactFromText(spark)), exactFromText('0'));
      const row = payouts.find(({ wallet }) => wallet === name) ?? {};
      expect([name, `${rows.length}`, sum.toFixed()]).toEqual([name, row.jobs, plain(row.render_spark ?? '')]);
      expect(textOf(body)).not.toContain('Spark together');
      walked += rows.length;
    }
    // fixtures/README.md: October credits 17 jobs.
    expect(walked).toBe(17);
  });
});
