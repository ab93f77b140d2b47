import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { beforeAll, describe, expect, it } from 'vitest';
import { apply, command, FORGE, finalize, KILN, review, smallWorld } from '../worlds/close-world.ts';
import { exampleWorld, reconcile, reportRows, type World } from '../worlds/world.ts';

/** The gates of a month, by the program itself. */

const DECEMBER = '2026-12-20T00:00:00Z';

interface StatusDocument {
  readonly month: string;
  readonly state: string;
  readonly digest: string;
  readonly ready: boolean;
  readonly gates: readonly {
    readonly name: string;
    readonly state: string;
    readonly why: string;
    readonly remedy: string;
  }[];
}

async function status(world: World, month: string, more: readonly string[] = []) {
  const ended = await command(world, ['status', month, '--json', '--inputs', world.inputs, ...more], DECEMBER);
  const document = JSON.parse(ended.stdout || '{}') as StatusDocument;
  const gates = new Map((document.gates ?? []).map((gate) => [gate.name, gate]));
  const waiting = [...gates.values()].filter((gate) => gate.state !== 'ok').map((gate) => gate.name);
  return { code: ended.code, stderr: ended.stderr, document, gates, waiting };
}

/** Imports what is new; the configuration is remembered. */
async function take(world: World): Promise<void> {
  await reconcile(world, { month: '2026-08', asOf: DECEMBER });
}

/** Approves what `status` shows. */
async function close(world: World, month: string): Promise<void> {
  const { document, waiting } = await status(world, month);
  const ended = await command(world, ['finalize', month, '--accept', document.digest], DECEMBER);
  if (ended.code !== 0) throw new Error(`${month} is not final: ${waiting.join(', ')}\n${ended.stderr}`);
}

const OCTOBER_CODES = ['job-conflict', 'self-match-untestable', 'vendor-model'];

describe('the example world', () => {
  let world: World;
  beforeAll(async () => {
    world = exampleWorld();
    await take(world);
  });

  it('closes August, September and October in order, every gate ok', async () => {
    const august = await status(world, '2026-08');
    expect(august).toMatchObject({
      code: 0,
      waiting: [],
      document: { month: '2026-08', state: 'review', ready: true },
    });
    expect([...august.gates.keys()]).toEqual([
      'month-over',
      'earlier-final',
      'coverage-stripe',
      'coverage-apple',
      'coverage-google',
      'history',
      'coverage-job-log',
      'expected-inputs',
      'exceptions',
      'rows-accounted',
      'control-totals',
      'fx',
      'pool-identity',
      'deferred-balance',
      'flux',
      'lists-kept',
      'policy-unchanged',
    ]);
    expect(await status(world, '2026-09')).toMatchObject({ code: 1, waiting: ['earlier-final'] });
    await close(world, '2026-08');
    await close(world, '2026-09');
    const open = await status(world, '2026-10');
    expect(open).toMatchObject({ code: 1, waiting: ['exceptions'] });
    expect(open.gates.get('exceptions')?.why).toContain('3 of 3 open');
    const subjects = await command(world, ['exceptions', '2026-10', '--json'], DECEMBER);
    const exceptions = (JSON.parse(subjects.stdout) as { exceptions: { code: string; subject: string }[] }).exceptions;
    expect(exceptions.map(({ code }) => code)).toEqual(OCTOBER_CODES);
    const decided = exceptions.map((each) => ({ ...each, decision: 'leave-out', note: 'checked' }));
    expect((await apply(world, '2026-10', decided)).code).toBe(0);
    expect(await status(world, '2026-10')).toMatchObject({ code: 0, waiting: [] });
    await close(world, '2026-10');
  });

  it('shows a final month as such, and all of them without a month', async () => {
    const text = await command(world, ['status', '2026-10', '--inputs', world.inputs], DECEMBER);
    expect(text.code).toBe(0);
    expect(text.stdout).toMatch(/^2026-10 {2}final since 2026-12-20T00:00:00.000Z, by .+\ndigest {4}[0-9a-f]{64}\n/);
    const all = JSON.parse((await command(world, ['status', '--json'], DECEMBER)).stdout) as {
      final_months: { month: string }[];
    };
    expect(all.final_months.map(({ month }) => month)).toEqual(['2026-08', '2026-09', '2026-10']);
  });

  it('names what November lacks', async () => {
    const { code, gates, waiting } = await status(world, '2026-11');
    expect([code, waiting]).toEqual([1, ['coverage-apple', 'coverage-job-log']]);
    expect(gates.get('coverage-apple')?.why).toContain('2026-11-05 to 2026-11-09');
    const estimate = await command(world, ['status', '2026-12', '--json', '--inputs', world.inputs], DECEMBER);
    expect(JSON.parse(estimate.stdout)).toMatchObject({
      state: 'estimate',
      gates: [{ name: 'month-over', state: 'blocked' }, ...Array.from({ length: 16 }, () => ({}))],
    });
  });
});

describe('what is missing has its gate', () => {
  it('names missing files: Stripe days, an Apple day, a Google month', async () => {
    const world = exampleWorld();
    world.remove('stripe/Itemized_balance_change_from_activity_USD_2026-08-01_to_2026-08-31.csv');
    world.remove('apple/Subscriber_89990001_20260812.txt');
    world.remove('google/PlayApps_202607.csv');
    await take(world);
    const { gates, waiting } = await status(world, '2026-08');
    expect(waiting).toEqual(expect.arrayContaining(['coverage-stripe', 'coverage-apple', 'coverage-google']));
    expect(gates.get('coverage-stripe')?.why).toContain('2026-08-01 to 2026-08-31');
    expect(gates.get('coverage-apple')?.why).toBe('neither a report nor a mark for 2026-08-12 of vendor 89990001');
    expect(gates.get('coverage-google')?.remedy).toContain('earnings_202607_44710001-*.zip');
  });

  it('a ledger over days of another zone lacks a day at both ends; without a range its rows tell', async () => {
    const world = exampleWorld();
    const name = 'stripe/Itemized_balance_change_from_activity_USD_2026-08-01_to_2026-08-31';
    const ledger = world.read(`${name}.csv`);
    world.remove(`${name}.csv`);
    world.write(`${name}_Europe-Stockholm.csv`, ledger);
    await take(world);
    const zoned = (await status(world, '2026-08')).gates.get('coverage-stripe');
    expect(zoned?.why).toBe('no ledger file covers 2026-08-01, 2026-08-31 in USD (whole UTC days)');

    const unnamed = exampleWorld();
    unnamed.remove(`${name}.csv`);
    unnamed.write('stripe/ledger.csv', ledger);
    await take(unnamed);
    // Its rows run from 3 to 31 August.
    const told = (await status(unnamed, '2026-08')).gates.get('coverage-stripe');
    expect(told?.why).toBe('no ledger file covers 2026-08-01 to 2026-08-02 in USD (whole UTC days)');
  });

  it('a gap in the job log', async () => {
    const world = exampleWorld();
    world.write('revshare.yaml', world.read('revshare.yaml').replace('job_gap_hours: 264', 'job_gap_hours: 240'));
    // With it every day would be known to be whole.
    world.remove('usage-control.csv');
    await take(world);
    // The last job of August: 21 August 09:10.
    const { gates } = await status(world, '2026-08');
    expect(gates.get('coverage-job-log')?.why).toBe(
      'no job row for more than 240 hours: 2026-08-21T09:10Z to 2026-09-01T00:00Z',
    );
  });

  it('a missing rate: no decision stands in for it', async () => {
    const world = exampleWorld();
    world.write('fx.csv', world.read('fx.csv').replace(/^.*,JPY,.*\n/gm, ''));
    await take(world);
    const { waiting } = await status(world, '2026-09');
    expect(waiting).toEqual(['earlier-final', 'exceptions', 'fx']);
    const listed = await command(world, ['exceptions', '2026-09', '--json'], DECEMBER);
    const [finding] = (JSON.parse(listed.stdout) as { exceptions: { code: string; subject: string }[] }).exceptions;
    const refused = await apply(world, '2026-09', [
      { code: 'fx-missing', subject: finding?.subject ?? '', decision: 'leave-out', note: 'x' },
    ]);
    expect(refused.code).toBe(2);
  });
});

describe('what an operator once had is missed', () => {
  it('a forgotten ledger of another currency is named with the file to fetch, and the month is refused', async () => {
    const world = smallWorld();
    const ledger = (currency: string, id: string, day: string): string =>
      'balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,source_id,charge_id,invoice_id\n' +
      `txn_${id},${day} 12:00:00,${currency},-1.00,0.00,-1.00,payout,po_${id},,\n`;
    const name = (currency: string, month: string, last: string): string =>
      `stripe/Itemized_balance_change_from_activity_${currency}_${month}-01_to_${month}-${last}.csv`;
    world.write(
      'coverage.csv',
      world.read('coverage.csv').replace('stripe,2025-08-01,2027-01-31', 'stripe,2025-08-01,2026-07-31'),
    );
    world.write('fx.csv', 'date,from,to,rate,source\n2026-08-05,EUR,USD,1.10,hand\n');
    world.write(name('EUR', '2026-08', '31'), ledger('eur', 'e8', '2026-08-05'));
    for (const [month, last] of [
      ['2026-08', '31'],
      ['2026-09', '30'],
    ] as const) {
      world.write(name('USD', month, last), ledger('usd', `u${month}`, `${month}-05`));
    }
    await finalize(world, '2026-08');
    await take(world);
    const { gates, waiting, document } = await status(world, '2026-09');
    expect(waiting).toEqual(['coverage-stripe']);
    const forgotten = 'Itemized_balance_change_from_activity_EUR_2026-09-01_to_2026-09-30.csv';
    expect(gates.get('coverage-stripe')?.remedy).toContain(forgotten);
    const refused = await command(world, ['finalize', '2026-09', '--accept', document.digest], DECEMBER);
    expect([refused.code, refused.stderr.includes(forgotten)]).toEqual([1, true]);
    world.write('coverage.csv', `${world.read('coverage.csv')}stripe:eur,2026-09-01,,no EUR balance any more\n`);
    await take(world);
    expect(await status(world, '2026-09')).toMatchObject({ code: 0, waiting: [] });
  });

  it('a currency that coverage.csv says ended counts as ended only until its ledger has a row again', async () => {
    const world = smallWorld();
    const ledger = (id: string, at: string): string =>
      'balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,source_id,charge_id,invoice_id\n' +
      `txn_${id},${at} 12:00:00,eur,-1.00,0.00,-1.00,payout,po_${id},,\n`;
    const name = (days: string): string => `stripe/Itemized_balance_change_from_activity_EUR_${days}.csv`;
    world.write(name('2026-07-01_to_2026-07-31'), ledger('e7', '2026-07-05'));
    world.write('fx.csv', 'date,from,to,rate,source\n2026-08-05,EUR,USD,1.10,hand\n');
    const marks = world
      .read('coverage.csv')
      .replace('stripe,2025-08-01,2027-01-31', 'stripe:usd,2025-08-01,2027-01-31');
    world.write('coverage.csv', `${marks}stripe:eur,2026-08-01,,ended\n`);
    await take(world);
    const gate = async () => (await status(world, '2026-08')).gates.get('coverage-stripe');
    expect(await gate()).toMatchObject({ state: 'ok' });
    // A file of three days: the mark stands for the ten before its row, the file for the 10th to the 12th.
    world.write(name('2026-08-10_to_2026-08-12'), ledger('e8', '2026-08-11'));
    await take(world);
    expect(await gate()).toMatchObject({
      state: 'open',
      why: expect.stringContaining(
        'no ledger file covers 2026-08-13 to 2026-08-31 in EUR (whole UTC days); coverage.csv says that stripe:eur ended on 2026-08-01, and there was activity on 2026-08-11',
      ),
      remedy: expect.stringContaining('stripe:eur,2026-08-13,,ended'),
    });
    world.write('coverage.csv', `${world.read('coverage.csv')}stripe:eur,2026-08-13,,ended\n`);
    await take(world);
    expect(await gate()).toMatchObject({ state: 'ok' });
  });

  it('no mark of a day whose rows stand in the report of the day after: Apple may have none of that day', async () => {
    const world = exampleWorld();
    const [, row = ''] = world.read('apple/Subscriber_89990001_20261004.txt').split('\n');
    // A sale of the 24th, a day that the mark of 11 to 24 October covers.
    const late = row.replace('2026-10-04', '2026-10-24').replace('5500000000005', '5500000000777');
    const next = 'apple/Subscriber_89990001_20261025.txt';
    world.write(next, `${world.read(next)}${late}\n`);
    await take(world);
    const { gates } = await status(world, '2026-10');
    expect(gates.get('coverage-apple')).toMatchObject({ state: 'ok', why: '5 days by a report, 26 by a mark' });
  });

  it('a mark over a Pacific month whose rows stand in a file of another, and one that ended before its last row', async () => {
    const world = exampleWorld();
    const [header = '', ...august] = world.read('google/PlayApps_202608.csv').trimEnd().split('\n');
    // One charge of 3 September, 4:31:02 PM PDT, in a file without a name: most of its rows are of August.
    const [, september = ''] = world.read('google/PlayApps_202609.csv').split('\n');
    world.remove('google/PlayApps_202608.csv');
    world.remove('google/PlayApps_202609.csv');
    world.remove('google/PlayApps_202611.csv');
    world.write('google/all.csv', `${[header, ...august, september].join('\n')}\n`);
    const marks = world.read('coverage.csv');
    world.write('coverage.csv', `${marks}google,2026-09-01,2026-09-30,no sales\ngoogle,2026-10-05,,ended\n`);
    await take(world);
    const why = async (month: string) => (await status(world, month)).gates.get('coverage-google')?.why;
    expect(await why('2026-10')).toBe(
      'no earnings file for the Pacific month 202609 of profile 44710001; 202609 of profile 44710002; coverage.csv says that google had no activity from 2026-09-01 to 2026-09-30, and there was activity on 2026-09-03; coverage.csv says that google ended on 2026-10-05, and there was activity on 2026-10-20',
    );
    expect(await why('2026-11')).toMatch(
      /^no earnings file for the Pacific month 202611 of profile 44710001; 202611 of profile 44710002; .*; coverage.csv says that google ended on 2026-10-05, and there was activity on 2026-10-20$/,
    );
  });

  it('the history of annual plans, a control that counts more, and a kind that expects names', async () => {
    const world = exampleWorld();
    world.remove('stripe/Itemized_balance_change_from_activity_USD_2026-05-01_to_2026-05-31.csv');
    world.remove('jobs/jobs-2026-08.csv');
    world.remove('costs.csv');
    await take(world);
    const { gates, waiting } = await status(world, '2026-09');
    expect(waiting).toEqual(expect.arrayContaining(['history', 'coverage-job-log', 'expected-inputs']));
    expect(gates.get('history')).toMatchObject({
      why: 'of 2025-09 to 2026-08, whose annual charges post in 2026-09, stripe has neither an export nor a mark for 2026-05-01 to 2026-05-31 in USD',
      remedy: expect.stringContaining('Itemized_balance_change_from_activity_USD_2026-05-01_to_2026-05-31.csv'),
    });
    expect(gates.get('coverage-job-log')?.why).toMatch(
      /^no job row falls in 2026-08: what 2026-09 carries on is not known; 2026-08-05: 0 jobs of 0.000000 Spark in the job log, 1 job of 40.000000 Spark by usage-control.csv; /,
    );
    expect(gates.get('expected-inputs')?.why).toBe('no costs is there, and expects names it');
  });
});

describe('rows are accounted for', () => {
  it('repeated exports and later versions lose nothing', async () => {
    const world = exampleWorld();
    const ledger = 'stripe/Itemized_balance_change_from_activity_USD_2026-08-01_to_2026-08-31.csv';
    world.write('stripe/again.csv', `${world.read(ledger)}\n`);
    world.write('stripe/invoices-again.csv', `${world.read('stripe/invoices.csv')}\n`);
    world.write('fx.csv', `${world.read('fx.csv')}2026-08-03,USD,EUR,0.85,other pair\n`);
    await take(world);
    expect(await status(world, '2026-08')).toMatchObject({ code: 0, waiting: [] });
  });

  it('a row that is gone from the database is seen', async () => {
    const world = exampleWorld();
    await take(world);
    const database = new SQLite(join(world.data, 'revshare.sqlite'));
    database.prepare("delete from stripe_invoices where id = 'in_fx_eve_trial_2610'").run();
    database.close();
    const gate = (await status(world, '2026-08')).gates.get('rows-accounted');
    expect(gate).toMatchObject({ state: 'open', why: 'stripe/invoices.csv had 16 rows, 15 are kept' });
  });
});

describe('control totals', () => {
  const NAME = 'stripe/Balance_change_from_activity_summary_USD_2026-08-01_to_2026-08-31.csv';
  // August's ledger: 20.00 + 3 x 199.00 + 2 x 498.00 = 1613.00; fees 0.88 + 3 x 6.07 + 2 x 14.74 = 48.57.
  const summary = (gross: string, net: string): string =>
    `reporting_category,currency,count,gross,fee,net\ncharge,usd,6,${gross},48.57,${net}\n` +
    'fee,usd,1,-11.29,0.00,-11.29\npayout,usd,1,-540.00,0.00,-540.00\n';

  it('tie with the ledger of the same days', async () => {
    const world = exampleWorld();
    world.write(NAME, summary('1613.00', '1564.43'));
    await take(world);
    const { code, gates } = await status(world, '2026-08');
    expect([code, gates.get('control-totals')?.why]).toEqual([0, `they agree: ${NAME}`]);
    expect((await status(world, '2026-09')).gates.get('control-totals')?.why).toBe('no control totals given');
  });

  it('are open where they do not, and where this version cannot compare; a reason is a decision', async () => {
    const world = exampleWorld();
    world.write(NAME, summary('1633.00', '1584.43'));
    world.write('stripe/summary.csv', summary('1613.00', '1564.43').replace('charge', 'refund'));
    await take(world);
    const { code, gates } = await status(world, '2026-08');
    expect([code, gates.get('control-totals')?.state]).toEqual([1, 'open']);
    expect(gates.get('control-totals')?.why).toContain(
      'charge_gross USD has 1613.000000 of ours, 1633.000000 of theirs, not explained 20.000000',
    );
    expect(gates.get('control-totals')?.why).toContain('not compared: stripe/summary.csv');
    expect(await status(world, '2026-08', ['--acknowledge-controls', 'known typo'])).toMatchObject({
      code: 0,
      waiting: [],
    });
  });
});

describe('what a person acknowledges', () => {
  it('a change of net revenue beyond the limit; the reason is part of the digest', async () => {
    const world = exampleWorld();
    world.write('revshare.yaml', world.read('revshare.yaml').replace('flux_limit: 1.00', 'flux_limit: 0.25'));
    await take(world);
    const before = await status(world, '2026-10');
    expect(before.gates.get('flux')).toMatchObject({
      state: 'open',
      why: expect.stringContaining('+83.4 %, beyond 25 %'),
    });
    expect((await status(world, '2026-10', ['--acknowledge-flux', ' '])).code).toBe(2);
    expect((await status(world, '2026-10')).document.digest).toBe(before.document.digest);
    const after = await status(world, '2026-10', ['--acknowledge-flux', 'annual plans launched', '--by', 'ann']);
    expect(after.gates.get('flux')).toMatchObject({
      state: 'ok',
      why: expect.stringContaining('acknowledged: annual plans launched'),
    });
    expect(after.document.digest).not.toBe(before.document.digest);
    // September is within the limit, and October's reason is none of its business.
    const refused = await status(world, '2026-09', ['--acknowledge-flux', 'why not']);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('the gate flux is not open') });
  });

  it('a wallet link that went after a final month used it', async () => {
    const world = smallWorld();
    const links =
      'wallet,account\n0xe90C43cBEFC14c5f07783d2CC2585AAAF73F7153,acc-1\n0x6f3Cce72C77a62ca8fb9f9adD26B9754e3Ca840E,acc-2\n';
    world.write('wallet-links.csv', links);
    await finalize(world, '2026-08');
    world.write('wallet-links.csv', links.replace(/^0x6f3C.*\n/m, ''));
    await take(world);
    const { code, gates, waiting } = await status(world, '2026-09');
    expect([code, waiting]).toEqual([1, ['lists-kept']]);
    expect(gates.get('lists-kept')?.why).toContain(
      'the link of 0x6f3Cce72C77a62ca8fb9f9adD26B9754e3Ca840E to account acc-2',
    );
    expect(await status(world, '2026-09', ['--acknowledge-lists', 'the wallet was sold'])).toMatchObject({
      code: 0,
      waiting: [],
    });
  });

  it('rows of costs.csv and opening.csv that went after a final month posted them: both are taken back', async () => {
    const world = smallWorld();
    const opening = 'provider,charge,plan,first_month,months,gross_usd,customer_tax_usd,provider_fee_usd\n';
    world.write('opening.csv', `${opening}stripe,ch_old,unlimited,2026-02,12,120.00,0,0\n`);
    world.write('costs.csv', 'month,description,amount_usd,months\n2026-08,hosting,30.00,12\n2026-08,audit,5.00,\n');
    await finalize(world, '2026-08');
    // Next month's files have next month's rows alone.
    world.write('opening.csv', opening);
    world.write('costs.csv', 'month,description,amount_usd,months\n2026-09,audit,5.00,\n');
    await take(world);
    const { code, gates, waiting } = await status(world, '2026-09');
    expect([code, waiting]).toEqual([1, ['lists-kept']]);
    // 30.00 / 12 and 5.00, and a charge of 10.00 a month: before, they came back in silence.
    expect(gates.get('lists-kept')?.why).toBe(
      'gone since 2026-08: the charge ch_old (stripe) of opening.csv; the cost "audit" of 2026-08 (5.000000); the cost "hosting" of 2026-08 (2.500000)',
    );
    const acknowledged = await status(world, '2026-09', ['--acknowledge-lists', 'all were wrong']);
    expect(acknowledged).toMatchObject({ code: 0, waiting: [] });
  });

  it('of a month that is open such rows are a warning: files of September took the place of August’s', async () => {
    const world = smallWorld();
    const costs = 'month,description,amount_usd,months\n';
    world.write('costs.csv', `${costs}2026-08,hosting,30.00,12\n2026-08,audit,5.00,\n`);
    expect(reportRows(await review(world, '2026-08'), 'warnings.csv')).toEqual([]);
    world.write('costs.csv', `${costs}2026-09,audit,5.00,\n`);
    const warned = async (month: string) =>
      reportRows(await review(world, month), 'warnings.csv').map(({ code, subject, what }) => [code, subject, what]);
    // Audit and hosting of August, hosting of September.
    expect(await warned('2026-08')).toEqual([
      ['replaced-entry', 'audit', '2 rows of an earlier costs.csv for 2026-08, the first of 5.000000'],
    ]);
    expect(await warned('2026-09')).toEqual([
      ['replaced-entry', 'hosting', '1 row of an earlier costs.csv for 2026-09, the first of 30.000000'],
    ]);
    // As final it stays told, and is recomputed so when more was replaced.
    await finalize(world, '2026-08');
    world.write('costs.csv', costs);
    expect(await warned('2026-09')).toEqual([
      ['replaced-entry', 'audit', '1 row of an earlier costs.csv for 2026-09, the first of 5.000000'],
    ]);
    expect(await command(world, ['verify', '2026-08'], DECEMBER)).toMatchObject({ code: 0 });
  });

  it('what the gate said then, and nothing that it says later: another link that goes opens it again', async () => {
    const world = smallWorld();
    const links = [KILN, FORGE].map((wallet, at) => `${wallet},acc-${at}\n`);
    const linked = async (rows: readonly string[]) => {
      world.write('wallet-links.csv', `wallet,account\n${rows.join('')}`);
      await take(world);
    };
    await linked(links);
    await finalize(world, '2026-08');
    await linked(links.slice(1));
    const first = await status(world, '2026-09', ['--acknowledge-lists', 'sold']);
    expect(first.waiting).toEqual([]);
    await linked([]);
    const { code, gates, waiting, document } = await status(world, '2026-09');
    expect([code, waiting]).toEqual([1, ['lists-kept']]);
    expect(gates.get('lists-kept')?.why).toMatch(
      /acc-1; .* to account acc-0; the reason of \S+ \(sold\) was given before it said so$/,
    );
    expect(await command(world, ['finalize', '2026-09', '--accept', document.digest], DECEMBER)).toMatchObject({
      code: 1,
    });
    // The new reason stands in place of the old one: there is one decision, and one in the digest.
    expect((await status(world, '2026-09', ['--acknowledge-lists', 'both sold'])).waiting).toEqual([]);
    const listed = JSON.parse((await command(world, ['exceptions', '2026-09', '--json'], DECEMBER)).stdout) as {
      exceptions: unknown;
    };
    expect(listed.exceptions).toEqual([
      expect.objectContaining({ code: 'lists', what: 'lists of 2026-09 is acknowledged' }),
    ]);
    // The first link back, and the second alone is gone: nobody said anything of that.
    await linked(links.slice(0, 1));
    expect((await status(world, '2026-09')).waiting).toEqual(['lists-kept']);
    await linked([]);
    expect((await status(world, '2026-09')).waiting).toEqual([]);
    const withdrawn = await command(world, ['exceptions', '2026-09', '--withdraw', 'lists', '2026-09'], DECEMBER);
    expect(withdrawn).toMatchObject({ code: 0 });
    expect((await status(world, '2026-09')).waiting).toEqual(['lists-kept']);
  });

  it('a policy, and not the next one', async () => {
    const world = smallWorld();
    await finalize(world, '2026-08');
    const config = world.read('revshare.yaml');
    const gateWith = async (share: string, more: readonly string[] = []) => {
      world.write('revshare.yaml', `${config}pool: { share: ${share} }\n`);
      return (await status(world, '2026-09', more)).gates.get('policy-unchanged')?.state;
    };
    expect(await gateWith('0.40')).toBe('open');
    expect(await gateWith('0.40', ['--acknowledge-policy', 'the board'])).toBe('ok');
    expect(await gateWith('0.30')).toBe('open');
    expect(await gateWith('0.40')).toBe('ok');
    // Who has read the reason need not be warned.
    expect((await reconcile(world, { month: '2026-09', asOf: DECEMBER })).stderr).not.toContain('the policy changed');
    await gateWith('0.30');
    expect((await reconcile(world, { month: '2026-09', asOf: DECEMBER })).stderr).toContain('pool.share 0.51 -> 0.30');
  });
});
