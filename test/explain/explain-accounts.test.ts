import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { command, FEBRUARY, finalize, KILN, review, smallWorld, writeStripe } from '../worlds/close-world.ts';
import { csvRows, releaseBatch, revshareOptions, type World } from '../worlds/world.ts';

/** Everybody is paid in USDC. */
function payingWorld(): World {
  const world = smallWorld();
  const payouts =
    'payouts: { default_method: usdc, minimum_usd: { usdc: 1.00, sogni: 1.00, spark: 0.50, fiat: 25.00 } }';
  world.write('revshare.yaml', `${world.read('revshare.yaml')}${payouts}\n`);
  return world;
}

/**
 * 240.00 for the year from 3 August: 20.00 in August, of which 0.51 are 10.20 USD: 30 of 40 Spark are Kiln's, 7.65. A person
 * adds 2.50: 10.15 are paid.
 */
describe('explain of rows of a wallet’s account', () => {
  let world: World;
  let row: number;

  beforeAll(async () => {
    world = payingWorld();
    writeStripe(world, 'all', [
      { kind: 'charge', id: 'a', charge: 'ch_a', day: '2026-08-03', amount: '240.00', until: '2027-08-03' },
    ]);
    await finalize(world, '2026-08');
    const given = ['--amount', '2.50', '--reason', 'goodwill, Nadia', '--by', 'ann'];
    const adjusted = await command(world, ['payouts', '2026-08', '--adjust', KILN, ...given]);
    expect([adjusted.code, adjusted.stderr]).toEqual([0, '']);
    await command(world, ['payouts', '2026-08']);
    const balances = csvRows(readFileSync(join(world.out, '2026-08', 'payout', 'balances.csv'), 'utf8'));
    row = 2 + balances.findIndex(({ wallet }) => wallet === KILN);
  });

  const explained = async (cell: string): Promise<string> => {
    const { stdout } = await command(world, ['explain', cell, '--month', '2026-08', '--wide']);
    return stdout;
  };

  it('shows an adjustment with its reason, who and when', async () => {
    const said = await explained(`balances.csv:${row}:adjustments_usd`);
    expect(said).toContain('+ adjustment of 2026-08: goodwill, Nadia (ann, 2027-02-10)  2.500000 USD');
    expect(said).not.toContain('job ');
    expect(await explained('0xe90C43cBEFC14c5f07783d2CC2585AAAF73F7153')).toContain('adjustments');
  });

  it('shows what months earned, and each adjustment, of a line of a batch', async () => {
    const amount = await explained('batch.csv:3:amount');
    expect(amount).toContain(
      `amount of ${KILN}  10.150000 USDC  (batch.csv:3)\n  = 10.150000 - 0.000000, cut after 6 decimals\n`,
    );
    const said = await explained('batch.csv:3:balance_usd');
    expect(said).toContain('through 2026-08, as the books have it now: 7.650000 + 2.500000');
    expect(said).toContain('. earned of 2026-08  7.650000 USD');
    expect(said).toContain('. adjustment of 2026-08: goodwill, Nadia (ann, 2027-02-10)  2.500000 USD');
  });

  it('names the month that it chose, and none that was named', async () => {
    const chosen = await command(world, ['explain', 'pool.csv:2', '--wide']);
    expect(chosen.stderr).toBe('explained for 2026-08; --month names another\n');
    expect(chosen.stdout).toBe(await explained('pool.csv:2'));
    for (const asked of [['--month', '2026-08'], ['--json'], ['--quiet']])
      expect((await command(world, ['explain', 'pool.csv:2', ...asked])).stderr).toBe('');
  });
});

describe('explain of what was paid', () => {
  let world: World;
  const explained = async (cell: string): Promise<string> => {
    const { stdout } = await command(world, ['explain', cell, '--month', '2026-08', '--wide', '--depth', '2']);
    return stdout;
  };

  // As above: 7.65 and an adjustment of 2.50 make 10.15, of which 4 and then 6.15 are sent.
  beforeAll(async () => {
    world = payingWorld();
    writeStripe(world, 'all', [
      { kind: 'charge', id: 'a', charge: 'ch_a', day: '2026-08-03', amount: '240.00', until: '2027-08-03' },
    ]);
    await finalize(world, '2026-08');
    const given = ['--amount', '2.50', '--reason', 'goodwill, Nadia', '--by', 'ann'];
    await command(world, ['payouts', '2026-08', '--adjust', KILN, ...given]);
    await releaseBatch('2026-08', revshareOptions(world, FEBRUARY));
    const file = join(world.root, 'receipts.csv');
    const rows = [
      [KILN, '4', 'USDC', '0x1', '2027-02-09T10:00:00Z'],
      [KILN, '6.15', 'USDC', '0x2', '2027-02-09T11:00:00Z'],
    ];
    writeFileSync(
      file,
      `${['wallet,amount,asset,reference,sent_at', ...rows.map((row) => row.join(','))].join('\n')}\n`,
    );
    const recorded = await command(world, ['payouts', '2026-08', '--record', file, '--allow-partial', '--by', 'ann']);
    expect([recorded.code, recorded.stderr]).toEqual([0, '']);
  });

  it('a receipt says what the rail said, and what line of the batch it is of', async () => {
    const said = await explained('receipts.csv:3:amount');
    expect(said).toContain(`amount of ${KILN}  6.150000 USDC  (receipts.csv:3)`);
    expect(said).toContain(
      'what the rail says was sent, by its reference 0x2 on 2027-02-09; ann recorded it on 2027-02-10',
    );
    expect(said).toMatch(/[.] amount of 0xe90C\w+ {2}10[.]150000 USDC {2}[(]batch[.]csv:\d[)]/);
    // The row without a column is its amount.
    expect(await explained('receipts.csv:3')).toBe(said);
    expect(await explained('receipts.csv:3:reference')).toContain('reference 0x2');
  });

  it('a row of the payment journal says which entry it is of, and what that books', async () => {
    const rows = csvRows(readFileSync(join(world.out, '2026-08', 'payout', 'payment-journal.csv'), 'utf8'));
    const at = (memo: string, account: RegExp): number =>
      2 + rows.findIndex((each) => each.memo?.startsWith(memo) && account.test(each.account ?? ''));
    const payment = await explained(`payment-journal.csv:${at('payment', /USDC/)}`);
    expect(payment).toContain('payment; debits less credits  0.000000 USD');
    expect(payment).toContain('= 4.000000 - 4.000000');
    expect(payment).toMatch(/[+] debit \S*Payable {2}4[.]000000 USD/);
    expect(payment).toMatch(/[+] credit \S*USDC {2}-4[.]000000 USD/);
    expect(payment).toMatch(/[.] amount of 0xe90C\w+ {2}4[.]000000 USDC {2}[(]receipts[.]csv:2[)]/);
    const adjustment = await explained(`payment-journal.csv:${at('adjustment', /Payable/)}`);
    expect(adjustment).toContain('debits less credits  0.000000 USD');
    expect(adjustment).toContain('. adjustment of 2026-08: goodwill, Nadia (ann, 2027-02-10)  2.500000 USD');
    expect(await explained('payment-journal.csv:2:account')).toContain('an entry of a payment');
  });
});

describe('explain of a warning', () => {
  it('says what its amount is, what it is about and where that stands', async () => {
    const world = payingWorld();
    // 60.00 for a month of a plan of 20.00: above twice of it.
    writeStripe(world, 'all', [
      { kind: 'charge', id: 'a', charge: 'ch_a', day: '2026-08-03', amount: '60.00', until: '2026-09-03' },
    ]);
    world.write('costs.csv', 'month,description,amount_usd,months\n2026-08,credit note,-3.00,\n');
    await review(world, '2026-08');
    const explained = async (cell: string): Promise<string> => {
      return (await command(world, ['explain', cell, '--month', '2026-08', '--wide', '--depth', '1'])).stdout;
    };
    const price = await explained('warnings.csv:2:amount_usd');
    expect(price).toContain('far-from-list-price stripe ch_a  60.000000 USD  (warnings.csv:2)');
    expect(price).toContain('= gross less the customer’s tax of the charge, in dollars at its rate');
    expect(price).toContain('txn_a,2026-08-03 12:00:00,usd,60.00');
    expect(price).toContain('. stripe ch_a: net revenue in 2026-08');
    const cost = await explained('warnings.csv:3');
    expect(cost).toContain('negative-cost credit note  -3.000000 USD  (warnings.csv:3)');
    expect(cost).toContain('2026-08,credit note,-3.00,');
    expect(await explained('warnings.csv:3:what')).toContain('raises net revenue');
  });
});

describe('what comes next', () => {
  it('is the oldest month that is overdue, and an adjustment of an open month says from when it shows', async () => {
    const world = payingWorld();
    writeStripe(world, 'all', [
      { kind: 'charge', id: 'a', charge: 'ch_a', day: '2026-08-03', amount: '2400.00', until: '2027-08-03' },
    ]);
    await finalize(world, '2026-08');
    await finalize(world, '2026-09');
    const owed = await command(world, ['owed']);
    expect(owed.stdout).toContain('next  revshare payouts 2026-08 --status');
    const given = ['--amount', '1', '--reason', 'came back', '--by', 'ann'];
    const adjusted = await command(world, ['payouts', '2026-10', '--adjust', KILN, ...given]);
    expect(adjusted.stdout).toContain('2026-10 is not final: owed and the balances show it once it is\n');
  });
});
