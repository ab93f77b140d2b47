import { describe, expect, it } from 'vitest';
import { figure, firstLines, outlined } from '../../../../test/judging/outlined.ts';
import { SOURCE, usd } from '../../../../test/worlds/charges.ts';
import { jobOf, october } from '../../../../test/worlds/explained-october.ts';
import { explained } from '../tree/explanation.ts';
import { earnedInShort, payoutCellExplanation, type WalletFigures, walletExplanation } from './payout-cell.ts';

/** What the row of 0xA says: 1.00 stood, 3.666666 came, 0.50 was taken off; 4.00 are paid of 4.166666. */
const CELLS = {
  share: '0.666666666666',
  brought_forward_usd: '1.000000',
  adjustments_usd: '-0.500000',
  balance_usd: '4.166666',
  payout_usd: '4.000000',
  carried_forward_usd: '0.166666',
  method: 'paypal',
  reason: '',
};

function wallet(changed: Partial<WalletFigures> = {}): WalletFigures {
  const figures = october();
  return {
    figures,
    at: 0,
    part: { wallet: '0xA', jobs: 2, points: usd('2'), earned: usd('3.666666') },
    cells: CELLS,
    jobs: { rows: [jobOf(2), jobOf(3)], late: [], elsewhere: '' },
    before: [figure('earned in August', '0.4'), figure('earned in September', '0.6')],
    adjusted: [figure('taken off', '-0.5')],
    payee: null,
    ...changed,
  };
}

const cell = (column: string, changed: Partial<WalletFigures> = {}): string[] =>
  outlined(payoutCellExplanation(wallet(changed), column));
const first = (column: string, changed: Partial<WalletFigures> = {}): string[] =>
  firstLines(payoutCellExplanation(wallet(changed), column));

const POINTS = 'render_spark of 0xA: 2.000000 Spark | 1.000000 + 1.000000 | R11 | payouts.csv:2:render_spark';
const ALL_POINTS =
  'points of all wallets: 3.000000 Spark | the sum of render_spark in payouts.csv, 2 wallets | R11 | payouts.csv:all:render_spark';
const POOL = 'distributable: 5.500000 USD | floor(5.5 + 0.0000005) | R10 | pool.csv:15:amount_usd';
const EARNED = 'earned by 0xA: 3.666666 USD | floor(5.500000 * 2.000000 / 3.000000) | R13 | payouts.csv:2:earned_usd';
const BROUGHT = 'brought forward of 0xA: 1.000000 USD | 0.400000 + 0.600000 | R17 | payouts.csv:2:brought_forward_usd';
const ADJUSTED =
  'adjustments of 0xA: -0.500000 USD | what a person added to the balance or took off it in the month (payouts --adjust) | R17 | payouts.csv:2:adjustments_usd';
const BALANCE = 'balance of 0xA: 4.166666 USD | 1.000000 + 3.666666 - 0.500000 | R17 | payouts.csv:2:balance_usd';
const PAYOUT =
  'payout of 0xA: 4.000000 USD | what of the balance paypal pays, the fee in it | R17 | payouts.csv:2:payout_usd';
const CARRIED = 'carried forward of 0xA: 0.166666 USD | 4.166666 - 4.000000 | R17 | payouts.csv:2:carried_forward_usd';

describe('a cell of a wallet in payouts.csv', () => {
  it('of its work is the sum of its jobs', () => {
    expect(cell('jobs')).toEqual([
      'jobs of 0xA: 2 jobs | its credited rows of the job log | R11 | payouts.csv:2:jobs',
      '+ job j2: 1 jobs | R11 | flux | eeee:2',
      '+ job j3: 1 jobs | R11 | flux | eeee:3',
    ]);
    expect(cell('render_spark')).toEqual([
      POINTS,
      '+ job j2: 1.000000 Spark | R11 | flux | eeee:2',
      '+ job j3: 1.000000 Spark | R11 | flux | eeee:3',
    ]);
  });

  it('counts the wallets with Spark where it says how much all have', () => {
    const { parts } = october();
    const none = { wallet: '0xC', jobs: 1, points: 0n, earned: 0n };
    expect(cell('share', { figures: october({ parts: [...parts, none] }) })).toContain(`* ${ALL_POINTS}`);
  });

  it('of its share names both sides', () => {
    expect(first('share')).toEqual([
      'share of 0xA: 0.666666666666 share | 2.000000 / 3.000000, cut after 12 decimals | R13 | for reading only: nothing is computed from it | payouts.csv:2:share',
      `* ${POINTS}`,
      `* ${ALL_POINTS}`,
    ]);
    expect(first('share', { cells: {} })[0]).toContain('share of 0xA: 0 share |');
  });

  it('of what it earned is its part of the pool, job by job', () => {
    // floor(5.50 * 1/3) = 1.833333; with the second 3.666666.
    expect(first('earned_usd')).toEqual([
      EARNED,
      '+ job j2: 1.833333 USD | 1.000000 Spark | R11 | flux | eeee:2',
      '+ job j3: 1.833333 USD | 1.000000 Spark | R11 | flux | eeee:3',
      `* ${POINTS}`,
      `* ${ALL_POINTS}`,
      `* ${POOL}`,
    ]);
  });

  it('of what it earned where nobody has Spark is nothing', () => {
    const part = { wallet: '0xA', jobs: 0, points: 0n, earned: 0n };
    const none = { figures: october({ parts: [part] }), part, jobs: { rows: [], late: [], elsewhere: '' } };
    expect(first('earned_usd', none)[0]).toBe(
      'earned by 0xA: 0.000000 USD | nobody has points: nothing is distributed | R13 | payouts.csv:2:earned_usd',
    );
  });

  it('of what stood on its balance is what made it', () => {
    expect(cell('brought_forward_usd')).toEqual([
      BROUGHT,
      '+ earned in August: 0.400000 USD',
      '+ earned in September: 0.600000 USD',
    ]);
  });

  it('of what stood on its balance says that the account has moved since, or that nothing stood there', () => {
    expect(cell('brought_forward_usd', { before: [figure('earned in August', '0.4')] })).toEqual([
      'brought forward of 0xA: 1.000000 USD | as the account stood then; it has moved since | R17 | payouts.csv:2:brought_forward_usd',
      '* earned in August: 0.400000 USD',
    ]);
    const none = { before: [], cells: { brought_forward_usd: '0.000000' } };
    expect(cell('brought_forward_usd', none)).toEqual([
      'brought forward of 0xA: 0.000000 USD | nothing stood on its balance before | R17 | payouts.csv:2:brought_forward_usd',
    ]);
    const moves = { before: [figure('earned', '1'), explained({ label: 'a note' })] };
    expect(() => cell('brought_forward_usd', moves)).toThrow('"a note" is not in USD');
  });

  it('of its balance, what is paid and what stays add up', () => {
    expect(cell('adjustments_usd')).toEqual([ADJUSTED, '+ taken off: -0.500000 USD']);
    // One that came after the month was closed: what the row says is not the sum of all.
    const since = { adjusted: [figure('taken off', '-0.5'), figure('given', '2')] };
    expect(cell('adjustments_usd', since)).toEqual([
      ADJUSTED.replace(
        '| payouts.csv',
        '| as the account stood then; what was adjusted since stands below too | payouts.csv',
      ),
      '* taken off: -0.500000 USD',
      '* given: 2.000000 USD',
    ]);
    expect(first('balance_usd')).toEqual([BALANCE, `+ ${BROUGHT}`, `+ ${EARNED}`, `+ ${ADJUSTED}`]);
    expect(first('payout_usd')).toEqual([PAYOUT, `* ${BALANCE}`]);
    expect(first('carried_forward_usd')).toEqual([
      CARRIED,
      `+ ${BALANCE}`,
      '+ less payout of 0xA: -4.000000 USD | R17',
    ]);
    expect(cell('carried_forward_usd')).toContain(`  * ${PAYOUT}`);
  });

  it('of what is paid names the payee, and why nothing is', () => {
    expect(first('payout_usd', { payee: SOURCE, cells: { ...CELLS, method: '' } })[0]).toBe(
      'payout of 0xA: 4.000000 USD | what of the balance pays, the fee in it | R17 | payouts.csv:2:payout_usd | ffff:2',
    );
    expect(first('payout_usd', { cells: { ...CELLS, payout_usd: '0.000000', reason: 'below-minimum' } })[0]).toBe(
      'payout of 0xA: 0.000000 USD | not payable: below-minimum | R17 | payouts.csv:2:payout_usd',
    );
    // The row says neither method nor reason.
    const { method: _, reason: __, ...bare } = CELLS;
    expect(first('payout_usd', { cells: bare })[0]).toContain('| what of the balance pays, the fee in it |');
  });

  it('that is no figure says what it is', () => {
    expect(cell('month', { cells: { month: '2026-10' } })).toEqual([
      'month: 2026-10 | the month that is closed (R1) | payouts.csv:2:month',
    ]);
    expect(cell('month')).toEqual(['month: empty | the month that is closed (R1) | payouts.csv:2:month']);
    expect(cell('state')).toEqual([
      'state: review | estimate: the month is not over; review: it is over; final: it is frozen (R14) | payouts.csv:2:state',
    ]);
    expect(cell('wallet', { at: 1 })).toEqual([
      'wallet: 0xA | the worker’s address with its checksum, of the job log | payouts.csv:3:wallet',
    ]);
    expect(cell('method')).toEqual([
      'method: paypal | by payees.csv, else payouts.default_method (R17) | payouts.csv:2:method',
    ]);
    expect(cell('reason')).toEqual([
      'reason: empty | why the balance, or a part of it, is not payable; empty when it is (R17) | payouts.csv:2:reason',
    ]);
    expect(cell('region', { cells: { region: 'EU' } })).toEqual(['region: EU | payouts.csv:2:region']);
    expect(cell('colour')).toEqual(['no figure']);
  });
});

describe('the row of a wallet', () => {
  it('is what it earned, how its account stands, and what was left out of its jobs', () => {
    const rows = [jobOf(2), jobOf(3), jobOf(4, { reason: 'vendor-model' })];
    expect(firstLines(walletExplanation(wallet({ jobs: { rows, late: [], elsewhere: '' } })))).toEqual([
      'wallet 0xA: 3.666666 USD | floor(5.500000 * 2.000000 / 3.000000) | R13 | 1 of its rows was left out: it stands last | payouts.csv:2:earned_usd',
      `* ${EARNED}`,
      `* ${BROUGHT}`,
      `* ${ADJUSTED}`,
      `* ${BALANCE}`,
      `* ${PAYOUT}`,
      `* ${CARRIED}`,
      // 3 of 4 Spark of 5.50 are 4.125: 0.458334 more.
      '* job j4 left out: vendor-model: 0.000000 USD | it would have been worth 0.458334: floor(5.500000 * 3.000000 / 4.000000) - 3.666666 | R11 | 1.000000 Spark. External vendor models are never covered by a subscription. | eeee:4',
    ]);
  });

  it('of a month without an account is what it earned', () => {
    expect(firstLines(walletExplanation(wallet({ cells: {} })))).toEqual([
      'wallet 0xA: 3.666666 USD | floor(5.500000 * 2.000000 / 3.000000) | R13 | none of its jobs was left out | payouts.csv:2:earned_usd',
      `* ${EARNED}`,
    ]);
  });
});

describe('what a wallet earned, in short', () => {
  it('says where it stands and what it is a part of', () => {
    const figures = october();
    const part = { wallet: '0xB', jobs: 1, points: usd('1'), earned: usd('1.833333') };
    expect(firstLines(earnedInShort(figures, part, 1))).toEqual([
      'earned by 0xB: 1.833333 USD | floor(5.500000 * 1.000000 / 3.000000) | R13 | explain payouts.csv:3 lists its jobs | payouts.csv:3:earned_usd',
      `* ${ALL_POINTS}`,
      `* ${POOL}`,
    ]);
  });
});
