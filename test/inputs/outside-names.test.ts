import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { apply, review, smallWorld, writeStripe } from '../worlds/close-world.ts';
import type { Reconciled, World } from '../worlds/world.ts';

const LEDGER = 'Itemized_balance_change_from_activity_USD_2026-10-01_to_2026-10-31.csv';

/** A charge of 20.00 less 1.00 in October, and one whose date was changed from the 25th of October to the 25th of November. */
function worldWith(day: string, name: string, until = '2026-12-25'): World {
  const world = smallWorld();
  const charge = { kind: 'charge', amount: '20.00', fee: '1.00' } as const;
  writeStripe(world, 'first', [
    { ...charge, id: 'a', charge: 'ch_a', day: '2026-10-05', until: '2026-11-05' },
    { ...charge, id: 'b', charge: 'ch_b', day, until },
  ]);
  const at = (file: string): string => join(world.inputs, 'stripe', file);
  renameSync(at('ledger-first.csv'), at(name));
  return world;
}

const told = ({ document }: Reconciled): unknown[] => [
  document.net_revenue_usd,
  document.exceptions.map(({ code, file, line, what }) => [code, file, line, what]),
];

const WHAT = '1 row(s) of 2026-11-25 stand in a file that is of 2026-10-01 to 2026-10-31, as its name says';

describe('a ledger row that is dated outside the days of its file’s name', () => {
  it('is told in the month that lacks it and in the one that has it, until a person accepts it', async () => {
    const world = worldWith('2026-11-25', LEDGER);
    const exception = ['outside-its-name', `stripe/${LEDGER}`, 3, WHAT];
    expect(told(await review(world, '2026-10'))).toEqual(['19.000000', [exception]]);
    // The exception of October is one of November too: its month is not final.
    expect(told(await review(world, '2026-11'))).toEqual(['19.000000', [exception, exception]]);
    const subject = 'stripe 2026-10-01 to 2026-10-31: 1 in 2026-10 of 2026-11-25 (20.000000 USD)';
    const accepted = await apply(world, '2026-10', [{ code: 'outside-its-name', subject, decision: 'accept' }]);
    expect(accepted.code).toBe(0);
    expect(told(await review(world, '2026-10'))).toEqual(['19.000000', []]);
  });

  it('is nothing to tell where the name says no days, or days of another zone that it may fall in', async () => {
    const another = LEDGER.replace('10-31.csv', '11-24_America-New_York.csv');
    for (const name of ['ledger.csv', another]) {
      expect(told(await review(worldWith('2026-11-25', name), '2026-11'))).toEqual(['19.000000', []]);
    }
  });
});

describe('a payout reconciliation, which has rows of the days before those of its name', () => {
  const PAYOUTS = LEDGER.replace('balance_change_from_activity', 'payout_reconciliation');

  it('counts as its rows are dated, and vouches for no day', async () => {
    const seen = await review(worldWith('2026-09-29', PAYOUTS, '2026-10-29'), '2026-10');
    expect(told(seen)).toEqual(['19.000000', []]);
    expect(seen.stderr).toContain(
      `${PAYOUTS} is Stripe’s payout reconciliation: its rows count, but it vouches for no day`,
    );
    const gates = (seen.document.gates ?? []) as { name: string; why: string }[];
    expect(gates.find(({ name }) => name === 'coverage-stripe')?.why).toContain(
      `no ledger file covers 2026-10-01 to 2026-10-31 in USD (whole UTC days); stripe/${PAYOUTS} is Stripe’s payout reconciliation, which has the rows of some payouts and no whole days`,
    );
    // Its summary, which is that of these rows, vouches for no day either.
    const summed = worldWith('2026-10-06', PAYOUTS, '2026-11-06');
    const summary = 'Payout_reconciliation_USD_2026-10-01_to_2026-10-31.csv';
    summed.write(summary, 'reporting_category,currency,count,gross,fee,net\ncharge,usd,2,40.00,2.00,38.00\n');
    const tied = await review(summed, '2026-10');
    expect(tied.document.net_revenue_usd).toBe('38.000000');
    const { why } = (tied.document.gates as typeof gates).find(({ name }) => name === 'coverage-stripe') ?? { why: '' };
    expect(why).toContain(`${PAYOUTS} is Stripe’s payout reconciliation`);
    expect((tied.document.gates as typeof gates).find(({ name }) => name === 'control-totals')?.why).toContain(summary);
    const whole = await review(worldWith('2026-09-29', 'ledger-of-both.csv', '2026-10-29'), '2026-10');
    expect(whole.stderr).not.toContain('reconciliation');
  });
});
