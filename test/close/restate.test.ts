import { beforeAll, describe, expect, it } from 'vitest';
import { causes, compared, expectExact, fingerprint } from '../judging/compared.ts';
import { command, finalize, review, smallWorld, writeAppleDay, writeJobs, writeStripe } from '../worlds/close-world.ts';
import { LATE, ON_TIME, SALE } from '../worlds/late-rows.ts';
import { exact, exactSum, reportRows, type World } from '../worlds/world.ts';

describe('restate: a final month as closed against as now known', () => {
  let world: World;
  let before: string;

  beforeAll(async () => {
    world = smallWorld();
    writeStripe(world, 'on-time', ON_TIME);
    writeAppleDay(world, '2026-09-10', [SALE]);
    for (const month of ['2026-08', '2026-09', '2026-10']) await finalize(world, month);
    writeStripe(world, 'late', LATE);
    writeJobs(world, 'jobs/late.csv', [
      {
        id: 'more',
        at: '2026-10-30T10:00:00Z',
        worker: '0x6f3Cce72C77a62ca8fb9f9adD26B9754e3Ca840E',
        spark: '20.000000',
      },
    ]);
    await review(world, '2026-11');
    before = fingerprint(world);
  });

  it('October: the late refund, the late charge, and the late job', async () => {
    const document = await compared(world, ['restate', '2026-10']);
    // As closed: ch_a 10, ch_b 19.12. 100 held, 40 stay over ten months: -6. (240 - 12) / 12 = 19.
    expect(document.from.net_revenue_usd).toBe('29.120000');
    expect(causes(document)).toEqual({ 'late-charges': '19.000000', refunds: '-6.000000' });
    // 13 x 0.51; 29.12 x 0.51 = 14.8512, 42.12 x 0.51 = 21.4812.
    expect(document.pool_usd).toMatchObject({ by_net_revenue: '6.630000', by_share: '0.000000' });
    // Kiln and Forge had 30 and 10 of 40: 11.1384 and 3.7128. Now 30 and 30 of 60: 10.7406 each.
    expect(document.wallets.map(({ difference_usd }) => difference_usd)).toEqual(['7.027800', '-0.397800']);
    expectExact(document);
  });

  it('says the same as what posts in the first open month', async () => {
    const november = await review(world, '2026-11');
    const posted = reportRows(november, 'adjustments.csv');
    const differences = await Promise.all(
      ['2026-08', '2026-09', '2026-10'].map(async (month) => {
        return exact((await compared(world, ['restate', month])).net_revenue_usd.difference);
      }),
    );
    // September's late charge 19, October's 19 - 6.
    expect(differences).toEqual([0n, exact('19'), exact('13')]);
    for (const [index, month] of ['2026-08', '2026-09', '2026-10'].entries()) {
      const own = posted.filter((row) => row.original_month === month);
      expect(exactSum(own.map((row) => row.net_usd ?? ''))).toBe(differences[index]);
    }
  });

  it('is for final months, and changes nothing', async () => {
    const open = await command(world, ['restate', '2026-11']);
    expect([open.code, open.stderr]).toEqual([2, expect.stringContaining('2026-11 is not final')]);
    await review(world, '2026-11');
    expect(fingerprint(world)).toBe(before);
  });
});
