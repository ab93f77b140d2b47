import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { SILENT } from '../../src/app/books/directory/progress.ts';
import { withWorkspace } from '../../src/app/books/opening/workspace.ts';
import { loadPolicy } from '../../src/app/books/policy/load-policy.ts';
import { explainedMonth } from '../../src/app/explain/month/explained-month.ts';
import { shownExplanation } from '../../src/app/explain/month/quoted-tree.ts';
import { walletFigures } from '../../src/app/explain/wallets/wallet-figures.ts';
import { poolCellExplanation } from '../../src/core/explanation/pool/pool-cell.ts';
import { below, type Explanation } from '../../src/core/explanation/tree/explanation.ts';
import { wayDown } from '../../src/core/explanation/tree/way-down.ts';
import { payoutCellExplanation } from '../../src/core/explanation/wallets/payout-cell.ts';
import { exactFromText } from '../../src/core/money/exact-decimal.ts';
import { monthOf } from '../../src/core/month/month.ts';
import { inProcess } from '../running/in-process.ts';
import { exampleWorld, type Reconciled, reconcile, reportRows, type World } from '../worlds/world.ts';

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

describe('revshare explain', () => {
  const explain = async (...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> =>
    inProcess(['explain', ...args, '--data', world.data, '--out', world.out]);

  it.each([
    // Row 4 of deferred.csv: 169.99 was charged, a refund left 16.30 of it; 14.165833 was September's, 0.194015 October's.
    ['deferred.csv:4', '= 169.990000 - 153.690000 - 14.165833 - 0.194015'],
    ['journal.csv:40', 'entry 11 of 2026-10-31: Apple recognition'],
    ['postings.csv:4', '= trunc(169.990000 * 2/12) - trunc(169.990000 * 1/12)'],
    // 67 Spark were left out as duplicates of 600 that counted: 181.222607 * 67 / 667.
    ['exclusions.csv:2', '18.203770'],
    // The Spark of its jobs: 15 + 8 + 5.
    ['exclusions.csv:6:render_spark', '+ job job-10-029 left out  8.000000 Spark'],
    ['ch_fx_cleo_2608', 'row of 2026-08-31: charge, gross 498.000000 USD, fee 14.740000'],
    ['in_fx_ada_2608', 'invoice in_fx_ada_2608, total 20.000000 USD'],
    ['sub_fx_ada', 'stripe ch_fx_ada_2608: net revenue in 2026-10'],
    ['cus_fx_ada', 'stripe ch_fx_ada_2608: net revenue in 2026-10'],
    ['5500000000002', 'apple 5500000000002-6700000001-2026-08-12: net revenue in 2026-10'],
    ['job-10-003', '= floor(181.222607 * 50.250000 / 600.000000)'],
    // The wallet has 200 Spark: with these 45 it would have 181.222607 * 245 / 645, less the 60.407535 that it has.
    ['job-10-014', 'it would have been worth 8.428959'],
    ['jobs/jobs-2026-10-a.csv:15', 'job job-10-013 left out: duplicate'],
    ['stripe/invoices.csv:3', 'stripe ch_fx_ada_2608: net revenue in 2026-10'],
    // deferred.csv, journal.csv twice (prepaid and recognised), postings.csv.
    ['Payout provider set-up, three months', 'stands in 4 rows of the reports of 2026-10'],
    ['vendor-model', 'subject job-10-014'],
    ['45.46', '45.46 stands in 4 cells'],
    ['$45.46', '45.46 stands in 4 cells'],
    ['0x6f3Cce…840E', 'wallet 0x6f3Cce72C77a62ca8fb9f9adD26B9754e3Ca840E  45.456670 USD  (payouts.csv:2)'],
  ])('%s', async (asked, said) => {
    const { code, stdout } = await explain(asked, '--wide');
    expect(stdout).toContain(said);
    expect(code).toBe(0);
  });

  it('names every charge of a subscription, and nobody whose id is only like it', async () => {
    const chargesOf = async (asked: string) => {
      const { stdout } = await explain(asked, '--json');
      const { explanations = [] } = JSON.parse(stdout) as { explanations?: { label: string }[] };
      return explanations.map(({ label }) => label.split(':')[0]);
    };
    // The ledgers of October and November have a charge of Dan's each.
    expect(await chargesOf('sub_fx_dan')).toEqual(await chargesOf('cus_fx_dan'));
    expect(await chargesOf('sub_fx_dan')).toEqual(['stripe ch_fx_dan_2610', 'stripe ch_fx_dan_2611']);
    // LIKE would take the underscore for any character, the percent sign for any text.
    for (const asked of ['cus_fx%dan', 'cus_fxxdan', '550000000000_', '55%', 'sub_fx_']) {
      expect((await explain(asked)).code).toBe(2);
    }
  });

  it('says what part of a fee of the whole account counts: of 400.00 that Stripe charged in October, 360.00 are for plans (R9)', async () => {
    const row = reportRows(october, 'postings.csv').findIndex(({ charge }) => charge === 'txn_fx_fee_2610') + 2;
    // The export has -2.52; 2.52 * 360/400 = 2.268.
    const formula =
      "= less fee trunc(2.520000 * 360.000000/400.000000): what plans are of the month's charges, gross in USD";
    for (const asked of [`postings.csv:${row}`, `postings.csv:${row}:provider_fee_usd`, 'txn_fx_fee_2610']) {
      const { stdout } = await explain(asked, '--wide', '--month', '2026-10');
      expect(stdout).toContain('2.268000 USD');
      expect(stdout).toContain(formula);
    }
    const costs = reportRows(october, 'postings.csv').findIndex(
      ({ charge }) => charge === 'Payout provider set-up, three months',
    );
    // 20.00 over three months, the second of them: 13.333333 - 6.666666.
    const { stdout } = await explain(`postings.csv:${costs + 2}`, '--wide', '--month', '2026-10');
    expect(stdout).toContain('= trunc(-20.000000 * 2/3) - trunc(-20.000000 * 1/3)');
  });

  it('says of each component of a refund that it is what the refund changes in the month, and of the net what it sums', async () => {
    const at = reportRows(october, 'postings.csv').findIndex(({ gross_usd }) => gross_usd === '-16.437273') + 2;
    const cell = async (column: string) => (await explain(`postings.csv:${at}:${column}`, '--wide')).stdout;
    for (const [column, amount] of [
      ['gross_usd', '-16.437273'],
      ['provider_fee_usd', '-2.465455'],
    ] as const) {
      const said = await cell(column);
      expect(said).toContain(`${column} of refund of apple`);
      expect(said).toContain(`  ${amount} USD  (postings.csv:${at})\n  = what the refund changes of it in the month\n`);
    }
    // -16.437273 + 2.465455
    expect(await cell('net_usd')).toContain('-13.971818 USD');
    expect(await cell('net_usd')).toContain('= gross -16.437273, less fee -2.465455');
  });

  it('says of a figure of the month before in which month its rows stand, and how to follow it', async () => {
    const at = reportRows(october, 'pool.csv').findIndex(({ line }) => line === 'carried_in') + 2;
    const { stdout } = await explain(`pool.csv:${at}`, '--depth', '3', '--wide');
    expect(stdout).toContain(`carried_in  0.00000107 USD  (pool.csv:${at})`);
    expect(stdout).toMatch(/[+] pool {2}[0-9.]+ USD {2}[(]pool[.]csv:\d+ of 2026-09[)]/);
    const document = JSON.parse((await explain(`pool.csv:${at}`, '--json')).stdout) as { explanations: unknown };
    expect(JSON.stringify(document.explanations)).toContain('"file":"pool.csv","row":');
    expect(JSON.stringify(document.explanations)).toContain('"month":"2026-09"');
    // Of a wallet it is not followed: what is said there is a question that is answered.
    const note = `explain pool.csv:${at} --month 2026-10 follows it`;
    expect((await explain('payouts.csv:2', '--depth', '9', '--wide')).stdout).toContain(note);
  });

  it('fits 80 columns, and ends with the row as it stands in the export', async () => {
    const { stdout } = await explain('pool.csv:46', '--month', '2026-10');
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(stdout).toContain('apple/Subscriber_89990001_20261031.txt:2');
  });

  it('prints the same tree as JSON', async () => {
    const { stdout } = await explain('payouts.csv:2:earned_usd', '--json');
    const document = JSON.parse(stdout) as { schema: string; version: number; explanations: Record<string, unknown>[] };
    expect(document).toMatchObject({
      schema: 'revshare/explanation',
      version: 1,
      asked: 'payouts.csv:2:earned_usd',
      month: '2026-10',
    });
    expect(document.explanations).toMatchObject([{ amount: '45.456670', unit: 'USD', rule: 'R13' }]);
    expect(JSON.stringify(document.explanations)).toContain('"file":"jobs/jobs-2026-10-a.csv","line":5');
  });

  it.each([
    ['pool.csv:0', 'pool.csv of 2026-10 has the rows 2 to 50; row 1 is its header'],
    ['payouts.csv:99', 'payouts.csv of 2026-10 has the rows 2 to 7; row 1 is its header'],
    ['payouts.csv:2:bonus', 'payouts.csv of 2026-10 has no figure in a column "bonus"'],
    ['adjustments.csv:2', 'adjustments.csv of 2026-10 has no rows but its header'],
    ['pool.csv:2:nothing', 'pool.csv of 2026-10 has no figure in a column "nothing"'],
    ['jobs/jobs-2026-10-a.csv:9999', 'jobs/jobs-2026-10-a.csv has nothing in line 9999; 22 rows were read from it'],
    ['jobs/jobs-2026-10-a.csv:0', 'jobs/jobs-2026-10-a.csv has nothing in line 0'],
    ['1,234.56', 'no cell in the CSV reports of 2026-10 has 1234.56, nor rounds to it'],
    ['report.html:5', 'report.html is no table: what it shows stands in the CSV reports of 2026-10'],
    ['pool.csv', 'pool.csv is a report of 2026-10, and no row of it is named'],
    ['balances.csv:2', '2026-10 has no report balances.csv, and no import is called so'],
    [`0x${'12'.repeat(20)}`, '2026-10 has no job of the wallet 0x121212'],
  ])('answers %s with what there is', async (asked, said) => {
    const { code, stderr } = await explain(asked);
    expect([code, stderr.includes('code: nothing-to-explain')]).toEqual([2, true]);
    expect(stderr.replace(/\s+/g, ' ')).toContain(said);
  });

  // Rows of pool.csv: ten of each provider from row 2 on, then those of all from row 42 on (net_revenue, share, pool, carried_in).
  it.each([
    ['pool', ['pool.csv:44']],
    ['Carried in', ['pool.csv:45']],
    ['net_revenue', ['pool.csv:42']],
    ['stripe', ['pool.csv:11']],
    ['costs', ['pool.csv:41']],
    // Of costs there are no refunds.
    ['refund', ['pool.csv:5', 'pool.csv:15', 'pool.csv:25']],
    // Nobody has any, and so each is shown.
    ['prior-period', ['pool.csv:10', 'pool.csv:20', 'pool.csv:30', 'pool.csv:40']],
    ['2026-10', ['pool.csv:44']],
  ])('takes %s for the figures that a summary calls so', async (asked, rows) => {
    const figures = [];
    for (const row of rows) figures.push((await explain(row)).stdout);
    expect(await explain(asked)).toMatchObject({ code: 0, stdout: figures.join('\n') });
  });

  it('lists the rows that name a plan, or why something was left out', async () => {
    // Of Apple and of Stripe one free trial each.
    const { stdout } = await explain('trial');
    expect(stdout).toContain('trial stands in 2 rows of the reports of 2026-10');
    expect(stdout).toContain('(exclusions.csv:');
    expect((await explain('unlimited_pro')).stdout).toMatch(/^unlimited_pro stands in 20 or more rows of the reports/);
  });

  it('says what it does not find, and makes no books', async () => {
    const none = await explain('nonsense');
    expect([none.code, none.stdout]).toEqual([2, '']);
    expect(none.stderr).toContain('code: nothing-to-explain');
    const empty = join(world.root, 'nowhere');
    expect((await inProcess(['explain', 'pool.csv:9', '--data', empty])).code).toBe(2);
    expect(existsSync(empty)).toBe(false);
  });
});
