import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  apply,
  command,
  decide,
  finalize,
  finalRows,
  listExceptions,
  review,
  smallWorld,
  writeStripe,
} from '../worlds/close-world.ts';
import { type Reconciled, reportRows, type World } from '../worlds/world.ts';

/** Two exports state one transaction differently: a person says which of them is right (docs/exceptions.md). */

const HEADER =
  'balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,source_id,charge_id,invoice_id';

function ledger(world: World, name: string, rows: readonly string[]): void {
  world.write(`stripe/ledger-${name}.csv`, [HEADER, ...rows].map((row) => `${row}\n`).join(''));
}

/** Of ch_a, which pays 20.00 for August. */
const charge = (fee: string, net: string, time = '12:00:00'): string =>
  `txn_a,2026-08-03 ${time},usd,20.00,${fee},${net},charge,ch_a,ch_a,in_ch_a`;

/** A world whose ledger has the charge with a fee of 1.00. */
function worldOfCharge(): World {
  const world = smallWorld();
  writeStripe(world, 'a', [
    { kind: 'charge', id: 'a', charge: 'ch_a', day: '2026-08-03', amount: '20.00', fee: '1.00', until: '2026-09-03' },
  ]);
  return world;
}

/** Net revenue, and what waits: exceptions and gates. */
const told = ({ document }: Reconciled): [string, string[]] => [
  document.net_revenue_usd,
  [
    ...document.exceptions.map(({ code, what }) => `${code}: ${what}`),
    ...(document.gates as { name: string; why: string }[]).flatMap(({ name, why }) =>
      name === 'exceptions' ? [] : [`${name}: ${why}`],
    ),
  ],
];

const about = (decision: string, subject = 'txn_a') => ({ code: 'conflicting-transaction', subject, decision });

describe('a transaction that two ledgers state differently', () => {
  it('waits with what the versions say, and counts as the one that a person chose', async () => {
    const world = worldOfCharge();
    ledger(world, 'other', [charge('0.90', '19.10')]);
    expect(told(await review(world, '2026-08'))).toEqual([
      '0.000000',
      [
        'conflicting-transaction: two exports state transaction txn_a differently: first fee 0.900000; second fee 1.000000',
      ],
    ]);
    const [waiting] = (await listExceptions(world, '2026-08')).exceptions;
    expect(waiting).toMatchObject({ allowed: ['first', 'second', 'leave-out'], amount: '20.000000', unit: 'USD' });
    await decide(world, '2026-08', [about('first')]);
    // 20.00 - 0.90.
    expect(told(await review(world, '2026-08'))).toEqual(['19.100000', []]);
    await decide(world, '2026-08', [about('second')]);
    // 20.00 - 1.00.
    expect(told(await review(world, '2026-08'))).toEqual(['19.000000', []]);
    const explained = await command(world, ['explain', 'ch_a', '--month', '2026-08', '--depth', '1']);
    expect(explained.stdout.replace(/\s+/g, ' ')).toContain(
      'fee 0.900000 conflicting-transaction: ada decided second; it posts nothing',
    );
    // Another copy of what was chosen asks nothing.
    ledger(world, 'again', [charge('1.00', '19.00')]);
    expect(told(await review(world, '2026-08'))).toEqual(['19.000000', []]);
  });

  it('waits again with a third version; of two nobody chooses a third, of four none', async () => {
    const world = worldOfCharge();
    ledger(world, 'other', [charge('0.90', '19.10')]);
    await review(world, '2026-08');
    const refused = await apply(world, '2026-08', [about('third')]);
    expect([refused.code, /conflicting-.*/.exec(refused.stderr)?.[0]]).toEqual([
      2,
      'conflicting-transaction txn_a does not take the decision "third"',
    ]);
    await decide(world, '2026-08', [about('second')]);
    ledger(world, 'third', [charge('0.50', '19.50')]);
    const versions = 'first fee 0.500000; second fee 0.900000; third fee 1.000000';
    expect(told(await review(world, '2026-08'))).toEqual([
      '0.000000',
      [`conflicting-transaction: two exports state transaction txn_a differently: ${versions}`],
    ]);
    await decide(world, '2026-08', [about('third', 'txn_a in 3 versions')]);
    expect(told(await review(world, '2026-08'))).toEqual(['19.000000', []]);
    ledger(world, 'fourth', [charge('0.40', '19.60')]);
    await review(world, '2026-08');
    const open = (await listExceptions(world, '2026-08')).exceptions.filter(({ decision }) => decision === '');
    expect(open.map(({ subject, allowed }) => [subject, allowed])).toEqual([['txn_a in 4 versions', ['leave-out']]]);
  });

  // Of some the ledger with the lower fee is not the first input.
  it.each([
    ['0.90', '19.10'],
    ['0.80', '19.20'],
    ['0.70', '19.30'],
    ['0.60', '19.40'],
  ])(
    'left out it is told as before there was a choice, by the first of its rows in the order of inputs: %s',
    async (fee, net) => {
      const world = worldOfCharge();
      ledger(world, 'other', [charge(fee, net)]);
      await review(world, '2026-08');
      await decide(world, '2026-08', [{ ...about('leave-out'), note: 'nobody knows' }]);
      const [row] = reportRows(await review(world, '2026-08'), 'exceptions.csv');
      const hash = (name: string): string => createHash('sha256').update(world.read(name)).digest('hex');
      const [first] = ['stripe/ledger-a.csv', 'stripe/ledger-other.csv'].sort((a, b) => (hash(a) < hash(b) ? -1 : 1));
      expect([row?.file, row?.line, row?.what]).toEqual([
        first,
        '2',
        'two exports state transaction txn_a differently',
      ]);
    },
  );

  it('of a ledger whose hours are of another time zone: one row decides about all of its rows', async () => {
    const world = smallWorld();
    const days = ['03', '04', '05'];
    writeStripe(
      world,
      'a',
      days.map((day) => {
        return {
          kind: 'charge',
          id: day,
          charge: `ch_${day}`,
          day: `2026-08-${day}`,
          amount: '20.00',
          until: '2026-09-03',
        };
      }),
    );
    ledger(
      world,
      'two-hours-later',
      days.map(
        (day) => `txn_${day},2026-08-${day} 14:00:00,usd,20.00,0.00,20.00,charge,ch_${day},ch_${day},in_ch_${day}`,
      ),
    );
    const waiting = await review(world, '2026-08');
    expect([waiting.document.net_revenue_usd, waiting.document.exceptions.length]).toEqual(['0.000000', 3]);
    await decide(world, '2026-08', [about('first', '*')]);
    const decided = await review(world, '2026-08');
    expect(told(decided)).toEqual(['60.000000', []]);
    const cited = createHash('sha256').update(world.read('stripe/ledger-a.csv')).digest('hex').slice(0, 16);
    expect(new Set(reportRows(decided, 'postings.csv').map(({ source }) => source))).toEqual(new Set([cited]));
  });

  it('a refund that is of one charge or of another comes off the one that was chosen', async () => {
    const world = smallWorld();
    writeStripe(world, 'a', [
      { kind: 'charge', id: 'a', charge: 'ch_a', day: '2026-08-03', amount: '20.00', until: '2026-09-03' },
      { kind: 'charge', id: 'b', charge: 'ch_b', day: '2026-08-03', amount: '30.00', until: '2026-09-03' },
      { kind: 'refund', id: 'r', charge: 'ch_a', day: '2026-08-10', amount: '5.00' },
    ]);
    ledger(world, 'other', ['txn_r,2026-08-10 12:00:00,usd,-5.00,0.00,-5.00,refund,r,ch_b,']);
    const waiting = await review(world, '2026-08');
    expect([waiting.document.net_revenue_usd, waiting.document.exceptions.map(({ what }) => what)]).toEqual([
      '0.000000',
      // Of either charge.
      Array(2).fill('two exports state transaction txn_r differently: first of ch_a; second of ch_b'),
    ]);
    const net = async (decision: string): Promise<unknown> => {
      await decide(world, '2026-08', [about(decision, 'txn_r')]);
      const decided = await review(world, '2026-08');
      const rows = reportRows(decided, 'postings.csv').map(({ charge: of, net_usd: posted }) => `${of} ${posted}`);
      return [decided.document.exceptions.length, rows.sort()];
    };
    expect(await net('first')).toEqual([0, ['ch_a -5.000000', 'ch_a 20.000000', 'ch_b 30.000000']]);
    expect(await net('second')).toEqual([0, ['ch_a 20.000000', 'ch_b -5.000000', 'ch_b 30.000000']]);
  });
});

/** The lines of reconciliation.csv that do not tie. */
const untied = (reconciled: Reconciled): string[] =>
  reportRows(reconciled, 'reconciliation.csv')
    .filter(({ status }) => status !== 'ties')
    .map(({ category, ours, provider_amount: theirs }) => `${category} ${ours} ${theirs}`);

describe('Stripe’s own summary', () => {
  it('is compared with each row once, by the version that was chosen', async () => {
    const world = worldOfCharge();
    ledger(world, 'other', [charge('0.90', '19.10')]);
    world.write(
      'stripe/Balance_change_from_activity_summary_USD_2026-08-01_to_2026-08-31.csv',
      'reporting_category,currency,count,gross,fee,net\ncharge,usd,1,20.00,1.00,19.00\n',
    );
    // One row of 20.00; which fee it has is not known yet.
    expect(untied(await review(world, '2026-08'))).toEqual([
      'charge_fee 0.900000 1.000000',
      'charge_net 19.100000 19.000000',
    ]);
    await decide(world, '2026-08', [about('second')]);
    const decided = await review(world, '2026-08');
    expect([told(decided), untied(decided)]).toEqual([['19.000000', []], []]);
    const line = reportRows(decided, 'reconciliation.csv').findIndex(({ category }) => category === 'charge_fee') + 2;
    const explained = await command(world, [
      'explain',
      `reconciliation.csv:${line}`,
      '--month',
      '2026-08',
      '--depth',
      '3',
    ]);
    const files = ['ledger-a.csv', 'ledger-other.csv'].map((file) => explained.stdout.includes(file));
    expect([explained.code, files]).toEqual([0, [true, false]]);
  });
});

describe('a month that was final before the other version came', () => {
  it('stays as it is: what is chosen counts from then on as a correction, and nothing where it is the same', async () => {
    const world = worldOfCharge();
    await finalize(world, '2026-08');
    ledger(world, 'other', [charge('0.90', '19.10')]);
    const waiting = await review(world, '2026-09');
    expect(told(waiting)[1]).toEqual([expect.stringContaining('first fee 0.900000; second fee 1.000000')]);
    await decide(world, '2026-09', [about('second')]);
    // As August has it.
    expect(told(await review(world, '2026-09'))).toEqual(['0.000000', []]);
    await decide(world, '2026-09', [about('first')]);
    // The fee was 0.10 less than August says.
    expect(told(await review(world, '2026-09'))).toEqual(['0.100000', []]);
    await finalize(world, '2026-09');
    expect(finalRows(world, '2026-09', 'postings.csv').map(({ net_usd: net }) => net)).toEqual(['0.100000']);
    const verified = await command(world, ['verify', '--all']);
    expect([verified.code, verified.stdout + verified.stderr]).toEqual([0, expect.any(String)]);
    // October has nothing of it.
    expect(told(await review(world, '2026-10'))).toEqual(['0.000000', []]);
    // What August posted is explained by what it knew.
    const explained = await command(world, ['explain', 'ch_a', '--month', '2026-08']);
    expect([explained.code, explained.stdout]).toEqual([0, expect.stringContaining('19.000000')]);
    expect(explained.stdout).not.toContain('ledger-other.csv');
  });
});

describe('an invoice that two exports state differently', () => {
  it('spreads its charge as the version says that a person chose', async () => {
    const world = worldOfCharge();
    const invoices = world.read('stripe/invoices-a.csv');
    world.write('stripe/invoices-longer.csv', invoices.replace('2026-09-03', '2027-08-03'));
    const waiting = await review(world, '2026-08');
    expect(told(waiting)).toEqual([
      '0.000000',
      [
        'conflicting-invoice: two versions of invoice in_ch_a state different money or lines: ' +
          'first over 2026-08-03T12:00:00.000Z to 2026-09-03T12:00:00.000Z; ' +
          'second over 2026-08-03T12:00:00.000Z to 2027-08-03T12:00:00.000Z',
      ],
    ]);
    const net = async (decision: string): Promise<unknown> => {
      await decide(world, '2026-08', [{ code: 'conflicting-invoice', subject: 'ch_a', decision }]);
      return told(await review(world, '2026-08'));
    };
    // One month; then twelve, of which August has a twelfth of 19.00.
    expect(await net('first')).toEqual(['19.000000', []]);
    expect(await net('second')).toEqual(['1.583333', []]);
  });
});

describe('a version that was chosen', () => {
  const row = fc.record({
    fee: fc.integer({ min: 0, max: 300 }),
    gross: fc.integer({ min: 1500, max: 2500 }),
    second: fc.integer({ min: 0, max: 59 }),
  });
  const cents = (amount: number): string => (amount / 100).toFixed(2);
  const textOf = ({ fee, gross, second }: { fee: number; gross: number; second: number }): string => {
    const time = `12:00:${String(second).padStart(2, '0')}`;
    return `txn_a,2026-08-03 ${time},usd,${cents(gross)},${cents(fee)},${cents(gross - fee)},charge,ch_a,ch_a,in_ch_a`;
  };
  const postings = (reconciled: Reconciled): unknown =>
    reportRows(reconciled, 'postings.csv').map(({ charge: of, net_usd: net, gross_usd: gross }) => [of, net, gross]);

  it('counts as if it were alone, whatever was imported first and however often', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(row, { minLength: 2, maxLength: 3, selector: textOf }),
        fc.nat(),
        async (rows, at) => {
          const chosen = rows[at % rows.length];
          if (chosen === undefined) throw new Error('there is a row');
          const alone = worldOfCharge();
          writeRows(alone, [chosen]);
          const expected = postings(await review(alone, '2026-08'));
          const outcomes: unknown[] = [];
          for (const order of [rows, [...rows].reverse().concat(rows.slice(0, 1))]) {
            const world = worldOfCharge();
            writeRows(world, order);
            await review(world, '2026-08');
            const sorted = [...rows].sort((a, b) => a.second - b.second || a.gross - b.gross || a.fee - b.fee);
            const subject = rows.length === 2 ? 'txn_a' : 'txn_a in 3 versions';
            await decide(world, '2026-08', [
              about(['first', 'second', 'third'][sorted.indexOf(chosen)] ?? '', subject),
            ]);
            const decided = await review(world, '2026-08');
            expect(decided.document.exceptions).toEqual([]);
            outcomes.push(postings(decided));
          }
          expect(outcomes).toEqual([expected, expected]);
        },
      ),
      { numRuns: 6 },
    );
  });

  /** A ledger a row; equal rows in files of their own. */
  function writeRows(world: World, rows: readonly Parameters<typeof textOf>[0][]): void {
    world.remove('stripe/ledger-a.csv');
    for (const [place, each] of rows.entries()) ledger(world, `${place}`, [textOf(each)]);
  }
});
