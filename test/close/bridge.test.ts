import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { causes, compared, type Document, expectExact, rewrite } from '../judging/compared.ts';
import {
  command,
  decide,
  finalize,
  listExceptions,
  review,
  smallWorld,
  writeAppleDay,
  writeJobs,
  writeStripe,
} from '../worlds/close-world.ts';
import { ON_TIME, SALE } from '../worlds/late-rows.ts';
import { reconcile, type World } from '../worlds/world.ts';

describe('bridge: from the estimate to the final month', () => {
  let world: World;
  let document: Document;

  beforeAll(async () => {
    world = smallWorld();
    writeStripe(world, 'on-time', ON_TIME);
    writeAppleDay(world, '2026-10-12', [SALE]);
    await finalize(world, '2026-08');
    await finalize(world, '2026-09');
    await reconcile(world, { month: '2026-10', asOf: '2026-10-20T00:00:00Z' });
    writeStripe(world, 'rest', [
      {
        kind: 'charge',
        id: 'c',
        charge: 'ch_c',
        day: '2026-10-25',
        amount: '240.00',
        fee: '12.00',
        until: '2027-10-25',
      },
      { kind: 'refund', id: 'r', charge: 'ch_a', day: '2026-10-28', amount: '60.00' },
      { kind: 'dispute', id: 'd', charge: 'ch_b', day: '2026-10-29', amount: '20.00', fee: '15.00' },
    ]);
    writeAppleDay(world, '2026-10-12', [{ ...SALE, price: '24.99', proceeds: '21.24' }]);
    writeJobs(world, 'jobs/late.csv', [
      {
        id: 'more',
        at: '2026-10-30T10:00:00Z',
        worker: '0x6f3Cce72C77a62ca8fb9f9adD26B9754e3Ca840E',
        spark: '20.000000',
      },
    ]);
    const { document: reviewed } = await review(world, '2026-10');
    expect(reviewed.exceptions.map(({ code }) => code)).toEqual(['rows-vanished']);
    document = await compared(world, ['bridge', '2026-10']);
  });

  it('names every cause', () => {
    expect([document.from.state, document.to.state]).toEqual(['estimate', 'review']);
    // ch_a 10, ch_b 20 - 0.88, Apple 16.99.
    expect(document.from.net_revenue_usd).toBe('46.110000');
    expect(causes(document)).toEqual({
      // (240 - 12) / 12.
      'late-charges': '19.000000',
      // Apple's price, and what it keeps: 3.75 instead of 3.00.
      amounts: '5.000000',
      'provider-fees': '-0.750000',
      // 100 held from October on, 40 stay over ten months: 4 instead of 10.
      refunds: '-6.000000',
      // All of the 20; the fee of the charge stays.
      disputes: '-20.000000',
      'dispute-fees': '-15.000000',
    });
    expectExact(document);
    // Everybody's points: Kiln 30 of 40, then of 60; Forge 10, then 30.
    expect(document.wallets).toHaveLength(2);
  });

  it('names the charges', () => {
    expect(document.largest.slice(0, 3).map(({ cause, charge, amount_usd }) => [cause, charge, amount_usd])).toEqual([
      ['disputes', 'ch_b', '-20.000000'],
      ['late-charges', 'ch_c', '19.000000'],
      ['dispute-fees', 'ch_b', '-15.000000'],
    ]);
  });

  it('takes directories as well as states', async () => {
    const copy = join(world.root, 'kept');
    cpSync(join(world.out, '2026-10', 'estimate'), copy, { recursive: true });
    const again = await compared(world, ['bridge', '2026-10', '--from', copy, '--to', 'review']);
    expect(causes(again)).toEqual(causes(document));
  });

  it('reads reports of before they named currency and rate, and says so', async () => {
    const copy = join(world.root, 'older');
    cpSync(join(world.out, '2026-10', 'estimate'), copy, { recursive: true });
    const postings = readFileSync(join(copy, 'postings.csv'), 'utf8').replaceAll(/,[^,\n]*,[^,\n]*\n/g, '\n');
    expect(postings).toMatch(/,line\n/);
    rewrite(copy, 'postings.csv', postings);
    const older = await compared(world, ['bridge', '2026-10', '--from', copy, '--to', 'review']);
    expect(causes(older)).toEqual(causes(document));
    expect(older.notes).toEqual([expect.stringContaining('before reports named currency and rate')]);
    expect(document.notes).toEqual([]);
  });

  it('refuses a report that was changed, and a month that is another', async () => {
    const copy = join(world.root, 'changed');
    cpSync(join(world.out, '2026-10', 'estimate'), copy, { recursive: true });
    writeFileSync(join(copy, 'pool.csv'), readFileSync(join(copy, 'pool.csv'), 'utf8').replace('46.11', '46.12'));
    const changed = await command(world, ['bridge', '2026-10', '--from', copy, '--to', 'review']);
    expect([changed.code, changed.stderr]).toEqual([2, expect.stringContaining('code: damaged-reports')]);
    const other = await command(world, ['bridge', '2026-09', '--from', join(world.out, '2026-10', 'review')]);
    expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('it is of month 2026-10, not 2026-09')]);
  });
});

describe('bridge: what a person decided in between', () => {
  it('is the cause decisions', async () => {
    const world = smallWorld();
    writeStripe(world, 'on-time', ON_TIME);
    writeStripe(world, 'orphan', [
      { kind: 'refund', id: 'o', charge: 'ch_unknown', day: '2026-08-20', amount: '7.00' },
      { kind: 'refund', id: 'p', charge: 'ch_a', day: '2026-08-21', amount: '12.00' },
    ]);
    const first = await review(world, '2026-08');
    expect(first.document.exceptions.map(({ code }) => code)).toEqual(['orphan']);
    const kept = join(world.root, 'kept');
    cpSync(join(world.out, '2026-08', 'review'), kept, { recursive: true });
    const { exceptions } = await listExceptions(world, '2026-08');
    await decide(
      world,
      '2026-08',
      exceptions.map(({ code, subject }) => ({ code, subject, decision: 'accept' })),
    );
    await review(world, '2026-08');
    const document = await compared(world, ['bridge', '2026-08', '--from', kept]);
    expect(causes(document)).toEqual({ decisions: '-7.000000' });
    expectExact(document);
  });
});
