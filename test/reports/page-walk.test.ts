import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { SILENT } from '../../src/app/books/directory/progress.ts';
import { withWorkspace } from '../../src/app/books/opening/workspace.ts';
import { loadPolicy } from '../../src/app/books/policy/load-policy.ts';
import { explain } from '../../src/app/explain/questions/explain.ts';
import { below, type Explanation } from '../../src/core/explanation/tree/explanation.ts';
import { Exact, exactFromText } from '../../src/core/money/exact-decimal.ts';
import { monthFromText } from '../../src/core/month/month.ts';
import { inProcess } from '../running/in-process.ts';
import { csvRows, exampleWorld, NOVEMBER, reconcile, type World } from '../worlds/world.ts';

/**
 * Every figure on October's page of the example world, August final: each is that of a cell, which `explain` walks down to a row of an
 * export, or is worked out here from such cells. test/reports/page-figures.test.ts holds which figure stands where in the tables of
 * pool.csv and payouts.csv.
 */

type Row = Readonly<Record<string, string>>;

let world: World;
let page: string;
/** A report of a month by row, the state of its directory given. */
const tables = new Map<string, Row[]>();

beforeAll(async () => {
  world = exampleWorld();
  const places = ['--data', world.data, '--out', world.out, '--as-of', NOVEMBER];
  const august = await reconcile(world, { month: '2026-08' });
  await inProcess(['finalize', '2026-08', '--accept', august.document.digest, ...places]);
  await reconcile(world, { month: '2026-09' });
  await reconcile(world);
  page = readFileSync(join(world.out, '2026-10', 'review', 'report.html'), 'utf8');
});

const STATES: Readonly<Record<string, string>> = { '2026-08': 'final', '2026-09': 'review', '2026-10': 'review' };

function rowsOf(file: string, month = '2026-10'): Row[] {
  const path = join(world.out, month, STATES[month] ?? '', file);
  const known = tables.get(path) ?? csvRows(readFileSync(path, 'utf8'));
  tables.set(path, known);
  return known;
}

/** A figure of the page, as a plain decimal, and the cells that it is made of. */
interface Origin {
  readonly value: Exact;
  readonly cells: readonly Cell[];
}

interface Cell {
  readonly file: string;
  readonly at: number;
  readonly column: string;
  readonly month: string;
  readonly text: string;
}

const NOTHING = exactFromText('0');
const amountOf = ({ text }: Cell): Exact => exactFromText(text);
const sumOf = (cells: readonly Cell[]): Exact => cells.reduce((sum, cell) => sum.plus(amountOf(cell)), NOTHING);
const together = (cells: readonly Cell[]): Origin => ({ value: sumOf(cells), cells });

/** Cells of a report in the rows that fit; the header is row 1. */
function cellsIn(file: string, column: string, fits: (row: Row) => boolean = () => true, month = '2026-10'): Cell[] {
  return rowsOf(file, month).flatMap((row, at) =>
    fits(row) && row[column] !== '' ? [{ file, at: at + 2, column, month, text: row[column] ?? '' }] : [],
  );
}

const each = (cells: readonly Cell[]): Origin[] => cells.map((cell) => together([cell]));
const pool = (line: string, provider = 'all', month = '2026-10'): Cell[] =>
  cellsIn('pool.csv', 'amount_usd', (row) => row.line === line && row.provider === provider, month);

/** Micro-units, cut. */
const cut = (value: Exact, decimals: number): Exact => value.toDecimalPlaces(decimals, Exact.ROUND_DOWN);
const floored = (value: Exact): Exact => value.toDecimalPlaces(6, Exact.ROUND_FLOOR);

/** The parts of the page, and where the figures of each come from. */
const PARTS: Readonly<Record<string, () => Origin[]>> = {
  '': () => [
    ...each(['net_revenue', 'pool', 'distributable', 'carried_in', 'carried_out'].flatMap((line) => pool(line))),
    together(cellsIn('payouts.csv', 'render_spark')),
    sparkOf('2026-10', 12),
    { value: exactFromText('0.000001'), cells: [] },
  ],
  pool: () => [
    ...each(cellsIn('pool.csv', 'amount_usd')),
    ...[...new Set(rowsOf('pool.csv').map(({ line = '' }) => line))].map((line) =>
      together(cellsIn('pool.csv', 'amount_usd', (row) => row.line === line && row.provider !== 'all')),
    ),
    // The steps are cut to the micro-dollar.
    { value: floored(sumOf(pool('platform'))).negated(), cells: pool('platform') },
    { value: floored(sumOf(pool('carried_in'))), cells: pool('carried_in') },
  ],
  months: () =>
    Object.keys(STATES).flatMap((month) => [
      ...each([...pool('net_revenue', 'all', month), ...pool('distributable', 'all', month)]),
      together(cellsIn('payouts.csv', 'render_spark', undefined, month)),
      sparkOf(month, 12),
      sparkOf(month, 6, 1000),
    ]),
  deferred: () => [
    ...each([...cellsIn('forward.csv', 'deferred_usd'), ...cellsIn('forward.csv', 'committed_pool_usd')]),
    ...each(['stripe', 'apple', 'google', 'costs', 'all'].flatMap((provider) => pool('net_revenue', provider))),
    together(cellsIn('forward.csv', 'deferred_usd', ({ provider }) => provider === 'all')),
    { value: NOTHING, cells: [] },
  ],
  plans: () => [
    ...plansOf(({ kind }) => kind === 'charge', ['gross_usd']),
    ...plansOf(({ kind }) => kind === 'charge', ['customer_tax_usd', 'provider_fee_usd'], -1),
    ...plansOf(({ kind }) => kind !== 'charge', ['net_usd']),
    ...plansOf(() => true, ['net_usd']),
    ...each(pool('net_revenue')),
    { value: NOTHING, cells: [] },
  ],
  'by-wallet': () => {
    const earned = cellsIn('payouts.csv', 'earned_usd').toSorted((a, b) => amountOf(b).comparedTo(amountOf(a)));
    const all = sumOf(earned);
    const groups = [earned.slice(0, 1), earned.slice(1, 3), earned.slice(3)];
    const percent = (cells: readonly Cell[]): Origin => {
      return { value: cut(sumOf(cells).times(100).dividedBy(all), 2), cells };
    };
    return [
      ...['render_spark', 'earned_usd', 'balance_usd', 'payout_usd'].flatMap((column) =>
        each(cellsIn('payouts.csv', column)),
      ),
      ...[...groups, earned].map(together),
      ...[...groups, ...earned.map((cell) => [cell])].map(percent),
    ];
  },
  'left-out': () => {
    const [amounts, points] = [cellsIn('exclusions.csv', 'amount_usd'), cellsIn('exclusions.csv', 'render_spark')];
    const share = sumOf(pool('share'));
    return [
      ...each([...amounts, ...points]),
      ...amounts.map((cell) => ({ value: cut(amountOf(cell).times(share), 6), cells: [cell, ...pool('share')] })),
      sparkOf('2026-10', 9),
      ...points.map((cell) => sparkWith(cell)),
    ];
  },
};

/** What a Spark was worth in a month: by its reports, cut. */
function sparkOf(month: string, decimals: number, times = 1): Origin {
  const cells = [...pool('distributable', 'all', month), ...cellsIn('payouts.csv', 'render_spark', undefined, month)];
  const [distributable, ...points] = cells;
  if (distributable === undefined) throw new Error('no pool');
  return { value: cut(amountOf(distributable).times(times).dividedBy(sumOf(points)), decimals), cells };
}

/** What a Spark of October would be worth over more Spark. */
function sparkWith(more: Cell): Origin {
  const { cells } = sparkOf('2026-10', 9);
  const [distributable, ...points] = cells;
  if (distributable === undefined) throw new Error('no pool');
  return { value: cut(amountOf(distributable).dividedBy(sumOf([...points, more])), 9), cells: [...cells, more] };
}

/** Sums over the postings of each store and plan. */
function plansOf(fits: (row: Row) => boolean, columns: readonly string[], sign = 1): Origin[] {
  const keys = new Set(rowsOf('postings.csv').map(({ provider, plan }) => `${provider} ${plan}`));
  return [...keys].flatMap((key) =>
    columns.map((column) => {
      const sum = together(
        cellsIn('postings.csv', column, (row) => `${row.provider} ${row.plan}` === key && fits(row)),
      );
      return { ...sum, value: sum.value.times(sign) };
    }),
  );
}

/** The figures in a piece of the page: everything with decimals, in texts, tables, charts and what they tell. */
function figuresOf(markup: string): string[] {
  const text = markup
    .replaceAll(/<\/?(?:i|b)>/g, '')
    .replaceAll(/<code>[^<]*<\/code>|<td class="c">.*?<\/td>/g, ' ')
    .replaceAll(/<[^>]*>/g, ' ');
  return [...text.matchAll(/-?\d+[.]\d+(?![\d.-])/g)].map(([figure]) => exactFromText(figure).toFixed());
}

/** A section by the id of its heading; the head of the page by none. */
function sectionOf(id: string): string {
  const from = id === '' ? page.indexOf('<header>') : page.indexOf(`<h2 id="${id}"`);
  return page.slice(from, page.indexOf(id === '' ? '</header>' : '</section>', from));
}

function nodesOf(node: Explanation): Explanation[] {
  return [node, ...below(node).flatMap(nodesOf)];
}

describe('every figure of the page', () => {
  it.each(Object.keys(PARTS))('in part "%s" is that of cells which explain walks to rows of exports', async (part) => {
    const origins = PARTS[part]?.() ?? [];
    const figures = [...new Set(figuresOf(sectionOf(part)))];
    expect(figures.length).toBeGreaterThan(5);
    const found = figures.map((figure) => ({ figure, of: origins.find(({ value }) => value.toFixed() === figure) }));
    expect([part, found.flatMap(({ figure, of }) => (of === undefined ? [figure] : []))]).toEqual([part, []]);
    const cells = new Map(found.flatMap(({ of }) => of?.cells ?? []).map((cell) => [JSON.stringify(cell), cell]));
    await walk([...cells.values()]);
  });

  it('changes with its month as flux says, charge by charge', async () => {
    const places = ['--data', world.data, '--out', world.out];
    const { stdout } = await inProcess(['flux', '2026-10', '--json', ...places]);
    const { net_revenue_usd: net } = JSON.parse(stdout) as { net_revenue_usd: { causes: Row[] } };
    const causes = net.causes.map(({ all = '0' }) => exactFromText(all));
    const ends = ['2026-09', '2026-10'].map((month) => sumOf(pool('net_revenue', 'all', month)));
    const [from = NOTHING, to = NOTHING] = ends;
    const known = new Set([...causes, from, to, to.minus(from)].map((value) => value.toFixed()));
    // What truncation moves is named by its size.
    known.add('0.000001');
    expect(figuresOf(sectionOf('change')).filter((figure) => !known.has(figure))).toEqual([]);
    expect(causes.reduce((sum, cause) => sum.plus(cause), from).toFixed()).toBe(to.toFixed());
  });

  it('would be missed if a digit were another', () => {
    const known = new Set((PARTS.pool?.() ?? []).map(({ value }) => value.toFixed()));
    const changed = sectionOf('pool').replace('355.338443', '355.338444');
    expect(figuresOf(changed).filter((figure) => !known.has(figure))).toEqual(['355.338444']);
  });
});

/** Explains cells: the figure is that of the cell, parts sum, and the way ends with a row as its export has it. */
async function walk(cells: readonly Cell[]): Promise<void> {
  await withWorkspace({ data: world.data, out: world.out }, async (workspace) => {
    const { policy } = await loadPolicy(workspace, { inputs: world.inputs, out: world.out });
    const request = { workspace, policy, version: 'test', progress: SILENT, out: world.out, most: 1000, depth: 99 };
    for (const { file, at, column, month, text } of cells) {
      const asked = `${file}:${at}:${column}`;
      const [shown] = await explain({ ...request, asked, month: monthFromText(month) });
      if (shown === undefined) throw new Error(`${asked} is not explained`);
      const { tree, way } = shown;
      expect([asked, tree.amount?.value.abs().toFixed()]).toEqual([asked, exactFromText(text).abs().toFixed()]);
      for (const { parts, amount } of nodesOf(tree)) {
        if (parts.length === 0 || amount === null) continue;
        const sum = parts.reduce((total, { amount: own }) => total.plus(own?.value ?? Number.NaN), NOTHING);
        expect([asked, sum.toFixed()]).toEqual([asked, amount.value.toFixed()]);
      }
      if (exactFromText(text).isZero() || endsElsewhere(file, at, month)) continue;
      expect([asked, way.at(-1)?.quote?.text === undefined]).toEqual([asked, false]);
    }
  });
}

/** The share stands in revshare.yaml. */
function endsElsewhere(file: string, at: number, month: string): boolean {
  return file === 'pool.csv' && rowsOf(file, month)[at - 2]?.line === 'share';
}
