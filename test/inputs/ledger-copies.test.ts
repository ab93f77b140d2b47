import { describe, expect, it } from 'vitest';
import { apply, review, smallWorld, writeStripe } from '../worlds/close-world.ts';
import type { Reconciled, World } from '../worlds/world.ts';

const PLAIN =
  'balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,source_id,charge_id,invoice_id';
const CHARGE = 'txn_a,2026-10-05 12:00:00,usd,21.60,0.90,20.70,charge,ch_a,ch_a,in_ch_a';
const REFUND = 'txn_r,2026-10-25 12:00:00,usd,-11.05,0.00,-11.05,refund,re_r,ch_a,';

const EXPORTS = {
  plain: [PLAIN, CHARGE, REFUND],
  full: [
    `${PLAIN},customer_facing_amount,customer_facing_currency`,
    // Here the refund names its invoice too.
    `${CHARGE},18.00,eur`,
    `${REFUND}in_ch_a,-9.00,eur`,
  ],
} as const;

/** 18.00 EUR paid in October, settled as 21.60; half of it given back on a day of another rate. */
function worldWith(...names: readonly (keyof typeof EXPORTS)[]): World {
  const world = smallWorld();
  const day = '2026-10-05';
  writeStripe(world, 'first', [
    { kind: 'charge', id: 'a', charge: 'ch_a', day, amount: '18.00', currency: 'eur', until: '2026-11-05' },
  ]);
  world.write('stripe/ledger-first.csv', `${PLAIN}\n`);
  for (const name of names) add(world, name);
  return world;
}

function add(world: World, name: keyof typeof EXPORTS): void {
  world.write(`stripe/ledger-${name}.csv`, EXPORTS[name].map((line) => `${line}\n`).join(''));
}

const told = ({ document }: Reconciled): unknown[] => [
  document.net_revenue_usd,
  document.exceptions.map(({ code }) => code),
  document.excluded.filter(({ source }) => source === 'stripe').map(({ reason, amount_usd }) => [reason, amount_usd]),
];

// 21.60 - 0.90 less half of 21.60; the bank took 0.25 more than that.
const WITH_COLUMNS = ['9.900000', [], [['fx-difference', '-0.250000']]];

describe('a ledger exported again with more columns', () => {
  it('brings what the first one lacked; which one came first is nowhere seen', { timeout: 600_000 }, async () => {
    const world = worldWith('plain');
    // As settled: 21.60 - 0.90 - 11.05.
    expect(told(await review(world, '2026-10'))).toEqual(['9.650000', ['presentment-missing'], []]);
    const refused = await apply(world, '2026-10', [
      { code: 'presentment-missing', subject: 'ch_a re_r', decision: 'leave-out', note: 'no' },
    ]);
    expect([refused.code, refused.stderr.includes('unknown-decision')]).toEqual([2, true]);
    add(world, 'full');
    const plainFirst = await review(world, '2026-10');
    expect(told(plainFirst)).toEqual(WITH_COLUMNS);
    const other = worldWith('full');
    expect(told(await review(other, '2026-10'))).toEqual(WITH_COLUMNS);
    add(other, 'plain');
    const fullFirst = await review(other, '2026-10');
    expect(told(fullFirst)).toEqual(WITH_COLUMNS);
    expect(fullFirst.document.digest).toBe(plainFirst.document.digest);
    // The fullest copy is cited, whichever came first.
    expect(fullFirst.reports.get('postings.csv')).toBe(plainFirst.reports.get('postings.csv'));
  });
});
