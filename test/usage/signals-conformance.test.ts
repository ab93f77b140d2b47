import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signalsOf } from '../../src/core/usage/signals.ts';
import { openJobTable } from '../../src/lake/server/job-table.ts';
import { times } from '../running/long-form.ts';
import { type PostgresServer, startPostgres } from '../running/postgres-server.ts';
import {
  arbitraryStretches,
  CONSPICUOUS,
  countedFigures,
  heldJobs,
  rowsOf,
  THRESHOLDS,
} from '../worlds/arbitrary-signal-figures.ts';
import { freshDirectory } from '../worlds/job-logs.ts';
import { JobTables } from '../worlds/job-table.ts';
import { lookAt, OCTOBER, POLICY } from '../worlds/usage-of-logs.ts';

/** The law of src/lake/signals/signal-figures.law.test.ts for jobs that lie in a table of a server. */

let server: PostgresServer;
let tables: JobTables;

beforeAll(async () => {
  server = await startPostgres();
  tables = await JobTables.open(server.url);
});
afterAll(async () => {
  await tables?.close();
  await server?.stop();
});

describe('the signals of a month whose jobs lie in a table', () => {
  it('are those of the same jobs counted one by one', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryStretches(fc), async (stretches) => {
        const table = await tables.add(stretches.flatMap((stretch, id) => rowsOf(stretch, id).flat()));
        const source = { connection: server.url, table, timeoutSeconds: 0 };
        const jobs = await openJobTable(source, {
          tempDir: freshDirectory(),
          derivedDir: freshDirectory(),
          believesKept: true,
          threads: 1,
        });
        const counted = signalsOf(countedFigures(stretches), THRESHOLDS);
        const policy = { ...POLICY, withheldJobs: heldJobs(stretches) };
        expect(
          (await jobs.usageAndWork([OCTOBER], policy, { ...lookAt(OCTOBER), thresholds: THRESHOLDS })).signals,
        ).toEqual(counted);
      }),
      { numRuns: times(5, 24), examples: [[CONSPICUOUS]] },
    );
  }, 600_000);
});
