import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { CAUSES } from '../../src/core/comparison/cause.ts';
import { causes, compared, expectExact, fingerprint, type Side } from '../judging/compared.ts';
import { PROJECT } from '../running/program.ts';
import { command } from '../worlds/close-world.ts';
import {
  emptyWorld,
  exact,
  exactSum,
  exampleWorld,
  filesUnder,
  NOVEMBER,
  reconcile,
  type World,
} from '../worlds/world.ts';

describe('the example world', () => {
  let world: World;
  let before: string;

  beforeAll(async () => {
    world = exampleWorld();
    await reconcile(world);
    before = fingerprint(world);
  });

  it('flux: September to October, cause by cause, as fixtures/README.md has the amounts', async () => {
    const document = await compared(world, ['flux', '2026-10']);
    // 355.338443 - 193.672923.
    expect(document.net_revenue_usd.difference).toBe('161.665520');
    expect(causes(document)).toEqual({
      // Kay's upgrade -16.306 + 40.806, Sam's new plan 41.665833, Anouk 46.50.
      'annual-starts': '112.665833',
      // Third months of Ben, Iris, Jon and Kay, and Rei's second: a micro-dollar each.
      schedule: '0.000005',
      // Stripe 1 to 4 charges at 20, Apple 1 to 3 at 19.99, Google 1 to 4 at 19.99: 60 + 39.98 + 59.97.
      volume: '159.950000',
      // At the earlier prices: Apple's euros are cells of their own, 26.754612 + 63.759255 - 2 x 19.99; Google's two of
      // the other plan 79.99 - 2 x 19.99; Dan, whose invoice names the plan, has Stripe's one price of 20.
      'plan-mix': '90.543867',
      // Stripe: Finn 25 and Nia 50 beside Ada, all without a named plan: 95 - 3 x 20. Google: Wim 16.80 - 19.99.
      price: '31.810000',
      // -6.326667 - 2.55 after Gwen's -1.326666.
      'customer-tax': '-7.550001',
      // October 10.305171 + 41.782294 + 24.475, September 5.904164 + 9.288556 + 5.50 = 20.692720 (Jon's as charged).
      'provider-fees': '-55.869745',
      refunds: '-186.903938',
      // -70.38 after -38.225.
      disputes: '-32.155000',
      restorations: '54.302500',
      // Stripe Billing 2.268 after 1.64; costs.csv 11.166667 after 6.666666. The dispute fees of both months are 15.
      costs: '-5.128001',
    });
    expectExact(document);
    // 161.66552 x 0.51, and 0.00000107 after 0.00000134.
    expect(document.pool_usd).toEqual({
      by_net_revenue: '82.4494152',
      by_share: '0.000000',
      by_carried_in: '-0.00000027',
    });
    const back = await compared(world, ['flux', '2026-09', '--against', '2026-10']);
    expect(back.net_revenue_usd.difference).toBe('-161.665520');
    expectExact(back);
  });

  it('flux for people: a table, and the sum', async () => {
    const { stdout, code } = await command(world, ['flux', '2026-10'], NOVEMBER);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^2026-09 now -> 2026-10 now\n/);
    expect(stdout).toMatch(/\n {2}annual-starts +24\.500000 +41\.665833 +46\.500000 +- +112\.665833\n/);
    expect(stdout).toContain('the 11 causes sum to the difference, 161.665520, exactly');
    expect(stdout).toMatch(/stripe ch_fx_hal_2608 re_fx_hal_2610 +refunds +-135\.555000\n/);
    expect(stdout).toContain('  0x6f3Cce…840E  ');
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it('whatif: proportional refunds, side by side', async () => {
    const document = await compared(world, ['whatif', '2026-10', '--refunds', 'proportional']);
    const line = (side: Side | null | undefined, name: string): string => {
      const all = side?.lines.filter((each) => each.line === name && each.provider !== 'all') ?? [];
      return String(Number(exactSum(all.map((each) => each.amount_usd)) / 10n ** 12n));
    };
    expect(document.as_reported?.state).toBe('review');
    for (const side of [document.as_reported, document.from]) {
      expect(['refund', 'dispute', 'restoration'].map((name) => line(side, name))).toEqual([
        ...['-186903938', '-70380000', '54302500'],
      ]);
    }
    // Each reduction takes its fraction off every month, and a Stripe fee stays as it is.
    // Gwen, a half of 17.91 twice: -17.91, tax 2 x -0.6633335 = -1.326667: -16.583333. Hal -3 x 41.50 = -124.50.
    // Sam: gross 19.18 of 199.99 stay, 1.598333 a month: 2 x -15.0675; fee 2.88 of 30, 0.24 a month: 2 x -2.26: -25.615.
    // Yan, all of it: -28.331666. Together -195.029999.
    expect(line(document.to, 'refund')).toBe('-195029999');
    // Iris 3 months of 16.583333: -49.75. Jon's third month: -16.583334. Won, all three come back: 49.75.
    expect(line(document.to, 'dispute')).toBe('-66333334');
    expect(line(document.to, 'restoration')).toBe('49750000');
    // -8.126061 + 4.046666 - 4.5525.
    expect(causes(document)).toEqual({ rule: '-8.631895' });
    // September, too, by the other rule: Jon's dispute is -33.166666 without his fee's 5.058334, so net 198.731257;
    // x 0.51 + 0.00000134 = 101.35294241, of which 0.00000041 is carried on.
    expect(document.to.carried_in_usd).toBe('0.00000041');
    expectExact(document);
  });

  it('whatif: another share, and without the jobs of trialing subscribers', async () => {
    const document = await compared(world, ['whatif', '2026-10', '--share', '0.5', '--trial-jobs', 'exclude']);
    expect(causes(document)).toEqual({});
    // 355.338443 x -0.01.
    expect(exact(document.pool_usd.by_share ?? '')).toBe(exact('-3.55338443'));
    // 177.6692215 and what August and September carry; two wallets lose trial jobs, the others gain by it.
    expect(document.to.distributed_usd.slice(0, 7)).toBe('177.669');
    expect(document.wallets).toHaveLength(6);
    expectExact(document);
  });

  it('a review bridged to itself is no difference', async () => {
    const document = await compared(world, ['bridge', '2026-10', '--from', 'review', '--to', 'review']);
    expect([causes(document), document.wallets, document.largest]).toEqual([{}, [], []]);
    const text = await command(world, ['bridge', '2026-10', '--from', 'review', '--to', 'review'], NOVEMBER);
    expect(text.stdout).toContain('no difference');
  });

  it('stores nothing', () => {
    expect(fingerprint(world)).toBe(before);
    expect(existsSync(join(world.data, 'tmp')) ? filesUnder(join(world.data, 'tmp')) : []).toEqual([]);
  });
});

describe('what does not run', () => {
  it.each([
    [['flux', '2026-10', '--against', '2026-10'], '--against names the month itself'],
    [['flux', '2026-13'], '"2026-13" is not a month'],
    [['whatif', '2026-10'], 'name what to try'],
    [['whatif', '2026-10', '--refund', 'ch_1'], '--refund needs the day'],
    [['whatif', '2026-10', '--amount', '5'], '--on and --amount say more of a --refund'],
    [['whatif', '2026-10', '--price', 'unlimited'], 'write it like unlimited:annual=249.00'],
    [['whatif', '2026-10', '--exclude-wallet', '0x1'], '"0x1" is no wallet'],
    [['flux', '2026-10', '--provider', 'paypal'], '"paypal" is none of stripe, apple, google, costs'],
    [['whatif', '2026-10', '--share', '1.5'], '--share "1.5" is not a share between 0 and 1'],
    [['whatif', '2026-10', '--refunds', 'never'], '--refunds "never" is none of proportional, deferred-first'],
    [['bridge', '2026-10', '--from', 'nowhere'], 'code: no-reports'],
    // The line that is advised is one that runs: it names the month.
    [['bridge', '2026-10', '--from', 'review'], '`revshare reconcile 2026-10'],
    [['bridge', '2026-10', '--from', 'final'], '`revshare status 2026-10'],
  ])('%j: %s', async (args, message) => {
    const ended = await command(emptyWorld(), args);
    expect([ended.code, ended.stdout]).toEqual([2, '']);
    expect(ended.stderr).toContain(message);
  });
});

describe('docs/comparisons.md', () => {
  it('tells of every cause', () => {
    const text = readFileSync(join(PROJECT, 'docs', 'comparisons.md'), 'utf8');
    expect(CAUSES.filter((cause) => !text.includes(`\`${cause}\``))).toEqual([]);
  });
});
