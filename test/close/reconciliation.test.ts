import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { PROJECT } from '../running/program.ts';
import { apply, command, finalBytes, finalize, finalRows, review } from '../worlds/close-world.ts';
import { emptyWorld, exactSum, type Reconciled, reportRows, type World } from '../worlds/world.ts';

/** The providers' own statements against our rows; fixtures/reconciliation/README.md works the figures out by hand. */

const WORLD = join(PROJECT, 'fixtures', 'reconciliation');
const PAYMENTS = 'apple/financial_report.csv';
const REPORT = 'apple/89990001_0926_ZZ.txt';
const SEPTEMBER = '2026-09';

function reconciliationWorld(): World {
  const world = emptyWorld();
  cpSync(join(WORLD, 'inputs'), world.inputs, { recursive: true });
  return world;
}

/** The lines that do not simply tie, as `category currency status`. */
function notable(reconciled: Reconciled): string[] {
  return reportRows(reconciled, 'reconciliation.csv')
    .filter(({ status }) => status !== 'ties')
    .map(({ category, currency, status }) => `${category} ${currency} ${status}`);
}

async function gateOf(world: World) {
  const ended = await command(world, ['status', SEPTEMBER, '--json']);
  const { gates } = JSON.parse(ended.stdout) as { gates: { name: string; state: string; why: string }[] };
  return gates.find(({ name }) => name === 'control-totals');
}

const UNCOLLECTED = 'apple 2026-09 EUR uncollected-sales -39.280000';
const WITHHELD = 'apple 2026-09 JPY withholding-tax -370.000000';

function accepted(subject: string, decision = 'accept') {
  return { code: 'settlement-difference', subject, decision, note: 'seen in App Store Connect' };
}

describe('a statement that has broken off', () => {
  it('is told where nothing else tells it: a region of adjustments alone went with what was paid', async () => {
    const world = reconciliationWorld();
    const whole = world.read(PAYMENTS);
    // A region without sales, of which 2.00 were taken: 63.78 - 2.00 = 61.78.
    const taken = 'Latin America (USD),"0","0","0","0","-2.00","0","-2.00","1.00000","-2.00","USD",\n';
    const [rows = '', end = ''] = whole.split(/(?<=\n)(?=,{12}\n,{10}")/);
    world.write(PAYMENTS, rows + taken + end.replace('63.78', '61.78'));
    const found = (await review(world, SEPTEMBER)).document.exceptions.map(({ what }) => what).join('\n');
    expect(found).toContain('-2.000000 USD beyond the rows: adjustments');
    // Cut before that region.
    world.write(PAYMENTS, rows);
    const cut = (await review(world, SEPTEMBER)).document.exceptions.map(({ what }) => what).join('\n');
    expect(cut).not.toContain('adjustments');
    expect(await gateOf(world)).toMatchObject({
      state: 'open',
      why: expect.stringContaining(`so that rows may be missing: ${PAYMENTS}`),
    });
  });
});

describe('September against what the providers say', () => {
  let world: World;
  let before: Reconciled;
  beforeAll(async () => {
    world = reconciliationWorld();
    before = await review(world, SEPTEMBER);
  });

  it('is as the page of the world works it out', () => {
    const page = readFileSync(join(WORLD, 'README.md'), 'utf8');
    const block = /```\n(month,state,[^`]*)```/.exec(page)?.[1];
    expect(before.reports.get('reconciliation.csv')).toBe(block);
  });

  it('holds the gate open by what nothing explains, and finds the row behind it', async () => {
    expect(await gateOf(world)).toMatchObject({ state: 'open', why: expect.stringContaining('earned EUR') });
    const ended = await command(world, ['reconcile', SEPTEMBER, '--explain-gap', '--wide']);
    expect(ended.code).toBe(1);
    expect(ended.stdout).toContain(
      'apple payments 2026-09, earned EUR: 88.540000 of ours, 32.840000 of theirs, not explained -39.280000\n' +
        '  1 row accounts for it, of 6:\n' +
        '    apple/Subscriber_89990001_20260915.txt:2  2026-09-15  39.280000  missing in theirs\n',
    );
    const json = await command(world, ['reconcile', SEPTEMBER, '--json', '--explain-gap', 'earned']);
    expect((JSON.parse(json.stdout) as { gaps: unknown }).gaps).toEqual([
      {
        provider: 'apple',
        source: 'payments 2026-09',
        category: 'earned',
        currency: 'EUR',
        ours: '88.540000',
        provider_amount: '32.840000',
        unexplained: '-39.280000',
        rows_searched: 6,
        tried_three: true,
        sets_alike: '1',
        rows: [
          {
            file: 'apple/Subscriber_89990001_20260915.txt',
            line: 2,
            date: '2026-09-15',
            amount: '39.280000',
            meaning: 'missing in theirs',
          },
        ],
      },
    ]);
  });

  it('refuses a category that it does not have', async () => {
    const ended = await command(world, ['reconcile', SEPTEMBER, '--explain-gap', 'earnd']);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('reconciliation.csv has no category "earnd"; there are: activity, charge_fee');
  });

  it('posts what a person accepts, as a cost of the provider, and opens the gate', async () => {
    const cost = (reconciled: Reconciled) =>
      reportRows(reconciled, 'pool.csv').find(({ line, provider }) => line === 'cost' && provider === 'apple')
        ?.amount_usd;
    expect(cost(before)).toBe('0.000000');
    const ended = await apply(world, SEPTEMBER, [accepted(UNCOLLECTED), accepted(WITHHELD)]);
    expect([ended.code, ended.stderr]).toEqual([0, '']);
    const after = await review(world, SEPTEMBER);
    expect(after.code).toBe(0);
    // 2.467535 + 43.203216
    expect(cost(after)).toBe('-45.670751');
    expect(exactSum([before.document.net_revenue_usd as string, '-45.670751'])).toBe(
      exactSum([after.document.net_revenue_usd as string]),
    );
    expect(notable(after)).toEqual([
      'earned EUR accepted',
      'earned USD explained',
      'fx_EUR USD explained',
      'fx_JPY USD explained',
      'units EUR accepted',
      'units USD explained',
      'withholding_tax JPY accepted',
      'earnings USD explained',
    ]);
    expect((await gateOf(world))?.state).toBe('ok');
    const shown = await command(world, ['reconcile', SEPTEMBER, '--explain-gap', '--wide']);
    expect([shown.code, shown.stdout.includes('Every line of reconciliation.csv ties')]).toEqual([0, true]);
  });
});

describe('a statement of Stripe that lacks rows', () => {
  const SUMMARY = 'stripe/Balance_change_from_activity_summary_USD_2026-09-01_to_2026-09-30.csv';
  const BALANCE = 'stripe/Balance_summary_USD_2026-09-01_to_2026-09-30.csv';
  const COLUMNS = 'reporting_category,currency,count,gross,fee,net\n';

  // The ledger has a charge of 20.00 with a fee of 0.88, and its payout of 19.12.
  it.each([
    ['none at all', SUMMARY, COLUMNS, 'charge_gross USD has 20.000000 of ours, 0.000000 of theirs'],
    [
      'another currency alone',
      SUMMARY,
      `${COLUMNS}charge,eur,0,0.00,0.00,0.00\n`,
      'charge_gross USD has 20.000000 of ours',
    ],
    [
      'none at all',
      BALANCE,
      'category,description,net_amount,currency\n',
      'activity USD has 19.120000 of ours, 0.000000 of theirs',
    ],
  ])('(%s, in %s) holds the gate open', async (_, name, text, why) => {
    const world = reconciliationWorld();
    world.remove('apple/financial_report.csv');
    world.remove(REPORT);
    writeFileSync(join(world.inputs, name), text);
    await review(world, SEPTEMBER);
    expect(await gateOf(world)).toMatchObject({ state: 'open', why: expect.stringContaining(why) });
  });
});

it('leaves out what a person leaves out: nothing posts, and the line is settled', async () => {
  const world = reconciliationWorld();
  await review(world, SEPTEMBER);
  await apply(world, SEPTEMBER, [accepted(UNCOLLECTED, 'leave-out'), accepted(WITHHELD, 'leave-out')]);
  const after = await review(world, SEPTEMBER);
  expect(reportRows(after, 'postings.csv').filter(({ kind }) => kind === 'provider-true-up')).toEqual([]);
  expect(reportRows(after, 'reconciliation.csv').find(({ status }) => status === 'accepted')?.why).toContain(
    'left out (seen in App Store Connect) -39.280000',
  );
  expect((await gateOf(world))?.state).toBe('ok');
});

describe('a statement that comes after its month was final', () => {
  let world: World;
  beforeAll(async () => {
    world = reconciliationWorld();
    const [payments, report] = [world.read(PAYMENTS), world.read(REPORT)];
    world.remove(PAYMENTS);
    world.remove(REPORT);
    await finalize(world, SEPTEMBER);
    world.write(PAYMENTS, payments);
    world.write(REPORT, report);
  });

  it('is compared and decided in the first open month, which posts what the final one should have', async () => {
    const final = finalBytes(world, SEPTEMBER);
    const open = await review(world, '2026-10');
    expect(open.document.exceptions.map(({ code }) => code)).toEqual([
      'settlement-difference',
      'settlement-difference',
    ]);
    expect(notable(open)).toContain('earned EUR unexplained');
    await apply(world, '2026-10', [accepted(UNCOLLECTED), accepted(WITHHELD)]);
    const decided = await review(world, '2026-10');
    expect(
      reportRows(decided, 'adjustments.csv').map(({ charge, original_month, reason, net_usd }) => {
        return [charge, original_month, reason, net_usd];
      }),
    ).toEqual([
      ['apple 2026-09 EUR uncollected-sales', SEPTEMBER, 'late', '-43.203216'],
      ['apple 2026-09 JPY withholding-tax', SEPTEMBER, 'late', '-2.467535'],
    ]);
    await finalize(world, '2026-10');
    expect(finalBytes(world, SEPTEMBER)).toEqual(final);
    expect(finalRows(world, '2026-10', 'reconciliation.csv').some(({ source }) => source === 'payments 2026-09')).toBe(
      true,
    );
  });

  it('is not compared again, and a corrected download posts only its difference', async () => {
    const november = await review(world, '2026-11');
    expect(reportRows(november, 'reconciliation.csv').filter(({ provider }) => provider === 'apple')).toEqual([]);
    // Apple withheld 400 in place of 370: 1390 are owed, at the same rate: 1390 x 9.47 / 1420 = 9.27 rounded to cents.
    const corrected = world
      .read(PAYMENTS)
      .replace('"-370","1,420","0.00667","9.47"', '"-400","1,390","0.00667","9.27"')
      .replace('63.78', '63.58');
    world.write(PAYMENTS, corrected);
    const open = await review(world, '2026-11');
    expect(open.document.exceptions.filter(({ code }) => code === 'settlement-difference')).toHaveLength(1);
    await apply(world, '2026-11', [accepted('apple 2026-09 JPY withholding-tax -400.000000')]);
    const decided = await review(world, '2026-11');
    // 400 x 9.27 / 1390 = 2.667626; 2.667626 - 2.467535 = 0.200091.
    expect(
      reportRows(decided, 'adjustments.csv').map(({ charge, original_month, reason, net_usd }) => {
        return [charge, original_month, reason, net_usd];
      }),
    ).toEqual([['apple 2026-09 JPY withholding-tax', SEPTEMBER, 'changed', '-0.200091']]);
  });

  it('is verified from the evidence', async () => {
    const ended = await command(world, ['verify', '--all']);
    expect([ended.code, ended.stderr]).toEqual([0, '']);
  });
});

it('names no file: renamed statements give the same bytes', async () => {
  const [first, second] = [reconciliationWorld(), reconciliationWorld()];
  second.write('statement.csv', second.read(PAYMENTS));
  second.remove(PAYMENTS);
  const [a, b] = [await review(first, SEPTEMBER), await review(second, SEPTEMBER)];
  expect(b.reports.get('reconciliation.csv')).toBe(a.reports.get('reconciliation.csv'));
  expect(b.document.digest).toBe(a.document.digest);
});
