import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadPolicy } from '../src/app/books/load-policy.ts';
import { SILENT } from '../src/app/books/progress.ts';
import { withWorkspace } from '../src/app/books/workspace.ts';
import { explainedMonth } from '../src/app/explain/explained-month.ts';
import { shownExplanation } from '../src/app/explain/quoted-tree.ts';
import { walletFigures } from '../src/app/explain/wallet-figures.ts';
import { below, type Explanation } from '../src/core/explanation/explanation.ts';
import { payoutCellExplanation } from '../src/core/explanation/payout-cell.ts';
import { poolCellExplanation } from '../src/core/explanation/pool-cell.ts';
import { wayDown } from '../src/core/explanation/way-down.ts';
import { exactFromText } from '../src/core/money/exact-decimal.ts';
import { monthOf } from '../src/core/month/month.ts';
import { exampleWorld, type Reconciled, reconcile, reportRows, type World } from './world.ts';

/** Every cell of payouts.csv and pool.csv of the example world, down to rows of exports. */
let world: World;
let october: Reconciled;

beforeAll(async () => {
  world = exampleWorld();
  october = await reconcile(world);
});

const places = () => ({ data: world.data, out: world.out, json: false });

/** Every node of a tree. */
function nodesOf(node: Explanation): Explanation[] {
  return [node, ...below(node).flatMap(nodesOf)];
}

/** Nothing below has parts that do not sum: `explained` refuses them. */
function expectSums(tree: Explanation): void {
  for (const { parts, amount } of nodesOf(tree)) {
    if (parts.length === 0 || amount === null) continue;
    const sum = parts.reduce((total, part) => total.plus(part.amount?.value ?? Number.NaN), amount.value.times(0));
    expect(sum.toFixed()).toBe(amount.value.toFixed());
  }
}

describe('October of the example world', () => {
  it('walks every cell of pool.csv to a row of an export', async () => {
    await withWorkspace(places(), async (workspace) => {
      const { policy } = await loadPolicy(workspace, { inputs: world.inputs, out: world.out });
      const request = { workspace, policy, version: 'test', progress: SILENT, out: world.out, most: 1000 };
      const { figures } = await explainedMonth(request, monthOf(2026, 10), true);
      const rows = reportRows(october, 'pool.csv');
      expect(rows.length).toBe(figures.lines.length);
      for (const [at, { line = '', provider = '', amount_usd = '' }] of rows.entries()) {
        const tree = poolCellExplanation(figures, line, provider);
        expect([line, provider, tree?.amount?.value.toFixed()]).toEqual([
          line,
          provider,
          exactFromText(amount_usd).toFixed(),
        ]);
        if (tree === null) continue;
        expect(tree.cell).toEqual({ file: 'pool.csv', row: at + 2, column: 'amount_usd' });
        expectSums(tree);
        const { way } = await shownExplanation(request, tree, 0);
        const last = way.at(-1);
        // The share stands in revshare.yaml; a line of nothing has no row.
        if (line === 'share' || exactFromText(amount_usd).isZero() || line === 'carried_in') continue;
        expect([line, provider, quoted(last)]).toEqual([line, provider, asInExport(last)]);
      }
    });
  });

  it('walks every cell of payouts.csv to a row of a job log', async () => {
    await withWorkspace(places(), async (workspace) => {
      const { policy } = await loadPolicy(workspace, { inputs: world.inputs, out: world.out });
      const request = { workspace, policy, version: 'test', progress: SILENT, out: world.out, most: 1000 };
      const month = await explainedMonth(request, monthOf(2026, 10), false);
      for (const [at, row] of reportRows(october, 'payouts.csv').entries()) {
        const wallet = await walletFigures(request, month, at);
        for (const [column, cell] of Object.entries(row)) {
          const tree = payoutCellExplanation(wallet, column);
          if (tree === null) throw new Error(`${column} is not explained`);
          expect(tree.cell).toEqual({ file: 'payouts.csv', row: at + 2, column });
          if (tree.amount === null) expect(tree.label).toBe(`${column}: ${cell === '' ? 'empty' : cell}`);
          else expect(tree.amount.value.toFixed()).toBe(exactFromText(cell).toFixed());
          expectSums(tree);
          if (!['jobs', 'render_spark', 'share', 'earned_usd', 'balance_usd', 'carried_forward_usd'].includes(column))
            continue;
          const { way } = await shownExplanation(request, tree, 0);
          expect([column, quoted(way.at(-1))]).toEqual([column, asInExport(way.at(-1))]);
        }
        const jobs = nodesOf(payoutCellExplanation(wallet, 'earned_usd') as Explanation).filter(({ label }) =>
          label.startsWith('job '),
        );
        expect(jobs.every((job) => wayDown(job).at(-1)?.source !== null)).toBe(true);
      }
    });
  });
});

function quoted(node: Explanation | undefined): string {
  return node?.quote?.text ?? 'no quote';
}

/** The line that a quote names, read from the export itself. */
function asInExport(node: Explanation | undefined): string {
  if (node?.quote == null) return 'no row';
  const text = exportText(join(world.inputs, node.quote.file)).replace(/^\uFEFF/, '');
  return text.split(/\r?\n/)[node.quote.line - 1] ?? 'no line';
}

/** A file, or the only member of a zip. */
function exportText(path: string): string {
  if (existsSync(path)) return readFileSync(path, 'utf8');
  const zip = readFileSync(dirname(path));
  // The end record says where the central directory is; its first entry where the member is, and how it is packed.
  const entry = zip.readUInt32LE(zip.lastIndexOf('PK\u0005\u0006') + 16);
  const [method, size, local] = [
    zip.readUInt16LE(entry + 10),
    zip.readUInt32LE(entry + 20),
    zip.readUInt32LE(entry + 42),
  ];
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const packed = zip.subarray(start, start + size);
  return (method === 0 ? packed : inflateRawSync(packed)).toString('utf8');
}
