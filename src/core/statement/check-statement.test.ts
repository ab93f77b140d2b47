import { describe, expect, it } from 'vitest';
import { checksumAddress } from '../wallet/checksum-address.ts';
import { checkAccount, checkDue, checkProven } from './check-statement.ts';
import { merkleTree } from './merkle-proof.ts';
import { type MonthStatement, statementLeaf } from './month-statement.ts';
import type {
  MonthRecord,
  ProvenStatement,
  StatementAccount,
  StatementPayment,
  YearMonth,
} from './statement-record.ts';

/** 100.00 x 0.51 + 1.00 = 52.00, of which one of two Spark is 26.00: 13.00 each for the machine and what came late. */
const STATEMENT: MonthStatement = {
  published: {
    ...{ month: '2026-08', state: 'final', digest: 'd', share: '0.51', netRevenueUsd: '100.000000' },
    ...{ poolUsd: '51.000000', carriedInUsd: '1.000000', distributableUsd: '52.000000' },
    creditedRenderSpark: '4.000000',
  },
  wallet: checksumAddress(`0x${'a'.repeat(40)}`),
  payout: { jobs: '2', render_spark: '2.000000', earned_usd: '26.000000' },
  workers: [
    { network: 'fast', nft: '7', jobs: 1, renderSpark: '1.000000', earnedUsd: '13.000000' },
    { network: 'late', nft: '2026-07', jobs: 1, renderSpark: '1.000000', earnedUsd: '13.000000' },
  ],
  models: [{ model: 'flux', jobs: 1, renderSpark: '1.000000' }],
  late: [{ originalMonth: '2026-07', jobs: 1, renderSpark: '1.000000' }],
  excluded: [],
};

/** As the first of two leaves, with a change that its proof knows of. */
function proven(changed: Partial<MonthStatement> = {}): ProvenStatement {
  const statement = { ...STATEMENT, ...changed };
  const { root, leaves, proofOf } = merkleTree([statementLeaf(statement), 'another']);
  return { statement, proof: { root, leaves, index: 0, path: proofOf(0) }, manifestSha256: 'm' };
}

function checked(record: ProvenStatement, known: Partial<Parameters<typeof checkProven>[1]> = {}): string[] {
  return checkProven(record, { manifestSha256: null, published: null, due: null, root: record.proof.root, ...known });
}

const published = (changed: Partial<MonthStatement['published']>) => ({
  ...{ published: { ...STATEMENT.published, ...changed } },
});

describe('checkProven: whether a statement is the published one', () => {
  it('finds nothing where it is, with a manifest and without', () => {
    expect(checked(proven())).toEqual([]);
    expect(checked(proven(), { manifestSha256: 'm', published: STATEMENT.published })).toEqual([]);
  });

  it('names another manifest, and each figure that this one has otherwise', () => {
    expect(checked(proven(), { manifestSha256: 'n' })).toEqual([
      '2026-08: it belongs to a manifest with SHA-256 m, this one has n',
    ]);
    const other = { ...STATEMENT.published, netRevenueUsd: '99.000000', share: '0.5' };
    expect(checked(proven(), { published: other })).toEqual([
      '2026-08: its share is 0.51, the manifest says 0.5',
      '2026-08: its net revenue is 100.000000, the manifest says 99.000000',
    ]);
    const netRevenueByShare = [
      { share: '0.51', netRevenueUsd: '90.000000' },
      { share: '0.6', netRevenueUsd: '10.000000' },
    ];
    expect(checked(proven(), { published: { ...STATEMENT.published, netRevenueByShare } })).toEqual([
      '2026-08: its net revenue by share is undefined, the manifest says 90.000000 at 0.51 and 10.000000 at 0.6',
    ]);
  });

  it('names a root that is not the published one, and figures that do not lead to it', () => {
    const record = proven();
    expect(checked(record, { root: 'r' })).toEqual([
      `2026-08: its root is ${record.proof.root}, the published one r`,
      '2026-08: its figures do not lead to the published root',
    ]);
    const later = {
      ...record,
      statement: { ...STATEMENT, excluded: [{ reason: 'trial', jobs: 1, renderSpark: '1.000000' }] },
    };
    expect(checked(later)).toEqual(['2026-08: its figures do not lead to the published root']);
  });
});

describe('checkDue: whether a statement says the day on which its payout is due', () => {
  const record = (due?: string): YearMonth => ({ ...proven(), ...(due === undefined ? {} : { due }) });

  it('finds nothing where it says the published one, or one of the two says none', () => {
    expect(checkDue(record('2026-10-15'), { due: '2026-10-15' })).toEqual([]);
    expect(checkDue(record('2026-10-15'), { due: null })).toEqual([]);
    expect(checkDue(record(), { due: '2026-10-15' })).toEqual([]);
  });

  it('names another day', () => {
    expect(checkDue(record('2026-10-16'), { due: '2026-10-15' })).toEqual([
      '2026-08: its payout is due on 2026-10-16, and was published as due on 2026-10-15',
    ]);
  });
});

describe('checkProven: whether the figures follow', () => {
  const said = (changed: Partial<MonthStatement>) =>
    checked(proven(changed)).map((each) => each.replace('2026-08: ', ''));

  it('the pool from net revenue, by its share or by each', () => {
    expect(said(published({ poolUsd: '51.000001' }))).toEqual(['the pool is not the share of net revenue']);
    const netRevenueByShare = [
      { share: '0.5', netRevenueUsd: '90.000000' },
      { share: '0.6', netRevenueUsd: '10.000000' },
    ];
    // 45 + 6 = 51.
    expect(said(published({ netRevenueByShare }))).toEqual([]);
    expect(said(published({ netRevenueByShare, netRevenueUsd: '100.000001' }))).toEqual([
      'net revenue by share does not sum to net revenue',
    ]);
  });

  it('what is distributable from the pool and what is carried in; nothing of less than nothing, or for nobody', () => {
    expect(said(published({ distributableUsd: '52.000001' }))).toEqual(['the distributable amount is not the pool’s']);
    const nothing = { payout: { jobs: '2', render_spark: '2.000000', earned_usd: '0.000000' } };
    const workers = STATEMENT.workers.map((each) => ({ ...each, earnedUsd: '0.000000' }));
    const deficit = published({ carriedInUsd: '-51.000000', distributableUsd: '0.000000' });
    expect(said({ ...nothing, ...deficit, workers })).toEqual([]);
    const nobody = published({ creditedRenderSpark: '0.000000', distributableUsd: '0.000000' });
    expect(said({ ...nobody, payout: {}, workers: [], models: [], late: [] })).toEqual([]);
  });

  it('the earned amount as its part, floored', () => {
    const payout = { ...STATEMENT.payout, earned_usd: '26.000001' };
    expect(said({ payout })).toEqual([
      'the earned amount is not its part of the pool: 26.000000',
      'the workers do not sum to what it earned',
    ]);
    // A third of 52.00.
    expect(said(published({ creditedRenderSpark: '6.000000' }))).toEqual([
      'the earned amount is not its part of the pool: 17.333333',
    ]);
  });

  it('jobs and Spark from the workers, and from the models with what came late', () => {
    const [worker, late] = STATEMENT.workers;
    const [model] = STATEMENT.models;
    if (worker === undefined || late === undefined || model === undefined) throw new Error('two workers and a model');
    expect(said({ workers: [worker, { ...late, jobs: 2 }] })).toEqual(['the workers do not sum to its jobs']);
    expect(said({ workers: [worker, { ...late, renderSpark: '0.5' }] })).toEqual([
      'the workers do not sum to its Spark',
    ]);
    expect(said({ models: [{ ...model, jobs: 0 }] })).toEqual(['the models do not sum to its jobs']);
    expect(said({ models: [{ ...model, renderSpark: '2' }] })).toEqual(['the models do not sum to its Spark']);
    expect(said({ late: [] })).toEqual(['the models do not sum to its Spark', 'the models do not sum to its jobs']);
  });
});

describe('checkAccount: whether the books of a statement tie', () => {
  const ACCOUNT: StatementAccount = {
    ...{ broughtForwardUsd: '5.000000', earnedUsd: '26.000000', adjustmentsUsd: '-1.000000', paidUsd: '20.000000' },
    ...{ feesUsd: '0.500000', carriedForwardUsd: '9.500000', reservedUsd: '0.000000', reason: '', monthsToMinimum: 0 },
    ...{
      ageing: [],
      adjustments: [
        { amountUsd: '-1.500000', reason: 'a' },
        { amountUsd: '0.500000', reason: 'b' },
      ],
    },
  };
  const payment = (paidUsd: string, feeUsd: string): StatementPayment => ({
    ...{ month: '2026-08', sentAt: '2026-10-16T00:00:00.000Z', method: 'usdc', destination: 'd', currency: 'USDC' },
    ...{ amount: paidUsd, paidUsd, feeUsd, rate: '', reference: '0xa' },
  });
  const PAYMENTS = [payment('15.000000', '0.500000'), payment('5.000000', '0.000000')];
  const HISTORY = [
    { month: '2026-07', earnedUsd: '1.000000' },
    { month: '2026-08', earnedUsd: '26.000000' },
  ];
  const said = (changed: Partial<MonthRecord>) => {
    const record = { kind: 'month' as const, ...proven(), history: HISTORY, account: ACCOUNT, payments: PAYMENTS };
    return checkAccount({ ...record, ...changed });
  };
  const account = (changed: Partial<StatementAccount>) => ({ account: { ...ACCOUNT, ...changed } });

  it('finds nothing where all of it ties: 5 + 26 - 1 - 20 - 0.50 = 9.50', () => {
    expect(said({})).toEqual([]);
  });

  it('names what does not', () => {
    expect(said({ history: HISTORY.slice(0, 1) })).toEqual([
      '2026-08: its months do not end with what it earned in this one',
    ]);
    expect(said({ history: [{ month: '2026-08', earnedUsd: '25.000000' }] })).toHaveLength(1);
    expect(said({ history: [] })).toHaveLength(1);
    expect(said(account({ earnedUsd: '26.000001', carriedForwardUsd: '9.500001' }))).toEqual([
      '2026-08: the account has another earned amount',
    ]);
    expect(said(account({ carriedForwardUsd: '9.500001' }))).toEqual(['2026-08: the account does not tie']);
    expect(said(account({ adjustments: [] }))).toEqual(['2026-08: its adjustments do not sum to the account’s']);
    expect(said({ payments: PAYMENTS.slice(0, 1) })).toEqual(['2026-08: the payments do not sum to the account’s']);
    expect(said({ payments: [...PAYMENTS, payment('0', '0.1')] })).toEqual([
      '2026-08: the fees do not sum to the account’s',
    ]);
  });

  it('without an account has no payments', () => {
    expect(said({ account: null, payments: [] })).toEqual([]);
    expect(said({ account: null })).toEqual(['2026-08: payments without an account']);
  });

  it('of a wallet without a row has earned nothing', () => {
    const record = proven({ payout: {} });
    const none = account({ earnedUsd: '0.000000', carriedForwardUsd: '-16.500000' });
    const history = [{ month: '2026-08', earnedUsd: '0.000000' }];
    expect(said({ ...record, ...none, history })).toEqual([]);
  });
});
