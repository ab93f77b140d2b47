import { describe, expect, it } from 'vitest';
import { type Month, monthOf } from '../../core/month/month.ts';
import type { UsageRecord } from '../../core/usage/usage-record.ts';
import { usageChunks } from './usage-json.ts';

const OCTOBER: Month = monthOf(2026, 10);
const NOTHING: UsageRecord = {
  table: { name: 'public.jobs', rows: 0, firstMs: null, lastMs: null, sha256: 'f'.repeat(64) },
  usage: { month: OCTOBER, rows: 0, wallets: [], excluded: [], trialing: { jobs: 0, points: 0n }, findings: [] },
  work: { workers: [], models: [], excluded: [] },
  signals: [],
  refunded: null,
  seen: [],
};

const read = (record: UsageRecord) => JSON.parse([...usageChunks(record)].join('')) as Record<string, unknown>;

describe('usage.json', () => {
  it('of a month without jobs has empty lists', () => {
    expect(read(NOTHING)).toEqual({
      month: '2026-10',
      table: { name: 'public.jobs', rows: 0, first: null, last: null, content_sha256: 'f'.repeat(64) },
      rows: 0,
      trialing: { jobs: 0, render_spark: '0.000000' },
      ...{ wallets: [], excluded: [], findings: [], signals: [], due_for_final_months: [] },
      ...{ workers: [], models: [], excluded_by_wallet: [] },
    });
  });

  it('holds every worker, model and reason, however many pieces they are', () => {
    const wallets = Array.from({ length: 2001 }, (_, index) => `0x${index.toString(16).padStart(40, '0')}`);
    const size = { jobs: 2, points: 1_500_000n };
    const written = { jobs: 2, render_spark: '1.500000' };
    const document = read({
      ...NOTHING,
      work: {
        workers: wallets.map((wallet) => ({ wallet, network: 'fast', nft: '7', ...size })),
        models: wallets.slice(0, 1000).map((wallet) => ({ wallet, model: '"flux"', ...size })),
        excluded: wallets.slice(0, 1).map((wallet) => ({ wallet, reason: 'duplicate', ...size })),
      },
    });
    expect(document.workers).toEqual(wallets.map((wallet) => ({ wallet, network: 'fast', nft: '7', ...written })));
    expect(document.models).toEqual(wallets.slice(0, 1000).map((wallet) => ({ wallet, model: '"flux"', ...written })));
    expect(document.excluded_by_wallet).toEqual([{ wallet: wallets[0], reason: 'duplicate', ...written }]);
  });
});
