import { describe, expect, it } from 'vitest';
import { command, FORGE, finalize, KILN, review, smallWorld, writeJobs, writeStripe } from '../worlds/close-world.ts';
import { reportRows } from '../worlds/world.ts';

it('use that no charge pays for, and use in a dispute, are warnings that change no figure', async () => {
  const world = smallWorld();
  // A month from 4 August, disputed on the 10th, won on the 20th.
  writeStripe(world, 'all', [
    { kind: 'charge', id: 'a', charge: 'ch_a', day: '2026-08-04', amount: '20.00', until: '2026-09-04' },
    { kind: 'dispute', id: 'dp_a', charge: 'ch_a', day: '2026-08-10', amount: '20.00' },
    { kind: 'dispute_reversal', id: 'won', source: 'dp_a', charge: 'ch_a', day: '2026-08-20', amount: '20.00' },
  ]);
  const subscriber = '0x8E24309d3DcD2B392078e965098dC2AF0caeDae0';
  writeJobs(world, 'jobs/2026-08.csv', [
    // Two days before the charge; the day before it counts as paid.
    { id: 'before', at: '2026-08-02T23:59:59Z', worker: KILN, spark: '7.250000' },
    { id: 'eve', at: '2026-08-03T00:00:00Z', worker: KILN, spark: '1.000000' },
    // The day of the dispute and the day on which it is won count as not disputed.
    { id: 'same-day', at: '2026-08-10T23:00:00Z', worker: FORGE, spark: '1.000000' },
    { id: 'disputed', at: '2026-08-11T00:00:00Z', worker: FORGE, spark: '3.000000' },
    { id: 'disputed-too', at: '2026-08-19T23:00:00Z', worker: FORGE, spark: '0.500000' },
    { id: 'won', at: '2026-08-20T00:00:00Z', worker: FORGE, spark: '1.000000' },
  ]);
  world.write('wallet-links.csv', `wallet,account\n${subscriber},acct-1\n`);
  const without = await review(world, '2026-08');
  world.write('subscribers.csv', 'account,provider,subscription\nacct-1,stripe,sub_ch_a\n');
  const august = await finalize(world, '2026-08');
  expect(august.document.digest).toBe(without.document.digest);
  const told = reportRows(august, 'warnings.csv').map(({ code, subject, what }) => [code, subject, what]);
  expect(told).toEqual([
    [
      'disputed-use',
      'acct-1',
      '2 credited job(s), 3.500000 Spark, on 2 day(s) whose charge is disputed, 2026-08-11 to 2026-08-19',
    ],
    [
      'unpaid-use',
      'acct-1',
      '1 credited job(s), 7.250000 Spark, on 1 day(s) that no charge of the account pays for, 2026-08-02',
    ],
  ]);
  expect((await command(world, ['verify', '2026-08'])).code).toBe(0);
});

describe('rows of subscribers.csv that fit nothing', () => {
  /** acct-1 has a charge and a wallet by its link; the log names no account. */
  async function told(rows: readonly string[], usage = ''): Promise<(string | undefined)[][]> {
    const world = smallWorld();
    world.write('revshare.yaml', `${world.read('revshare.yaml')}${usage}`);
    writeStripe(world, 'all', [
      { kind: 'charge', id: 'a', charge: 'ch_a', day: '2026-08-04', amount: '20.00', until: '2026-09-04' },
    ]);
    world.write('wallet-links.csv', 'wallet,account\n0x8E24309d3DcD2B392078e965098dC2AF0caeDae0,acct-1\n');
    world.write('subscribers.csv', ['account,provider,subscription', ...rows, ''].join('\n'));
    const august = await review(world, '2026-08');
    return reportRows(august, 'warnings.csv').map(({ code, what }) => [code, what]);
  }

  it('are one warning, with how many and which is the first', async () => {
    expect(
      await told([
        'acct-1,stripe,sub_ch_a',
        'acct-1,stripe,cus_ch_a',
        'Acct-1,apple,sub_ch_a',
        'acct-2,stripe,sub_ch_a2',
      ]),
    ).toEqual([
      [
        'unmatched-subscribers',
        '3 of 4 rows: a subscription without a charge (stripe cus_ch_a); 2 of 3 accounts: no wallet, neither by wallet-links.csv nor by a job log (Acct-1)',
      ],
    ]);
  });

  it('are told of what was looked at alone', async () => {
    const rows = ['acct-1,stripe,sub_ch_a', 'acct-2,stripe,sub_ch_b'];
    expect(await told(rows, 'signals: { unpaid_jobs: 0 }\n')).toEqual([
      ['unmatched-subscribers', '1 of 2 rows: a subscription without a charge (stripe sub_ch_b)'],
    ]);
    expect(await told(['acct-1,stripe,sub_ch_a'])).toEqual([]);
  });
});
