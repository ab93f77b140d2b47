import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  decide,
  finalBytes,
  finalize,
  listExceptions,
  type Movement,
  review,
  smallWorld,
  writeAppleDay,
  writeStripe,
} from '../worlds/close-world.ts';
import { LATE, ON_TIME, SALE } from '../worlds/late-rows.ts';
import { exact, exactSum, type Reconciled, reportRows, type World } from '../worlds/world.ts';

const FINAL = ['2026-08', '2026-09', '2026-10'] as const;
const OPEN = ['2026-11', '2026-12'] as const;

/** The net revenue of every month, in units of 10^-18 dollars. */
async function netRevenues(world: World, months: readonly string[]): Promise<bigint[]> {
  const nets: bigint[] = [];
  for (const month of months) nets.push(exact((await review(world, month)).document.net_revenue_usd));
  return nets;
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((all, each) => all + each, 0n);
}

/** What an adjustment says, as one text. */
function adjustments(reconciled: Reconciled): string[] {
  return reportRows(reconciled, 'adjustments.csv').map(
    (row) => `${row.provider} ${row.charge} ${row.original_month} ${row.reason} ${row.net_usd}`,
  );
}

const OTHER_SALE = { subscriber: '5502', term: 'month', price: '19.99', proceeds: '16.99' } as const;

describe('what arrives after August to October are final', () => {
  let world: World;
  let before: Map<string, string>[];
  let november: Reconciled;

  beforeAll(async () => {
    world = smallWorld();
    writeStripe(world, 'on-time', ON_TIME);
    writeAppleDay(world, '2026-09-10', [SALE]);
    writeAppleDay(world, '2026-10-12', [SALE, OTHER_SALE]);
    for (const month of FINAL) await finalize(world, month);
    before = FINAL.map((month) => finalBytes(world, month));
    writeStripe(world, 'late', LATE);
    // Downloaded again: the price of September was another, and one sale of October has vanished.
    writeAppleDay(world, '2026-09-10', [{ ...SALE, price: '24.99', proceeds: '21.24' }]);
    writeAppleDay(world, '2026-10-12', [SALE]);
    november = await review(world, '2026-11');
  });

  it('posts in November, with its original month and reason', () => {
    // ch_late: (240 - 12) / 12 = 19 a month, of September and October. ch_a: 120 / 12 = 10 a month; the refund of 60 on
    // 20 October takes effect there: October to July hold 100, left are 40 over ten months, 4 a month, 6 less in October.
    // Apple: proceeds of 21.24 instead of 16.99; and 16.99 that were never earned.
    expect(adjustments(november)).toEqual([
      'apple 5501-6700000001-2026-09-10 2026-09 changed 4.250000',
      'apple 5502-6700000001-2026-10-12 2026-10 gone -16.990000',
      'stripe ch_a 2026-10 changed -6.000000',
      'stripe ch_late 2026-09 late 19.000000',
      'stripe ch_late 2026-10 late 19.000000',
    ]);
  });

  it('is the line prior_period of pool.csv, beside what November posts itself', () => {
    const amount = (line: string, provider: string): bigint => {
      const rows = reportRows(november, 'pool.csv').filter((row) => row.line === line && row.provider === provider);
      return exactSum(rows.map((row) => row.amount_usd ?? ''));
    };
    expect(amount('prior_period', 'stripe')).toBe(exact('32'));
    expect(amount('prior_period', 'apple')).toBe(exact('-12.74'));
    // 4 of ch_a and 19 of ch_late.
    expect(amount('net_revenue', 'all')).toBe(exact('32') + exact('-12.74') + exact('23'));
  });

  it('names the source of each adjustment', () => {
    for (const row of reportRows(november, 'adjustments.csv')) {
      expect(row.source).toMatch(/^[0-9a-f]{16}$/);
      expect(Number(row.line)).toBeGreaterThan(1);
    }
  });

  it('asks a person about the vanished rows', async () => {
    const { exceptions } = await listExceptions(world, '2026-11');
    expect(exceptions.map(({ code }) => code)).toEqual(['rows-vanished', 'rows-vanished']);
  });

  it('leaves December what it posts itself', async () => {
    expect(exact((await review(world, '2026-12')).document.net_revenue_usd)).toBe(exact('23'));
  });

  it('leaves every byte of the final months', async () => {
    expect(FINAL.map((month) => finalBytes(world, month))).toEqual(before);
    const again = await review(world, '2026-10');
    expect(again.document.state).toBe('final');
    expect(FINAL.map((month) => finalBytes(world, month))).toEqual(before);
  });
});

describe('a rate that changes after the close', () => {
  const fx = (rate: string): string =>
    `date,from,to,rate,source\n2026-08,EUR,USD,${rate},monthly\n2026-09,EUR,USD,1.5,monthly\n`;
  const charge = { kind: 'charge', currency: 'eur', day: '2026-08-03', amount: '120.00', until: '2027-08-03' } as const;

  it('changes nothing of charges of a final month, nor of their refunds', async () => {
    const world = smallWorld();
    world.write('fx.csv', fx('1.10'));
    writeStripe(world, 'first', [{ ...charge, id: 'a', charge: 'ch_a' }]);
    // 120 euros at 1.10 over twelve months.
    expect(exact((await finalize(world, '2026-08')).document.net_revenue_usd)).toBe(exact('11'));
    world.write('fx.csv', fx('1.20'));
    writeStripe(world, 'late', [
      { kind: 'refund', id: 'r', charge: 'ch_a', currency: 'eur', day: '2026-09-10', amount: '55.00' },
      { ...charge, id: 'b', charge: 'ch_b' },
    ]);
    const september = await review(world, '2026-09');
    // As if everything had been known on time: ch_b has August's rate of then.
    expect(adjustments(september)).toEqual(['stripe ch_b 2026-08 late 11.000000']);
    // 11 of ch_b, late; 11 of ch_b; of ch_a eleven months hold 121, less 55 euros at 1.10 are 60.50: 5.50 a month.
    expect(exact(september.document.net_revenue_usd)).toBe(exact('27.5'));
  });
});

describe('any small world, whatever arrives when', () => {
  const day = (month: number, date: number): string => {
    return `2026-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
  };
  const cents = fc.integer({ min: 1, max: 30_000 }).map((amount) => (amount / 100).toFixed(2));
  /** Where a row arrives: 0 to 2 before that final month, 3 after all of them. */
  const arrival = fc.integer({ min: 0, max: 3 });
  const charge = fc.record({
    month: fc.integer({ min: 7, max: 11 }),
    amount: cents,
    annual: fc.boolean(),
    arrival,
    events: fc.array(
      fc.record({
        kind: fc.constantFrom('refund' as const, 'dispute' as const),
        later: fc.integer({ min: 0, max: 3 }),
        amount: cents,
        arrival,
        restored: fc.boolean(),
      }),
      { maxLength: 2 },
    ),
  });

  type Charge = typeof charge extends fc.Arbitrary<infer Value> ? Value : never;

  /** The movements of a charge with their arrival; nothing is taken back before its charge. */
  function movementsOf(each: Charge, index: number): { arrival: number; movement: Movement }[] {
    const id = `ch_${index}`;
    const until = each.annual ? `2027-${day(each.month, 3).slice(5)}` : day(each.month + 1, 3);
    const own: Movement = {
      kind: 'charge',
      id,
      charge: id,
      day: day(each.month, 3),
      amount: each.amount,
      fee: '0.33',
      until,
    };
    const events = each.events.flatMap((event, at): { arrival: number; movement: Movement }[] => {
      const month = Math.min(each.month + event.later, 11);
      const source = `${id}_${at}`;
      const common = { charge: id, amount: event.amount, source };
      const taken: Movement = {
        ...common,
        kind: event.kind,
        id: source,
        day: day(month, 10 + at),
        fee: event.kind === 'dispute' ? '15.00' : '0.00',
      };
      const back: Movement = {
        ...common,
        kind: 'dispute_reversal',
        id: `${source}_back`,
        day: day(Math.min(month + 1, 11), 20 + at),
      };
      const isBack = event.kind === 'dispute' && event.restored;
      return [{ arrival: event.arrival, movement: taken }, ...(isBack ? [{ arrival: 3, movement: back }] : [])];
    });
    return [{ arrival: each.arrival, movement: own }, ...events];
  }

  it('posts over all months together what one run without a close posts', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(charge, { minLength: 1, maxLength: 6 }), async (charges) => {
        const all = charges.flatMap(movementsOf);
        const open = smallWorld();
        writeStripe(
          open,
          'all',
          all.map(({ movement }) => movement),
        );
        const months = [...FINAL, ...OPEN];
        const should = await netRevenues(open, months);

        const closed = smallWorld();
        for (const [index, month] of FINAL.entries()) {
          writeStripe(
            closed,
            `${index}`,
            all.filter((each) => each.arrival === index).map(({ movement }) => movement),
          );
          await finalizeAnyway(closed, month);
        }
        writeStripe(
          closed,
          'rest',
          all.filter((each) => each.arrival === 3).map(({ movement }) => movement),
        );
        const posted = await netRevenues(closed, months);

        expect(sum(posted)).toBe(sum(should));
        // Months after the first open one post what they should.
        expect(posted.at(-1)).toBe(should.at(-1));
      }),
      // Each run is a dozen calls of the program; the law of month-fold has the thousands.
      { numRuns: 2 },
    );
  }, 600_000);
});

/** Leaves out every exception there is, then makes the month final. */
async function finalizeAnyway(world: World, month: string): Promise<void> {
  await review(world, month);
  const { exceptions } = await listExceptions(world, month);
  const open = exceptions.filter(({ decision }) => decision === '');
  if (open.length > 0) {
    await decide(
      world,
      month,
      open.map(({ code, subject }) => ({ code, subject, decision: 'leave-out', note: 'law' })),
    );
  }
  await finalize(world, month);
}
