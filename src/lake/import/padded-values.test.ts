import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { csv, freshDirectory, importText, line } from '../../../test/worlds/job-logs.ts';
import { openLake } from '../engine/duckdb.ts';

describe('what is kept of a log with padded values', () => {
  it('is the same wherever the first padded value stands', async () => {
    // Some 100 kB of plain rows: what stands at the end is beyond what is looked at first.
    const plain = Array.from({ length: 800 }, (_, at) => line({ job_id: `job-${at}` }));
    const last = { job_id: 'job-7', model_id: 'flux' };
    const paddings: [string, string][] = [
      ['job-7', 'flux'],
      ['job-7 ', 'flux'],
      [' job-7', 'flux\t'],
      ['job-7\u00a0', 'fl\u200bux'],
    ];
    const found: unknown[] = [];
    for (const [job_id, model_id] of paddings) {
      const rows = [...plain, line({ ...last, job_id, model_id })];
      for (const lines of [rows, rows.toReversed()]) {
        const directory = freshDirectory();
        const { result } = await importText(csv(...lines), 'csv', { directory, name: 'log', inPlace: true });
        if ('problems' in result) throw new Error(JSON.stringify(result.problems));
        const lake = await openLake({ tempDir: directory, threads: 1 });
        const facts = `read_parquet('${join(directory, 'log.keys.parquet')}')`;
        const [row] = await lake.rows(
          `SELECT count(*) AS rows, count(DISTINCT id_hash) AS ids, max(model_id) AS model, min(model_id) AS other FROM ${facts}`,
        );
        lake.close();
        found.push(row);
      }
    }
    // 801 rows, of which two are of one job.
    expect(found).toEqual(found.map(() => ({ rows: '801', ids: '800', model: 'flux', other: 'flux' })));
  });

  it('of a job whose id is nothing but blanks is refused, wherever it stands', async () => {
    const plain = Array.from({ length: 800 }, (_, at) => line({ job_id: `job-${at}` }));
    for (const lines of [
      [...plain, line({ job_id: ' ' })],
      [line({ job_id: ' ' }), ...plain],
    ]) {
      const { result } = await importText(csv(...lines), 'csv', { inPlace: true });
      expect('problems' in result && result.problems.map(({ code, place }) => [code, place?.line])).toEqual([
        ['missing-value', lines.findIndex((each) => each.startsWith(' ')) + 2],
      ]);
    }
  });
});
