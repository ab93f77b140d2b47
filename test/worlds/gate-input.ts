import type { GateImport, GateInput } from '../../src/core/close/checks/gate.ts';
import type { FindingCode } from '../../src/core/close/finding.ts';
import type { JudgedFinding } from '../../src/core/close/judged-finding.ts';
import type { MonthClose } from '../../src/core/close/month-close.ts';
import { NetRevenueSum } from '../../src/core/close/net-revenue.ts';
import { NOTHING_CLOSED } from '../../src/core/close/prior-periods/closed-books.ts';
import { Exact } from '../../src/core/money/exact-decimal.ts';
import { monthOf } from '../../src/core/month/month.ts';
import { NOTHING_CHANGED } from '../../src/core/policy/changes-since-final.ts';
import { computePool, type Pool } from '../../src/core/pool/pool.ts';
import { allAtShare } from '../../src/core/pool/revenue-at-share.ts';

/** For the tests of gates: October 2026 with nothing wrong about it, and what a test changes. */

const OCTOBER = monthOf(2026, 10);
export const SEPTEMBER = monthOf(2026, 9);

export function gateInput(changed: Partial<GateInput> = {}): GateInput {
  return {
    month: OCTOBER,
    firstMonth: monthOf(2026, 8),
    asOfMs: Date.parse('2026-11-20T00:00:00Z'),
    close: closeWith({}),
    books: { lastFinal: SEPTEMBER, carriedOut: new Exact(0) },
    imports: [],
    soldThrough: [],
    soldByTheYear: [],
    marks: [],
    expects: [],
    onceInForce: [],
    openings: new Map(),
    balanceSummaries: [],
    jobGaps: [],
    jobHours: [],
    jobControl: [],
    loggedDays: [],
    jobGapHours: 24,
    fluxLimit: '0.25',
    previousNetRevenue: 100_000000n,
    rowAccounts: [],
    shrunkLists: [],
    policyChanges: NOTHING_CHANGED,
    controls: { compared: [], notCompared: [], unfinished: [], differences: [] },
    ...changed,
  };
}

export const NO_MONTH_FINAL = NOTHING_CLOSED;

/** A close of October: 100.00 of net revenue, one wallet. */
export function closeWith(changed: {
  pool?: Partial<Pool>;
  netRevenue?: bigint;
  findings?: JudgedFinding[];
}): MonthClose {
  const netRevenue = changed.netRevenue ?? 100_000000n;
  const points = [{ wallet: `0x${'a1'.repeat(20)}`, jobs: 1, points: 3_000000n }];
  const pool = computePool(allAtShare('0.51', netRevenue), new Exact(0), points);
  return {
    month: OCTOBER,
    revenue: new NetRevenueSum().result(),
    pool: { ...pool, ...changed.pool },
    usage: {
      month: OCTOBER,
      rows: 1,
      wallets: points,
      excluded: [],
      trialing: { jobs: 0, points: 0n },
      findings: [],
    },
    exclusions: [],
    findings: changed.findings ?? [],
    earlier: [],
    deferral: { rollforward: [], waterfall: [], mismatches: [] },
    warnings: [],
    appleLastDay: { sales: 0n, refunds: 0n },
    feeShares: [],
    postings: 1,
    withheld: [],
  };
}

export function finding(code: FindingCode, subject: string, decided = false): JudgedFinding {
  const about = { code, subject, month: OCTOBER };
  const decision = { ...about, decision: 'leave-out', note: 'checked', by: 'ann', at: '', finalMonth: null } as const;
  return { ...about, what: `${code} of ${subject}`, source: null, decision: decided ? decision : null };
}

export function gateImport(changed: Partial<GateImport>): GateImport {
  return { kind: 'stripe-ledger', name: 'a.csv', period: '', profile: '', covers: null, ...changed };
}
