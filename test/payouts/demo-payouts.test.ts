import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { missing, runTool } from '../running/ledger-tool.ts';
import { WITHOUT_SOCKETS } from '../running/no-sockets.ts';
import { PROJECT, revshare } from '../running/program.ts';
import { csvRows, scratch } from '../worlds/world.ts';

/*
 * What the example world earned: August 0x6f3C 34.942876, 0xe90C 69.885753; September 0x8783 49.386596, 0xC7e9
 * 32.924397, 0xe90C 16.462198; October as in fixtures/README.md.
 */
const PART = '0x6f3Cce72C77a62ca8fb9f9adD26B9754e3Ca840E';
const CROSSES = '0xe90C43cBEFC14c5f07783d2CC2585AAAF73F7153';
const HELD = '0xC7e9aef07Bad4716BBeDC4cbb155fa7F2BA539cC';
const FIAT = '0x8783BDb34837C3B6A610302e76Faa67f5a7dc934';

const root = scratch();
const [out, data] = [join(root, 'the reports'), join(root, 'the data')];

let said: string;
beforeAll(() => {
  const ended = spawnSync(join(PROJECT, 'bin', 'demo-payouts'), [out, data], {
    cwd: root,
    env: { ...process.env, ...WITHOUT_SOCKETS },
    encoding: 'utf8',
  });
  expect([ended.status, ended.stderr]).toEqual([0, '']);
  said = ended.stdout;
}, 900_000);

function rows(month: string, file: string): Record<string, string>[] {
  return csvRows(readFileSync(join(out, month, file), 'utf8'));
}

function row(month: string, file: string, wallet: string): Record<string, string> | undefined {
  return rows(month, file).find(({ wallet: own }) => own === wallet);
}

describe('bin/demo-payouts (R17)', () => {
  it('ties after every step', () => {
    expect(said).not.toContain('does not tie');
    expect(said.match(/accounts of .* tie/g)).toHaveLength(27);
    // The payable account too: August's 104.828629 less 18.550001, the first 500 SOGNI.
    expect(said.match(/the payable account of .* holds \d+ micro-dollars/g)).toHaveLength(27);
    expect(said).toContain('the payable account of 2026-08 holds 86278628 micro-dollars');
  });

  it('keeps what is below the minimum of 75, and pays it in the second month', () => {
    expect(row('2026-08', 'payout/balances.csv', CROSSES)).toMatchObject({
      ...{ carried_forward_usd: '69.885753', paid_usd: '0.000000', reason: 'below-minimum' },
    });
    // 69.885753 + 16.462198.
    expect(row('2026-09', 'final/payouts.csv', CROSSES)).toMatchObject({
      ...{ earned_usd: '16.462198', brought_forward_usd: '69.885753', balance_usd: '86.347951', method: 'usdc' },
      ...{ payout_usd: '86.347951', carried_forward_usd: '0.000000', reason: '' },
    });
    expect(row('2026-09', 'payout/batch.csv', CROSSES)).toMatchObject({ amount: '86.347951', open: '0.000000' });
  });

  it('pays a part and continues, without paying twice', () => {
    // 34.942876 / 0.0371 = 941.856495956873315363...; 500 of it at first, the rest a month later.
    const [line] = rows('2026-08', 'payout/batch.csv');
    expect(line).toMatchObject({
      wallet: PART,
      amount: '941.856495956873315363',
      rate: '0.0371',
      pay_usd: '34.942876',
    });
    expect(said).toContain('86278628 micro-dollars carried forward, 16392875 of them reserved');
    expect(rows('2026-08', 'payout/receipts.csv')).toMatchObject([
      { wallet: PART, amount: '500.000000000000000000', reference: '0xd3a001', overrides: 'allow-short' },
      { wallet: PART, amount: '441.856495956873315363', reference: '0xd3a002', overrides: '' },
    ]);
    expect(said).toContain("2026-08  nothing new: the file's 1 receipt(s) were recorded before, exactly so");
    expect(row('2026-08', 'payout/balances.csv', PART)).toMatchObject({
      ...{ paid_usd: '34.942876', carried_forward_usd: '0.000000' },
    });
    // Nothing is left to be sent: no file of the rail's transfers names the wallet any more.
    const files = readdirSync(join(out, '2026-08', 'payout'));
    expect(files.filter((name) => /safe|airdrop|paypal|wise|spark/.test(name))).toEqual([]);
  });

  it('holds a wallet in September and releases it in October', () => {
    expect(row('2026-09', 'final/payouts.csv', HELD)).toMatchObject({ payout_usd: '0.000000', reason: 'on-hold' });
    // (32.924397 + 30.052748) / 0.005 = 12595.429: the last 0.009 Spark, 0.000045 dollars, stay.
    expect(row('2026-10', 'payout/batch.csv', HELD)).toMatchObject({ amount: '12595.42', pay_usd: '62.977100' });
    expect(row('2026-10', 'payout/balances.csv', HELD)).toMatchObject({
      ...{ brought_forward_usd: '32.924397', earned_usd: '30.052748', carried_forward_usd: '0.000045' },
      ageing: '2026-10 0.000045',
    });
  });

  it('takes fee and rate of a fiat transfer, and leaves its dust on the balance', () => {
    // (49.386596 - 0.25) / 1.1594 = 42.381..., worth 42.38 * 1.1594 = 49.135372.
    expect(row('2026-09', 'payout/batch.csv', FIAT)).toMatchObject({
      ...{ asset: 'EUR', amount: '42.38', fee_usd: '0.250000', pay_usd: '49.135372', rate: '1.1594' },
    });
    expect(row('2026-09', 'payout/balances.csv', FIAT)).toMatchObject({ carried_forward_usd: '0.001224' });
    // 0.001224 + 22.652825 - 0.25 = 22.404049; / 1.15947, the rate of the day before, = 19.3226...
    expect(row('2026-10', 'payout/batch.csv', FIAT)).toMatchObject({
      amount: '19.32',
      destination: 'second@example.org',
    });
  });

  it('refuses a payment that was redirected before its release', () => {
    const redirected = said.slice(said.indexOf('a payment is redirected'), said.indexOf('a Safe, Wise'));
    expect(redirected).toContain('nothing was changed');
    expect(redirected).toMatch(/to second@example\.org then, .* to third@example\.org now/);
  });

  it('begins nothing again while the data directory is lost, and goes on where the backup was made', () => {
    const [, after = ''] = said.split('the data directory is lost');
    const lost = after.slice(0, after.indexOf('2026-10 is closed'));
    expect(lost).toContain('code: unknown-reports');
    expect(lost).toContain('payouts 2026-08\n  2026-08  already prepared');
    expect(lost).toContain('payouts 2026-09\n  2026-09  already prepared');
    // 86.347951 that wait for their claim + 32.924397 that are held + 0.001224 of dust = 119.273572: once in the reports
    // as they lie there, once from the books that were put back.
    const ties = '4 accounts of 2026-09 tie: 119273572 micro-dollars carried forward, 86347951 of them reserved';
    expect(lost.split(ties)).toHaveLength(3);
  });

  it('takes the receipts of four rails; one claim pays two months, and what came back is made again', () => {
    expect(rows('2026-09', 'payout/receipts.csv')).toMatchObject([
      { wallet: FIAT, amount: '42.38', reference: 'DEMO1' },
      { wallet: CROSSES, amount: '86.347951', reference: '0xd3a004' },
    ]);
    // 15.101884 - 0.25 = 14.851884; / 1.15947 = 12.809...; 86.347951 + 60.407535 = 146.755486 in one claim.
    expect(rows('2026-10', 'payout/receipts.csv').map((each) => [each.amount, each.reference, each.rail_fee])).toEqual([
      ['1136.416750000000000000', '0xd3a003', ''],
      ['12.80', 'TRANSFER-1', '0.45'],
      ['12595.42', 'demo-credit', ''],
      ['60.407535', '0xd3a004', ''],
      ['19.32', 'DEMO2', ''],
      ['-19.32', 'DEMO2', ''],
      ['19.32', 'DEMO4', ''],
    ]);
    expect(said).toContain('DEMO1 to 0x8783BDb34837C3B6A610302e76Faa67f5a7dc934 is Unclaimed');
    expect(said).toContain('1 of them are of 2026-09, whose lines were open');
    expect(said).toContain('is Mass Payment Reversal, and is recorded as paid');
  });

  it('books every payment, what the rails took and what came back', () => {
    const lines = rows('2026-10', 'payout/payment-journal.csv').map((each) => {
      return [each.memo, each.account, each.debit, each.credit, each.currency, each.debit_usd, each.credit_usd].join(
        ' ',
      );
    });
    // 12.80 EUR at 1.15947 = 14.841216, and 0.25 kept for the transfer; 0.45 dollars that Wise took.
    expect(lines).toContain('payment Liabilities:WorkerPool:Payable 15.091216  USD 15.091216 ');
    expect(lines).toContain('payment Assets:Payouts:Fiat:EUR  12.80 EUR  14.841216');
    expect(lines).toContain('rail fee: 0.45 USD Expenses:RailFees:Fiat 0.450000  USD 0.450000 ');
    // 19.32 * 1.15947 = 22.4009604, rounded up.
    expect(lines).toContain('payment reversed: it came back Assets:Payouts:Fiat:EUR 19.32  EUR 22.400961 ');
    for (const month of ['2026-08', '2026-09', '2026-10']) {
      const journal = join(out, month, 'payout', 'payment-journal');
      if (missing('hledger') === '') runTool('hledger', ['-f', `${journal}.hledger`, 'check', '--strict']);
      if (missing('bean-check') === '') expect(runTool('bean-check', [`${journal}.beancount`])).toBe('');
    }
  });

  it('lists what changed of a payee after the approval, and prepares nothing before that is accepted', () => {
    const list = `${FIAT}  destination: first@example.org then, second@example.org now`;
    const [, october = ''] = said.split('an e-mail address changes');
    expect(october).toContain('payouts 2026-10\n  payouts of 2026-10: nothing was changed');
    expect(october).toContain(list);
    expect(rows('2026-10', 'payout/changed-payees.csv')).toMatchObject([
      { wallet: FIAT, detail: 'destination', approved: 'first@example.org', now: 'second@example.org' },
    ]);
  });

  it('verifies everything, payouts.csv of later months too', () => {
    const verified = said.slice(said.indexOf('verify --all'));
    expect(verified).toMatch(/2026-08 verified.*2026-09 verified.*2026-10 verified/s);
  });
});

describe('statements of the demo', () => {
  const statement = (...args: string[]) => revshare(['statement', PART, ...args, '--data', data, '--out', out]);
  const verify = (text: string, ...months: string[]) => {
    const file = join(root, 'a statement');
    writeFileSync(file, text);
    const manifests = months.map((month) => join(out, month, 'final', 'manifest.json'));
    return revshare(['verify-statement', file, '--manifest', ...manifests]);
  };

  it('show the account of a month, its payments, and what each was worth', async () => {
    const { stdout, stderr } = await statement('--month', '2026-08');
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^Worker statement 2026-08, final$/m);
    expect(stdout).toMatch(
      /^\+ earned +34\.942876\n\+ adjustments +0\.000000\n- paid +34\.942876\n- fees +0\.000000$/m,
    );
    expect(stdout).toMatch(/^= carried forward +0\.000000$/m);
    // 34.942876 * 500 / 941.856495956873315363 = 18.5500000000…01, rounded up; the rest of 34.942876 is 16.392875.
    expect(stdout).toMatch(
      / 2026-08 +sogni +500\.000000000000000000 +SOGNI +18\.550001 +0\.000000 +SOGNI\/USD 0\.0371 .* 0xd3a001 /,
    );
    expect(stdout).toMatch(/ 441\.856495956873315363 +SOGNI +16\.392875 .* 0xd3a002 /);
    expect(await verify(stdout, '2026-08')).toMatchObject({ code: 0, stderr: '' });
    // In the record, which ends a text, a figure may stand on two lines.
    const everywhere = new RegExp(
      `${[...'16.39287'].map((each) => each.replace('.', '[.]')).join('\\n?')}(\\n?)5`,
      'g',
    );
    // The printed line and the record: alike, so that only the account tells.
    expect(stdout.match(everywhere)).toHaveLength(2);
    const changed = await verify(
      stdout.replaceAll(everywhere, (found) => `${found.slice(0, -1)}6`),
      '2026-08',
    );
    expect(changed).toMatchObject({ code: 1 });
    expect(changed.stdout).toContain('2026-08: the payments do not sum to the account’s');
  });

  it('list a year for taxes, and prove every month of it', async () => {
    const { stdout, stderr } = await statement('--year', '2026');
    expect(stderr).toBe('');
    // 34.942876 + 45.456670; in September it has no job, and what it is owed from August is still on its balance.
    expect(stdout).toMatch(/^2026-08 +final +2026-10-15 +\d+ +[\d.]+ +34\.942876$/m);
    expect(stdout).toMatch(/^2026-10 +final +2026-12-15 +3 +150\.500000 +45\.456670$/m);
    expect(stdout).toMatch(/^all +80\.399546$/m);
    // 34.942876 for August and 45.456670 / 0.04 = 1136.41675 SOGNI for October.
    expect(stdout).toMatch(/^paid +80\.399546$/m);
    expect(await verify(stdout, '2026-08', '2026-09', '2026-10')).toMatchObject({ code: 0, stderr: '' });
    const missing = await verify(stdout, '2026-08');
    expect(missing.code).toBe(1);
    expect(missing.stdout).toContain('2026-10: its public.json was not given');
  });
});
