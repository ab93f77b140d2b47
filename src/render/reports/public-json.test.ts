import { describe, expect, it } from 'vitest';
import { publicJson } from './public-json.ts';

const MANIFEST = {
  month: '2026-10',
  state: 'final',
  version: '0.1.0',
  digest: 'd'.repeat(64),
  previous_manifest_sha256: null,
  early: false,
  totals: {
    net_revenue_usd: '100.000000',
    pool_usd: '51',
    carried_in_usd: '0',
    distributable_usd: '51.000000',
    distributed_usd: '51.000000',
    carried_out_usd: '0',
    platform_usd: '49',
    credited_render_spark: '3.000000',
    wallets: 2,
    postings: 7,
    job_rows: 3,
  },
  policy: { pool: { share: '0.51', payout_delay_days: '45' }, plans: [{ id: 'secret plan' }] },
  decisions: [
    { month: '2026-10', code: 'orphan', subject: 's', decision: 'accept', note: 'a note', by: 'ann', at: '' },
  ],
  withheld: [],
  statements: { root: 'e'.repeat(64), leaves: 2 },
  inputs: [{ kind: 'costs', name: 'costs.csv', sha256: 'f'.repeat(64), rows: 1, in_force: true }],
  files: [{ name: 'payouts.csv', sha256: 'a'.repeat(64) }],
};

describe('publicJson', () => {
  it('says what workers need to check a statement, and nothing else', () => {
    expect(JSON.parse(publicJson(JSON.stringify(MANIFEST), 'b'.repeat(64)))).toEqual({
      month: '2026-10',
      state: 'final',
      digest: 'd'.repeat(64),
      share: '0.51',
      totals: {
        net_revenue_usd: '100.000000',
        pool_usd: '51',
        carried_in_usd: '0',
        distributable_usd: '51.000000',
        distributed_usd: '51.000000',
        carried_out_usd: '0',
        credited_render_spark: '3.000000',
        wallets: 2,
      },
      statements: { root: 'e'.repeat(64), leaves: 2 },
      // 31 October and 45 days: 30 days of November, then 15.
      payout_due: '2026-12-15',
      manifest_sha256: 'b'.repeat(64),
    });
  });

  it('holds no note, name, policy or input of the manifest', () => {
    const text = publicJson(JSON.stringify(MANIFEST), 'b'.repeat(64));
    for (const inside of ['a note', 'ann', 'secret plan', 'costs.csv', 'payouts.csv', '0.1.0', 'platform']) {
      expect(text).not.toContain(inside);
    }
  });
});
