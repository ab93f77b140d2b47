import { beforeAll, describe, expect, it } from 'vitest';
import { SILENT } from '../../src/app/books/directory/progress.ts';
import { withWorkspace } from '../../src/app/books/opening/workspace.ts';
import { loadPolicy } from '../../src/app/books/policy/load-policy.ts';
import type { ExplainRequest } from '../../src/app/explain/month/explain-request.ts';
import { reportedMonth } from '../../src/app/explain/month/reported-month.ts';
import { reportRowExplanation } from '../../src/app/explain/questions/row-question.ts';
import { below, type Explanation } from '../../src/core/explanation/tree/explanation.ts';
import { wayDown } from '../../src/core/explanation/tree/way-down.ts';
import { exactFromText } from '../../src/core/money/exact-decimal.ts';
import { monthOf } from '../../src/core/month/month.ts';
import { unescapeFormula } from '../../src/core/text/formula-escape.ts';
import { LONG } from '../running/long-form.ts';
import { exampleWorld, type Reconciled, reconcile, reportRows, type World } from '../worlds/world.ts';

/** Every report of the example world beside pool.csv and payouts.csv, whose cells test/explain/explain.test.ts walks. */
let world: World;
let october: Reconciled;

beforeAll(async () => {
  world = exampleWorld();
  october = await reconcile(world);
});

/** Explains a cell of October, or a whole row. */
type Ask = (file: string, row: number, column: string | null) => Promise<Explanation>;

async function asking(work: (ask: Ask) => Promise<void>): Promise<void> {
  await withWorkspace({ data: world.data, out: world.out }, async (workspace) => {
    const { policy } = await loadPolicy(workspace, { inputs: world.inputs, out: world.out });
    const request: ExplainRequest = {
      workspace,
      policy,
      version: 'test',
      progress: SILENT,
      out: world.out,
      most: 1000,
    };
    const reports = await reportedMonth(request, monthOf(2026, 10));
    await work(async (file, row, column) => {
      const found = await reportRowExplanation(request, reports, { file, row, column });
      if (found === null) throw new Error(`${file}:${row}:${column ?? ''} is not explained`);
      return found;
    });
  });
}

function nodesOf(node: Explanation): Explanation[] {
  return [node, ...below(node).flatMap(nodesOf)];
}

/** Reports with figures, and those of their figures that come from nowhere: what is for reading, or the sum of no rows. */
const REPORTS: readonly (readonly [file: string, every: number])[] = [
  ['postings.csv', 3],
  ['deferred.csv', 3],
  ['rollforward.csv', 1],
  ['waterfall.csv', 1],
  ['forward.csv', 5],
  ['leaderboard.csv', 4],
  ['wallet-jobs.csv', 18],
  ['reconciliation.csv', 1],
  ['exclusions.csv', 1],
  ['exceptions.csv', 1],
  ['journal.csv', 12],
];

describe('explain REPORT:ROW:COLUMN', () => {
  it('knows every CSV that a month writes', () => {
    const known = ['pool.csv', 'payouts.csv', 'adjustments.csv', 'signals.csv', 'warnings.csv'];
    const written = [...october.reports.keys()].filter((name) => name.endsWith('.csv'));
    expect(written.sort()).toEqual([...known, ...REPORTS.map(([file]) => file)].sort());
  });

  it.each(REPORTS)('says of every cell of %s what it is, with the figure that stands there', async (file, every) => {
    await asking(async (ask) => {
      for (const [at, row] of reportRows(october, file).entries()) {
        if (at % every !== 0) continue;
        for (const [place, [column, cell]] of Object.entries(row).entries()) {
          // In the short form a third of a row's cells, from row to row others.
          if (cell === '' || !(LONG || (place + at / every) % 3 === 0)) continue;
          const { amount, label } = await ask(file, at + 2, column);
          const isFigure = column !== 'rate' && /^-?\d+[.]\d+$/.test(cell);
          // An entry of the journal is explained by its lines, which balance.
          if (file === 'journal.csv' && isFigure) expect(amount?.text).toBe('0.000000');
          else if (isFigure && amount !== null && !label.includes('left out'))
            expect([column, amount.value.toFixed()]).toEqual([column, exactFromText(cell).toFixed()]);
          else if (isFigure && amount === null) expect([file, column, 'has no figure']).toEqual([file, column, '']);
          else if (amount === null && column !== 'rank') expect(label).toContain(unescapeFormula(cell));
        }
      }
    });
  });

  it.each(['rollforward.csv', 'waterfall.csv', 'forward.csv', 'deferred.csv', 'leaderboard.csv'])(
    'leads from the rows of %s down to rows of exports, in parts that sum',
    async (file) => {
      await asking(async (ask) => {
        for (const at of reportRows(october, file).keys()) {
          const tree = await ask(file, at + 2, null);
          if (tree.amount === null || tree.parts.every(({ amount }) => amount?.value.isZero() === true)) continue;
          expect([file, at + 2, wayDown(tree).at(-1)?.source === null]).toEqual([file, at + 2, false]);
          for (const { label } of nodesOf(tree)) expect(label).not.toContain('say otherwise');
        }
      });
    },
  );

  it('names every part of a month to come alike: what is recognised in it, whether its way down is shown or not', async () => {
    await asking(async (ask) => {
      const { parts } = await ask('forward.csv', 2, null);
      // Apple's in November: the annual charge of September, and the one of October, 13.074438 + 35.415833.
      expect(parts.map(({ label, amount }) => [label, amount?.text])).toEqual([
        ['recognised in 2026-11: apple unlimited, charged in 2026-09', '13.074438'],
        ['recognised in 2026-11: apple unlimited_pro, charged in 2026-10', '35.415833'],
      ]);
    });
  });
});
