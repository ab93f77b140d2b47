import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sha256Of, withReports } from '../../../test/judging/final-by-hand.ts';
import { ADA, AUGUST, BEN, CLEO, OCTOBER, SEPTEMBER } from '../../../test/worlds/payout-world.ts';
import { NO_WORK } from '../../core/usage/month-work.ts';
import type { UsageRecord } from '../../core/usage/usage-record.ts';
import { usageChunks } from '../../render/reports/usage-json.ts';
import type { NamedTable } from '../books/opening/job-tables.ts';
import { recordedTable } from './recorded-usage.ts';

/** What September took of its table; August, final before, is due 3 jobs more to Ada and 1 to Cleo, July 9 to Ben. */
const RECORD: UsageRecord = {
  table: { name: 'jobs', rows: 12, firstMs: 1_788_220_800_000, lastMs: 1_790_812_799_999, sha256: 'c'.repeat(64) },
  usage: {
    month: SEPTEMBER,
    rows: 12,
    wallets: [{ wallet: ADA, jobs: 10, points: 30_500_000n }],
    excluded: [{ reason: 'not-completed', jobs: 2, points: 7_000_000n }],
    trialing: { jobs: 1, points: 500_000n },
    findings: [],
  },
  work: {
    workers: [{ wallet: ADA, network: 'fast', nft: '7', jobs: 10, points: 30_500_000n }],
    models: [],
    excluded: [{ wallet: ADA, reason: 'not-completed', jobs: 2, points: 7_000_000n }],
  },
  signals: [{ signal: 'share', subscriber: BEN, worker: ADA, jobs: 10, points: 30_500_000n, what: 'all of it' }],
  refunded: { jobs: 2, points: 3_000_000n, jobId: 'job-7' },
  seen: [
    { originalMonth: AUGUST, wallet: ADA, jobs: 3, points: 4_000_000n },
    { originalMonth: (AUGUST - 1) as typeof AUGUST, wallet: BEN, jobs: 9, points: 9_000_000n },
    { originalMonth: AUGUST, wallet: CLEO, jobs: 1, points: 2_000_000n },
  ],
};
const TEXT = [...usageChunks(RECORD)].join('');
const LISTED = {
  files: [
    { name: 'pool.csv', sha256: '0'.repeat(64) },
    { name: 'usage.json', sha256: sha256Of(TEXT) },
  ],
};
const POLICY = {} as never;

async function withTable(task: (table: NamedTable, path: string) => Promise<void>): Promise<void> {
  await withReports(async ({ out, write }) => {
    write('usage.json', TEXT);
    const table = recordedTable(out, LISTED);
    if (table === null) throw new Error('there is no table');
    await task(table, join(out, 'usage.json'));
  });
}

describe('the table of jobs as a final month kept it (R16)', () => {
  it('is none where the manifest names none, whatever lies there', () =>
    withReports(({ out, write }) => {
      write('usage.json', TEXT);
      expect(recordedTable(out, { files: LISTED.files.slice(0, 1) })).toBeNull();
    }));

  it('is read only from the file that was approved', () =>
    withReports(({ out, write }) => {
      const path = join(out, 'usage.json');
      write('usage.json', TEXT.replace('30.500000', '30.600000'));
      expect(() => recordedTable(out, LISTED)).toThrow(new Error(`${path} is not the file that was approved`));
      writeFileSync(path, TEXT);
      expect(recordedTable(out, LISTED)?.name).toBe('jobs');
      rmSync(path);
      expect(() => recordedTable(out, LISTED)).toThrow('ENOENT');
    }));

  it('answers as the table did then: for its month all of it, for final ones what they are due', () =>
    withTable(async (table) => {
      expect([table.name, table.isRecord]).toEqual(['jobs', true]);
      const { name: _, ...content } = RECORD.table;
      expect(await table.content(SEPTEMBER)).toEqual(content);
      const nothing = { rows: 0, excluded: [], trialing: { jobs: 0, points: 0n }, findings: [] };
      const august = [
        { wallet: ADA, jobs: 3, points: 4_000_000n },
        { wallet: CLEO, jobs: 1, points: 2_000_000n },
      ];
      const usages = [
        { month: AUGUST, wallets: august, ...nothing },
        RECORD.usage,
        { month: OCTOBER, wallets: [], ...nothing },
      ];
      expect(await table.usage([AUGUST, SEPTEMBER, OCTOBER], POLICY)).toEqual(usages);
      const look = { month: SEPTEMBER } as never;
      expect(await table.usageAndWork([AUGUST, SEPTEMBER, OCTOBER], POLICY, look)).toEqual({
        ...{ usages, work: RECORD.work, signals: RECORD.signals },
        refunded: { ...RECORD.refunded, source: null },
      });
      const { work } = await table.usageAndWork([SEPTEMBER], POLICY, { month: OCTOBER } as never);
      expect(work).toEqual(NO_WORK);
    }));

  it('answers nothing about single jobs', () =>
    withTable(async (table, path) => {
      const asked = [table.coverage, table.days, table.monthsOfJobs, table.asked, table.writeCredited];
      for (const each of asked as (() => unknown)[]) {
        expect(() => each()).toThrow(new Error(`${path} holds no single jobs`));
      }
    }));
});
