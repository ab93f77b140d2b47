import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { inProcess } from '../running/in-process.ts';
import {
  appleFile,
  appleRow,
  earnings,
  invoices,
  ledger,
  lines,
  SUBSCRIBER,
  smallWorld,
  WORKER,
} from '../worlds/small-world.ts';
import {
  exceptionCounts,
  inTurn,
  outcome,
  type Reconciled,
  reconcile,
  reportRows,
  type World,
} from '../worlds/world.ts';
import { zipArchive } from '../worlds/zip-archive.ts';

/** What is there replaces what was there (docs/inputs.md). */

function excludedRows({ document }: Reconciled, reason: string, source: string): number {
  return document.excluded.find((each) => each.reason === reason && each.source === source)?.rows ?? 0;
}

/** What each charge posts, net, by charge; several scenarios stand side by side in one world. */
function netOf(reconciled: Reconciled, charge: string): string[] {
  const own = reportRows(reconciled, 'postings.csv').filter((row) => row.charge?.startsWith(charge));
  return own.map((row) => row.net_usd ?? '');
}

function vanished({ document }: Reconciled, about: string): number {
  return document.exceptions.filter((each) => each.code === 'rows-vanished' && each.what.includes(about)).length;
}

/** The exit code and the error's code of an import that is refused. */
async function refusal({ inputs, data }: World): Promise<[number | null, string | undefined]> {
  const { code, stderr } = await inProcess(['import', inputs, '--data', data]);
  return [code, /code: (\S+)/.exec(stderr)?.[1]];
}

describe('an Apple day without a row', () => {
  it('says nothing of another day that was once without a row and has the same bytes', async () => {
    const world = smallWorld();
    const sold = appleRow({ 'Event Date': '2026-10-13', 'Subscriber ID': '1301', 'Developer Proceeds': '16.99' });
    await inTurn(world, [
      { 'Subscriber_1_20261013.txt': appleFile([]) },
      { 'Subscriber_1_20261013.txt': appleFile([sold]) },
    ]);
    // From now on only new files lie there.
    rmSync(join(world.inputs, 'Subscriber_1_20261013.txt'));
    const later = await inTurn(world, [{ 'Subscriber_1_20261014.txt': appleFile([]) }]);
    expect([netOf(later, '1301-'), vanished(later, ' 1301-')]).toEqual([['16.990000'], 0]);
  });
});

describe('an Apple day downloaded again', () => {
  /** Sales of one day: each subscriber pays 19.99, and 16.99 or what is given comes in. */
  const day = (date: string, ...sales: readonly (readonly [subscriber: string, proceeds?: string])[]) =>
    appleFile(
      sales.map(([subscriber, proceeds = '16.99']) =>
        appleRow({ 'Event Date': `2026-10-${date}`, 'Subscriber ID': subscriber, 'Developer Proceeds': proceeds }),
      ),
    );
  let again: Reconciled;
  beforeAll(async () => {
    again = await inTurn(smallWorld(), [
      {
        'Subscriber_1_20261001.txt': day('01', ['101']),
        'Subscriber_1_20261002.txt': day('02', ['201'], ['202']),
        'Subscriber_1_20261003.txt': day('03', ['301']),
        'Subscriber_1_20261004.txt': day('04', ['401']),
        'a.txt': day('05', ['501'], ['502']),
        'b.txt': day('05', ['501']),
        'Subscriber_1_20261006.txt': day('06', ['601'], ['601']),
        'Subscriber_1_20261007.txt': day('07', ['701']),
        'Subscriber_1_20261008.txt': day('08', ['801']),
        'Subscriber_1_20261009.txt': day('09'),
        'Subscriber_1_20261010.txt': day('10', ['1001']),
      },
      {
        'Subscriber_1_20261001.txt': day('01', ['101'], ['102']),
        'Subscriber_1_20261002.txt': day('02', ['201']),
        'Subscriber_1_20261003.txt': day('03', ['302', '13.99']),
        'report (1).txt': day('04', ['401'], ['402']),
        'Subscriber_1_20261006.txt': day('06', ['601']),
        'Subscriber_1_20261008.txt': day('08'),
        'Subscriber_2_20261010.txt': day('10'),
      },
    ]);
  });

  it('with more rows: the later version counts', () => {
    expect([...netOf(again, '101-'), ...netOf(again, '102-')]).toEqual(['16.990000', '16.990000']);
    expect(vanished(again, ' 101-')).toBe(0);
  });

  it('without a row: the later version counts, also where another day without rows has the same bytes', () => {
    expect([netOf(again, '801-'), vanished(again, ' 801-')]).toEqual([[], 1]);
    expect([netOf(again, '1001-'), vanished(again, ' 1001-')]).toEqual([['16.990000'], 0]);
  });

  it('with fewer rows: the later version counts, and what vanished needs a person', () => {
    expect([netOf(again, '201-'), netOf(again, '202-')]).toEqual([['16.990000'], []]);
    expect([vanished(again, ' 201-'), vanished(again, ' 202-')]).toEqual([0, 1]);
    expect(again.code).toBe(1);
  });

  it('with other rows, as many: both of it', () => {
    expect([netOf(again, '301-'), netOf(again, '302-')]).toEqual([[], ['13.990000']]);
    expect(vanished(again, ' 301-')).toBe(1);
  });

  it('under a name that tells nothing: the rows tell the day', () => {
    expect([...netOf(again, '401-'), ...netOf(again, '402-')]).toEqual(['16.990000', '16.990000']);
  });

  it('both versions at once: the one with more rows counts', () => {
    expect([...netOf(again, '501-'), ...netOf(again, '502-')]).toEqual(['16.990000', '16.990000']);
    expect(vanished(again, ' 501-')).toBe(0);
  });

  it('equal rows are counted: one of two is gone', () => {
    expect(netOf(again, '601-')).toEqual(['16.990000']);
    expect(vanished(again, ' 601-')).toBe(1);
  });

  it('another day stays, and nothing else is an exception', () => {
    expect(netOf(again, '701-')).toEqual(['16.990000']);
    expect(exceptionCounts(again)).toEqual({ 'rows-vanished': 4 });
  });
});

describe('which of several versions counts', () => {
  const day = (...subscribers: string[]) =>
    appleFile(subscribers.map((subscriber) => appleRow({ 'Subscriber ID': subscriber })));
  const name = 'Subscriber_1_20261012.txt';

  it('what lies in the inputs now, also when it is an earlier content again', async () => {
    const world = smallWorld();
    const versions = [day('1'), day('1', '2'), day('1')];
    const runs: Reconciled[] = [];
    for (const content of versions) runs.push(await inTurn(world, [{ [name]: content }]));
    // 16.99 each: 19.99 less a fee of 3.00.
    expect(runs.map(({ document }) => document.net_revenue_usd)).toEqual(['16.990000', '33.980000', '16.990000']);
    // What was seen and is no longer there needs a person.
    expect(runs.map((run) => exceptionCounts(run))).toEqual([{}, {}, { 'rows-vanished': 1 }]);
  });

  it('a Google file and a statement too', async () => {
    const world = smallWorld();
    const file = (...orders: string[]) => earnings(...orders.map((order) => [order, 5, 'Charge', '20.00'] as const));
    const nets: string[] = [];
    for (const content of [file('GPA.1'), file('GPA.1', 'GPA.2'), file('GPA.1')]) {
      const { document } = await inTurn(world, [{ 'PlayApps_202610.csv': content }]);
      nets.push(document.net_revenue_usd);
    }
    expect(nets).toEqual(['20.000000', '40.000000', '20.000000']);
  });

  it('of two in the inputs the one with all rows of the other, whatever their names and the order of imports', async () => {
    const [short, long] = [day('1'), day('2', '1')];
    const worlds = [
      [{ [name]: short, 'Subscriber_1_20261012 (1).txt': long }],
      [{ [name]: long, 'Subscriber_1_20261012 (1).txt': short }],
      [{ [name]: long }, { 'again.txt': short }],
    ];
    for (const versions of worlds) {
      expect(outcome(await inTurn(smallWorld(), versions))).toEqual({ net: '33.980000', exceptions: {} });
    }
  });

  it('of two of which neither has the rows of the other none: it is refused', async () => {
    const world = smallWorld();
    world.write(name, day('1', '3'));
    world.write('Subscriber_1_20261012 (1).txt', day('1', '2'));
    expect(await refusal(world)).toEqual([2, 'two-versions']);
    world.remove(name);
    expect(outcome(await reconcile(world))).toEqual({ net: '33.980000', exceptions: {} });
  });

  it('of two Google files without a profile, of which neither has the rows of the other, both: equal rows are asked about', async () => {
    const world = smallWorld();
    const file = (...orders: string[]) => earnings(...orders.map((order) => [order, 5, 'Charge', '20.00'] as const));
    const files = { 'PlayApps_202610.csv': file('GPA.1', 'GPA.2'), 'PlayApps_202610 (1).csv': file('GPA.1', 'GPA.3') };
    expect(outcome(await inTurn(world, [files]))).toEqual({ net: '60.000000', exceptions: { 'repeated-row': 1 } });
  });

  it('two accounts of one day are told apart by the vendor in their names, and refused without it', async () => {
    const [games, studio] = [day('1'), day('2')];
    const named = { 'Subscriber_1_20261012.txt': games, 'Subscriber_2_20261012.txt': studio };
    expect(outcome(await inTurn(smallWorld(), [named]))).toEqual({ net: '33.980000', exceptions: {} });
    for (const names of [
      ['2026-10-12 games.txt', '2026-10-12 studio.txt'],
      ['Subscriber_1_20261012.txt', 'studio.txt'],
    ]) {
      const world = smallWorld();
      world.write(names[0] ?? '', games);
      world.write(names[1] ?? '', studio);
      expect(await refusal(world)).toEqual([2, 'two-accounts']);
    }
  });
});

describe('a Google file of the same period and profile again', () => {
  const zip = (...orders: readonly string[]) => zipArchive({ 'PlayApps_202610.csv': file(...orders) });
  /** Orders of 20.00 with a fee of 3.00. */
  const file = (...orders: readonly string[]) =>
    earnings(
      ...orders.flatMap((order) => [
        [order, 5, 'Charge', '20.00'] as const,
        [order, 5, 'Google fee', '-3.00'] as const,
      ]),
    );
  let again: Reconciled;
  beforeAll(async () => {
    again = await inTurn(smallWorld(), [
      {
        'earnings_202610_111-1.zip': zip('GPA.11'),
        'earnings_202610_222-1.zip': zip('GPA.21', 'GPA.22'),
        'PlayApps_202610.csv': file('GPA.31'),
      },
      {
        'earnings_202610_111-1.zip': zip('GPA.11', 'GPA.12'),
        'earnings_202610_222-1.zip': zip('GPA.21'),
        'PlayApps_202610 (1).csv': file('GPA.31', 'GPA.32'),
      },
    ]);
  });

  it('with more rows: the later version counts, and the other profiles stay', () => {
    const orders = ['GPA.11', 'GPA.12', 'GPA.21', 'GPA.31', 'GPA.32'];
    expect(orders.map((order) => netOf(again, order))).toEqual(orders.map(() => ['17.000000']));
  });

  it('with fewer rows: what vanished needs a person', () => {
    expect(netOf(again, 'GPA.22')).toEqual([]);
    // The charge and its fee.
    expect(exceptionCounts(again)).toEqual({ 'rows-vanished': 2 });
    expect(vanished(again, 'GPA.22')).toBe(2);
  });
});

describe('a Google archive of several members', () => {
  const file = (...orders: readonly string[]) =>
    earnings(...orders.map((order) => [order, 5, 'Charge', '20.00'] as const));
  const zip = (one: string, other: string) =>
    zipArchive({ 'PlayApps_202610_1.csv': one, 'PlayApps_202610_2.csv': other });
  const name = 'earnings_202610_111-1.zip';

  it('is one report in parts, where they have no row in common, and is replaced as a whole', async () => {
    const world = smallWorld();
    expect(outcome(await inTurn(world, [{ [name]: zip(file('GPA.1', 'GPA.2'), file('GPA.3')) }]))).toEqual({
      net: '60.000000',
      exceptions: {},
    });
    // Downloaded again: one order more in the first part. Then as one file, with an order that vanished.
    expect(outcome(await inTurn(world, [{ [name]: zip(file('GPA.1', 'GPA.2', 'GPA.4'), file('GPA.3')) }]))).toEqual({
      net: '80.000000',
      exceptions: {},
    });
    const whole = zipArchive({ 'PlayApps_202610.csv': file('GPA.1', 'GPA.2', 'GPA.3') });
    expect(outcome(await inTurn(world, [{ [name]: whole }]))).toEqual({
      net: '60.000000',
      exceptions: { 'rows-vanished': 1 },
    });
  });

  it('of which one has all rows of the other counts that one, and is refused where neither has', async () => {
    const repeats = zip(file('GPA.1', 'GPA.2'), file('GPA.2'));
    expect(outcome(await inTurn(smallWorld(), [{ [name]: repeats }]))).toEqual({ net: '40.000000', exceptions: {} });
    const world = smallWorld();
    const [one, other] = [file('GPA.1', 'GPA.2'), file('GPA.2', 'GPA.3')];
    world.write(name, zip(one, other));
    expect(await refusal(world)).toEqual([2, 'two-versions']);
    const { stderr } = await inProcess(['import', world.inputs, '--data', world.data]);
    expect(stderr).toContain('unpack and number them (earnings_YYYYMM_PROFILE-1, -2)');
    // As the message says: numbered, both count, and the row in common is asked about.
    world.remove(name);
    world.write('earnings_202610_111-1.csv', one);
    world.write('earnings_202610_111-2.csv', other);
    expect(outcome(await reconcile(world))).toEqual({ net: '60.000000', exceptions: { 'repeated-row': 1 } });
  });

  it('counts once beside its members, unpacked, whichever came first', async () => {
    const [one, other] = [file('GPA.1'), file('GPA.2')];
    const [packed, plain] = [
      { [name]: zip(one, other) },
      { 'PlayApps_202610_1.csv': one, 'PlayApps_202610_2.csv': other },
    ];
    for (const turns of [[packed, plain], [plain, packed], [{ ...packed, ...plain }]])
      expect(outcome(await inTurn(smallWorld(), turns))).toEqual({ net: '40.000000', exceptions: {} });
  });

  it('that somebody else packed tells nothing: files of one profile in it are versions', async () => {
    const world = smallWorld();
    const packed = { 'earnings_202610_111-1.csv': file('GPA.1'), 'earnings_202610_111-1 (1).csv': file('GPA.2') };
    world.write('downloads.zip', zipArchive(packed));
    expect(await refusal(world)).toEqual([2, 'two-versions']);
  });
});

describe('a changed small file', () => {
  const other = '0x6f3Cce72C77a62ca8fb9f9adD26B9754e3Ca840E';
  const fx = (currency: string, rate: string) =>
    lines(['date,from,to,rate,source', `2026-10-12,${currency},USD,${rate},test`]);
  const costs = (amount: string) => lines(['month,description,amount_usd,months', `2026-10,Hosting,${amount},`]);
  const participation = (...wallets: string[]) =>
    lines(['wallet,enabled_from,enabled_until', ...wallets.map((wallet) => `${wallet},,`)]);
  const links = (account: string) => lines(['wallet,account', `${other},acct_1`, `${SUBSCRIBER},${account}`]);
  const euros = { 'Customer Currency': 'EUR', 'Proceeds Currency': 'EUR', 'Customer Price': '10.00' } as const;
  const world = smallWorld();
  let runs: Reconciled[];
  beforeAll(async () => {
    world.write('day.txt', appleFile([appleRow({ ...euros, 'Developer Proceeds': '10.00' })]));
    // A second job, of another worker.
    world.write('jobs-2.csv', world.read('jobs.csv').replace('job-1', 'job-2').replace(WORKER, other));
    const first = {
      'fx.csv': fx('EUR', '1.10'),
      'costs.csv': costs('4.00'),
      'participation.csv': participation(WORKER, other),
      'links.csv': links('acct_1'),
    };
    const second = {
      'fx.csv': fx('EUR', '1.20'),
      'costs.csv': costs('3.00'),
      'participation.csv': participation(other),
      'links.csv': links('acct_2'),
    };
    const third = { 'fx.csv': fx('JPY', '0.0067'), 'costs.csv': costs('3.00'), 'links.csv': links('acct_2') };
    runs = [];
    for (const files of [first, second, third, first]) runs.push(await inTurn(world, [files]));
  });

  it('fx.csv: the later rates count; without its rate a charge waits for a person', () => {
    // 10.00 EUR; less the costs.
    const found = runs.map((run) => [run.document.net_revenue_usd, exceptionCounts(run)]);
    expect(found.slice(0, 2)).toEqual([
      ['7.000000', {}],
      ['9.000000', {}],
    ]);
    expect(found[2]).toEqual(['-3.000000', { 'fx-missing': 1 }]);
  });

  it('costs.csv: the later costs count', () => {
    const posted = runs.map((run) => netOf(run, 'Hosting'));
    expect(posted).toEqual([['-4.000000'], ['-3.000000'], ['-3.000000'], ['-4.000000']]);
  });

  it('participation.csv: a worker who is not in it any more is not credited', () => {
    expect(runs.map((run) => excludedRows(run, 'not-participating', 'job-log'))).toEqual([0, 1, 1, 0]);
  });

  it('wallet-links.csv: a link that is gone matches no more', () => {
    expect(runs.map((run) => excludedRows(run, 'self-matched', 'job-log'))).toEqual([1, 0, 0, 1]);
  });

  it('an earlier version that is back is in force again', () => {
    expect(runs[3]?.document.digest).toBe(runs[0]?.document.digest);
  });
});

describe('versions of an invoice', () => {
  it('the latest status wins, whichever export comes first', async () => {
    const trial = (id: string, status: string, paid: string) =>
      `${id},sub_${id},usd,0.00,,0.00,${status},${paid},2026-10-03 08:00,2026-10-06 08:00`;
    const paid = '2026-10-03 08:00';
    const reconciled = await inTurn(smallWorld(), [
      { '1.csv': invoices(trial('in_a', 'open', ''), trial('in_b', 'paid', paid), trial('in_c', 'open', '')) },
      { '2.csv': invoices(trial('in_a', 'paid', paid), trial('in_b', 'open', ''), trial('in_d', 'draft', '')) },
      { '3.csv': invoices(trial('in_d', 'void', ''), trial('in_a', 'draft', '')) },
    ]);
    // Paid are in_a and in_b; an open or void invoice of zero is no trial.
    expect(excludedRows(reconciled, 'trial', 'stripe')).toBe(2);
    expect(reconciled.document.exceptions).toEqual([]);
  });

  const charge = ledger('txn_1,2026-10-19 09:00:00,usd,245.00,7.41,237.59,charge,ch_1,ch_1,in_1');
  const total = (amount: string, months = '2026-10-19 09:00,2027-08-14 08:00') =>
    invoices(`in_1,sub_1,usd,${amount},,${amount},paid,2026-10-19 09:00,${months}`);
  /** 14 August 2026, 19 October 2026, 14 August 2027, in seconds. */
  const [august, october, nextAugust] = [1786694400, 1792400400, 1818230400];
  const json = JSON.stringify({
    ...{ id: 'in_1', object: 'invoice', status: 'paid', currency: 'usd', subscription: 'sub_1' },
    ...{ subtotal: 24500, total: 24500, amount_due: 24500, status_transitions: { paid_at: october } },
    lines: {
      has_more: false,
      data: [
        {
          id: 'il_1',
          amount: -16306,
          proration: true,
          period: { start: october, end: nextAugust },
          price: { id: 'price_month' },
        },
        {
          id: 'il_2',
          amount: 40806,
          proration: true,
          period: { start: october, end: nextAugust },
          price: { id: 'price_year' },
        },
      ],
    },
  });

  it.each([
    ['the CSV first', [{ 'ledger.csv': charge, 'invoices.csv': total('245.00') }, { 'invoice.json': json }]],
    ['the JSON first', [{ 'ledger.csv': charge, 'invoice.json': json }, { 'invoices.csv': total('245.00') }]],
  ])('JSON beats CSV, %s', async (_, versions) => {
    expect(august).toBeLessThan(october);
    // Both lines cover October to July, ten months: 245.00 / 10 - 7.41 / 10 = 24.50 - 0.741.
    expect(outcome(await inTurn(smallWorld(), versions))).toEqual({ net: '23.759000', exceptions: {} });
  });

  it('the CSV alone hides two lines: it waits for a person', async () => {
    const alone = await inTurn(smallWorld(), [{ 'ledger.csv': charge, 'invoices.csv': total('245.00') }]);
    expect(outcome(alone)).toEqual({ net: '0.000000', exceptions: { 'mixed-periods': 1 } });
  });

  const month = '2026-10-19 09:00,2026-11-19 09:00';
  it.each([
    ['one way', ['245.00', '246.00']],
    ['the other way', ['246.00', '245.00']],
  ])('two that state different money: nothing of the charge posts, %s', async (_, amounts) => {
    const versions = amounts.map((amount, index) => ({ 'ledger.csv': charge, [`${index}.csv`]: total(amount, month) }));
    expect(outcome(await inTurn(smallWorld(), versions))).toEqual({
      net: '0.000000',
      exceptions: { 'conflicting-invoice': 1 },
    });
  });
});

describe('ledger exports that overlap', () => {
  const first = 'txn_1,2026-10-10 09:00:00,usd,20.00,0.88,19.12,charge,ch_1,ch_1,in_1';
  const second = 'txn_2,2026-10-20 09:00:00,usd,20.00,0.88,19.12,charge,ch_2,ch_2,in_2';
  const refund = 'txn_3,2026-10-21 09:00:00,usd,-5.00,0.00,-5.00,refund,re_3,ch_1,in_1';
  const bills = invoices(
    ...['in_1', 'in_2'].map(
      (id) => `${id},sub_${id},usd,20.00,,20.00,paid,2026-10-10 09:00,2026-10-10 09:00,2026-11-10 09:00`,
    ),
  );
  const early = { 'invoices.csv': bills, 'early.csv': ledger(first, second) };
  const late = { 'invoices.csv': bills, 'late.csv': ledger(second, refund) };

  it('count a row once, whatever the order, one at a time or together', async () => {
    const runs = [[early, late], [late, early], [{ ...early, ...late }]];
    const outcomes = [];
    for (const versions of runs) {
      const reconciled = await inTurn(smallWorld(), versions);
      // 2 x 19.12 - 5.00.
      expect(outcome(reconciled)).toEqual({ net: '33.240000', exceptions: {} });
      outcomes.push([
        reconciled.document.digest,
        [...reconciled.reports].filter(([name]) => !['manifest.json', 'public.json'].includes(name)),
      ]);
    }
    expect(outcomes[1]).toEqual(outcomes[0]);
    expect(outcomes[2]).toEqual(outcomes[0]);
  });

  it('and contradict each other in a charge: nothing of it posts', async () => {
    const other = 'txn_1,2026-10-10 09:00:01,usd,20.00,0.88,19.12,charge,ch_1,ch_1,in_1';
    const digests = new Set<string>();
    const versions = [early, { 'other.csv': ledger(other, second, refund) }];
    for (const order of [versions, [...versions].reverse()]) {
      const reconciled = await inTurn(smallWorld(), order);
      // Of ch_1 neither the charge nor its refund; ch_2 counts, once.
      expect(outcome(reconciled)).toEqual({ net: '19.120000', exceptions: { 'conflicting-transaction': 1 } });
      digests.add(reconciled.document.digest);
    }
    expect(digests.size).toBe(1);
  });

  it('and contradict each other in which charge a refund is of: neither charge posts', async () => {
    const other = 'txn_3,2026-10-21 09:00:00,usd,-5.00,0.00,-5.00,refund,re_3,ch_2,in_2';
    const digests = new Set<string>();
    const versions = [
      { 'invoices.csv': bills, 'early.csv': ledger(first, second, refund) },
      { 'invoices.csv': bills, 'other.csv': ledger(other) },
    ];
    for (const order of [versions, [...versions].reverse()]) {
      const reconciled = await inTurn(smallWorld(), order);
      expect(outcome(reconciled)).toEqual({ net: '0.000000', exceptions: { 'conflicting-transaction': 2 } });
      digests.add(reconciled.document.digest);
    }
    expect(digests.size).toBe(1);
  });
});

describe('a corrected job log beside the one it corrects', () => {
  const HEADER = 'job_id,completed_at,status,payment_model,worker_wallet,subscriber_wallet,model_id,render_spark';
  const job = (subscriber: string, spark: string): string =>
    `job-2,2026-10-06T12:00:00Z,completed,subscription,${WORKER},${subscriber},flux,${spark}`;

  it('replaces nothing: the job is in conflict, and only leave-out settles it', async () => {
    const world = smallWorld();
    world.write('log.csv', lines([HEADER, job('', '2')]));
    expect(exceptionCounts(await reconcile(world))).toEqual({ 'self-match-untestable': 1 });
    world.write('log-corrected.csv', lines([HEADER, job(SUBSCRIBER, '2')]));
    rmSync(join(world.inputs, 'log.csv'));
    const beside = await reconcile(world);
    expect(exceptionCounts(beside)).toEqual({ 'job-conflict': 1 });
    expect(beside.document.exceptions[0]?.remedy).toContain('else decide `leave-out`');
    // job-1 of 1 Spark is left.
    expect(beside.document.credited_render_spark).toBe('1.000000');
    world.write('../decided.csv', 'code,decision,note,subject\njob-conflict,leave-out,paid by hand,job-2\n');
    const decided = ['exceptions', '2026-10', '--apply', join(world.root, 'decided.csv'), '--by', 'ada'];
    await inProcess([...decided, '--data', world.data, '--out', world.out, '--as-of', '2026-12-01T00:00:00Z']);
    const settled = await reconcile(world);
    expect(settled.document.exceptions).toEqual([]);
    expect(settled.document.credited_render_spark).toBe('1.000000');
  });
});

describe('what contradicts another export', () => {
  it('goes on doing so when it is taken out of the inputs: books that are begun again do without it', async () => {
    const world = smallWorld();
    const row = (fee: string, net: string): string =>
      ledger(`txn_1,2026-10-05 10:00:00,usd,100.00,${fee},${net},charge,ch_1,ch_1,in_1`);
    const at = '2026-10-05 10:00,2026-10-05 10:00,2026-11-05 10:00';
    world.write('ledger.csv', row('3.00', '97.00'));
    world.write('wrong.csv', row('4.00', '96.00'));
    world.write('invoices.csv', invoices(`in_1,sub_1,usd,100.00,0.00,100.00,paid,${at}`));
    expect(exceptionCounts(await reconcile(world))).toEqual({ 'conflicting-transaction': 1 });
    rmSync(join(world.inputs, 'wrong.csv'));
    const without = await reconcile(world);
    expect(exceptionCounts(without)).toEqual({ 'conflicting-transaction': 1 });
    expect(without.document.exceptions[0]?.remedy).toContain('decide `first` or `second`');
    rmSync(world.data, { recursive: true });
    rmSync(world.out, { recursive: true });
    const anew = await reconcile(world);
    expect(exceptionCounts(anew)).toEqual({});
    expect(netOf(anew, 'ch_1')).toEqual(['97.000000']);
  });

  it('an invoice that does not add up is not mended by the whole one beside it', async () => {
    const world = smallWorld();
    const at = '2026-10-05 10:00,2026-10-05 10:00,2026-11-05 10:00';
    const invoice = (tax: string): string => invoices(`in_1,sub_1,usd,100.00,${tax},110.00,paid,${at}`);
    world.write('ledger.csv', ledger('txn_1,2026-10-05 10:00:00,usd,110.00,3.00,107.00,charge,ch_1,ch_1,in_1'));
    world.write('invoices.csv', invoice(''));
    const alone = await reconcile(world);
    expect(exceptionCounts(alone)).toEqual({ 'invoice-does-not-add-up': 1 });
    expect(alone.document.exceptions[0]?.remedy).toContain('beside it, it would contradict it');
    world.write('anew.csv', invoice('10.00'));
    expect(exceptionCounts(await reconcile(world))).toEqual({ 'conflicting-invoice': 1 });
  });
});
