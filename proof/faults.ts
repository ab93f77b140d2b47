import { parseArgs } from 'node:util';
import pg from 'pg';
import { withScratch } from '../scripts/bench/scratch.ts';
import { startPostgres } from '../test/running/postgres-server.ts';
import { FaultyYears } from './months/faulty-year.ts';

/**
 * `npm run proof -- faults N --seed S`: N years of closes and payouts of a small world, each with faults at random points, beside one without
 * any: at the end the same bytes. `--months M` shortens the years, `--postgres` keeps the money state on a server of its own.
 */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    months: { type: 'string', default: '12' },
    postgres: { type: 'boolean', default: false },
  },
});
const [years = '1'] = positionals;
const server = values.postgres ? await startPostgres() : null;
try {
  await withScratch(async (scratch) => {
    const series = new FaultyYears({
      scratch,
      months: Number(values.months),
      database: server && databaseOn(server.url),
    });
    await series.undisturbed();
    for (let seed = Number(values.seed); seed < Number(values.seed) + Number(years); seed += 1) {
      const { faults, wrong } = await series.disturbed(seed);
      process.stdout.write(`${seed}: ${faults}\n${wrong.map((each) => `${seed} WRONG ${each}\n`).join('')}`);
      if (wrong.length > 0) process.exitCode = 1;
    }
  });
} finally {
  await server?.stop();
}

/** A new database on the server for each year. */
function databaseOn(url: string): (name: string) => Promise<string> {
  return async (name) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(`CREATE DATABASE ${name}`);
    await client.end();
    return url.replace('/revshare?', `/${name}?`);
  };
}
