import { chanceOf } from '../chance.ts';
import { dayOf, type Maker, price } from './maker.ts';
import { appleOpenings, appleRows, equalSales, salesWithoutRate } from './random-apple.ts';
import {
  exchangedOrders,
  listPrices,
  lowSales,
  participationChanges,
  partlySeen,
  planChanges,
  vanishingRows,
} from './random-changes.ts';
import { bareRows, earningsFile, googleRows, incompleteOrders, moreOfAnOrder } from './random-google.ts';
import { jobRows, plainTimes } from './random-jobs.ts';
import {
  copiedTransactions,
  doubtfulInvoices,
  stripeRows,
  unclearInvoices,
  unpaidInvoices,
  unseenRefunds,
} from './random-stripe.ts';
import type { ProofChange, ProofPolicy } from './second-opinion.ts';
import type { Piece, ProofWorld } from './world.ts';

const DAY = 86_400_000;
const MONTHS = ['2026-08', '2026-09', '2026-10', '2026-11', '2026-12'];

function randomPolicy({ chance }: Maker): ProofPolicy {
  const start: ProofChange = {
    from: '2000-01',
    share: chance.pick(['0.51', '0.51', '0.333333', '0.5']),
    refunds: chance.percent(15) ? 'proportional' : 'deferred-first',
    trialJobs: chance.percent(20) ? 'exclude' : 'count',
    sharedFees: chance.pick(['prorate', 'prorate', 'prorate', 'all', 'none']),
    excludedModels: ['gpt-image-2', 'seedance*', 'happyhorse*'],
  };
  const later: ProofChange[] = [];
  if (chance.percent(25)) later.push({ from: chance.pick(MONTHS), share: chance.pick(['0.55', '0.4999']) });
  else if (chance.percent(35)) {
    const change: ProofChange = chance.pick([
      { from: '', refunds: start.refunds === 'proportional' ? 'deferred-first' : 'proportional' },
      { from: '', trialJobs: start.trialJobs === 'count' ? 'exclude' : 'count' },
      { from: '', excludedModels: ['gpt-image-2', 'flux*'] },
      { from: '', sharedFees: start.sharedFees === 'all' ? 'prorate' : 'all', share: '0.6' },
    ]);
    later.push({ ...change, from: chance.pick(MONTHS) });
  }
  return {
    firstMonth: '2026-08',
    changes: [start, ...later],
    said: {
      from: chance.pick([0, 1, 1, 2, 9]),
      completed: chance.percent(50) ? ['parked'] : ['done'],
      notCompleted: ['paused'],
      subscription: chance.percent(50) ? ['voucher'] : ['gift'],
    },
    plans: [
      {
        id: 'unlimited',
        term: 'monthly',
        price: '20.00',
        stripe: ['price_m'],
        apple: ['6700000001'],
        google: ['ai.app/unlimited/monthly'],
      },
      {
        id: 'unlimited',
        term: 'annual',
        price: '199.00',
        stripe: ['price_y'],
        apple: ['6700000002'],
        google: ['ai.app/unlimited/annual'],
      },
      {
        id: 'pro',
        term: 'monthly',
        price: '50.00',
        stripe: ['price_pm'],
        apple: ['6700000003'],
        google: ['ai.app/pro/monthly'],
      },
      {
        id: 'pro',
        term: 'annual',
        price: '498.00',
        stripe: ['price_py'],
        apple: ['6700000004'],
        google: ['ai.app/pro/annual'],
      },
    ],
    otherStripe: ['price_pack'],
    otherApple: ['6700000090'],
    otherGoogle: ['ai.app/spark.pack/*'],
  };
}

/** Whole days without an export are declared: no gate of a small world waits for files that it does not need. */
function coverage(maker: Maker): void {
  for (const provider of ['stripe', 'stripe:eur', 'apple', 'google', 'job-log']) {
    maker.put('coverage', `${provider},2025-01-01,2028-01-31,a world of a proof`, 0);
  }
}

/** Rates by the day, with holes, and of every month. */
function rates(maker: Maker): void {
  const { chance } = maker;
  const typical: Readonly<Record<string, number>> = { EUR: 1_160_000, JPY: 6_700, GBP: 1_330_000 };
  for (const [currency, micro] of Object.entries(typical)) {
    const rate = (): string => {
      const value = micro + chance.int(-Math.floor(micro / 20), Math.floor(micro / 20));
      return `${Math.floor(value / 1e6)}.${String(value % 1e6).padStart(6, '0')}`;
    };
    for (let month = 0; month < 20; month += 1) {
      const text = new Date(Date.UTC(2025, 7 + month, 1)).toISOString().slice(0, 7);
      maker.put('fx', `${text},${currency},USD,${rate()},by the month`, 0);
    }
    for (let day = Date.UTC(2026, 5, 1); day < Date.UTC(2027, 0, 10); day += DAY * chance.int(1, 14)) {
      maker.put('fx', `${dayOf(day)},${currency},USD,${rate()},by the day`, chance.percent(80) ? 0 : maker.stage());
    }
  }
}

function costs(maker: Maker): void {
  const { chance } = maker;
  for (let count = chance.int(0, 3); count > 0; count -= 1) {
    const month = chance.pick(['2026-06', '2026-07', ...MONTHS]);
    const months = chance.pick(['', '1', '3', '7', '12']);
    maker.put('costs', `${month},cost ${maker.fresh()},${price(maker)},${months}`, maker.stage());
  }
}

/** What was added after the first worlds. */
const LATER_ROWS = [
  ...[incompleteOrders, appleOpenings, unpaidInvoices, unclearInvoices],
  ...[bareRows, doubtfulInvoices, unseenRefunds, salesWithoutRate, copiedTransactions],
  ...[planChanges, partlySeen, participationChanges, vanishingRows, exchangedOrders, lowSales],
  ...[equalSales, moreOfAnOrder],
];

/** The world of a seed. */
export function randomWorld(seed: number): ProofWorld {
  const chance = chanceOf(seed);
  const closes = chance.pick([0, 0, 1, 1, 2, 3]);
  const pieces: Piece[] = [];
  let last = 0;
  const stage = (): number => (closes === 0 || chance.percent(75) ? 0 : chance.int(1, closes));
  const fresh = (): number => {
    last += 1;
    return last;
  };
  const put: Maker['put'] = (file, line, known, gone) => {
    pieces.push({ file, line, known: known ?? stage(), ...(gone === undefined ? {} : { gone }) });
  };
  const maker: Maker = { chance, fresh, put, stage, closes };
  const start = randomPolicy(maker);
  coverage(maker);
  rates(maker);
  costs(maker);
  for (const make of [stripeRows, appleRows, googleRows, jobRows])
    if (chance.percent(80) || (make === jobRows && closes > 0)) make(maker);
  const open = MONTHS.slice(closes, closes === 0 ? MONTHS.length : closes + 2);
  const looks = [...new Set([open[0] ?? '', chance.pick(open)])];
  // What was added later draws last, so that a seed keeps the rows that it had.
  for (const make of LATER_ROWS) if (chance.percent(40)) make(maker);
  // Where a download replaces one report of Google, it replaces all: one that names no profile may be any.
  const isReplaced = pieces.some(({ file }) => file.startsWith('google/earnings'));
  if (isReplaced)
    for (const [at, each] of pieces.entries())
      pieces[at] = {
        ...each,
        file: each.file.replace(/^google\/PlayApps_(\d+)$/, (_, period: string) => earningsFile(period)),
      };
  const policy = chance.percent(30) ? { ...start, changes: listPrices(maker, start.changes) } : start;
  const world = { seed, policy, closes: MONTHS.slice(0, closes), looks, pieces };
  if (!chance.percent(15)) return world;
  const times = { zone: chance.pick(['UTC', '+02:00', '-08:00']), seconds: chance.percent(50) };
  const plain = pieces.map((each) =>
    each.file.startsWith('jobs/') ? { ...each, line: plainTimes(each.line, times) } : each,
  );
  return { ...world, policy: { ...policy, times }, pieces: plain };
}
