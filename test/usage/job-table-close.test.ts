import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PostgresServer, startPostgres } from '../running/postgres-server.ts';
import { revshare } from '../running/program.ts';
import { usd } from '../worlds/charges.ts';
import {
  decide,
  FORGE,
  finalBytes,
  finalize,
  KILN,
  listExceptions,
  review,
  smallWorld,
} from '../worlds/close-world.ts';
import type { JobFields } from '../worlds/job-logs.ts';
import { JobTables } from '../worlds/job-table.ts';
import { exampleWorld, type Reconciled, reconcile, reportRows, type World } from '../worlds/world.ts';

/** The job logs of a world lie in a table of a server; `usage.source` names it. */

const CONNECTION = 'REVSHARE_TEST_JOBS';
const FEBRUARY = '2027-02-10T00:00:00Z';

let server: PostgresServer;
let tables: JobTables;

beforeAll(async () => {
  server = await startPostgres();
  tables = await JobTables.open(server.url);
  process.env[CONNECTION] = server.url;
});
afterAll(async () => {
  delete process.env[CONNECTION];
  await tables?.close();
  await server?.stop();
});

/** Moves a world's job logs into a table. */
async function moveJobs(world: World): Promise<string> {
  const names = readdirSync(join(world.inputs, 'jobs')).map((name) => join('jobs', name));
  const jobs = names.flatMap((name) =>
    name.endsWith('.csv') ? csvJobs(world.read(name)) : jsonJobs(world.read(name)),
  );
  for (const name of names) world.remove(name);
  const table = await tables.add(jobs);
  const source = `source: { connection: env:${CONNECTION}, table: ${table} }`;
  const config = world.read('revshare.yaml');
  world.write(
    'revshare.yaml',
    config.includes('usage: {') ? config.replace('usage: {', `usage: { ${source},`) : `${config}usage: { ${source} }\n`,
  );
  return table;
}

function csvJobs(text: string): JobFields[] {
  return (parse(text, { columns: true }) as JobFields[]).map((job) => ({
    ...job,
    completed_at: isoOf(job.completed_at ?? ''),
  }));
}

interface SdkJob {
  readonly id: string;
  readonly endTime?: string | number;
  readonly status: string;
  readonly paymentModel: string;
  readonly subscriptionTrialing?: boolean;
  readonly network?: string;
  readonly worker: Readonly<Record<string, string>>;
  readonly artist?: Readonly<Record<string, string>>;
  readonly modelId: string;
  readonly renderSpark: string | number;
}

function jsonJobs(text: string): JobFields[] {
  const jobs = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as SdkJob);
  return jobs.map(({ worker, artist, ...job }) => ({
    job_id: job.id,
    completed_at: isoOf(String(job.endTime ?? '')),
    status: job.status,
    payment_model: job.paymentModel,
    trialing: String(job.subscriptionTrialing ?? ''),
    worker_wallet: worker.address ?? '',
    subscriber_wallet: artist?.address ?? '',
    worker_account: worker.id ?? '',
    subscriber_account: artist?.id ?? '',
    worker_type: job.network ?? '',
    worker_nft_id: worker.nftTokenId ?? '',
    model_id: job.modelId,
    render_spark: String(job.renderSpark),
  }));
}

function isoOf(text: string): string {
  return /^\d{13}$/.test(text) ? new Date(Number(text)).toISOString() : text;
}

const size = (jobs: number, render_spark: string): object => ({ jobs, render_spark });

const SAME_REPORTS = [
  ...['payouts.csv', 'pool.csv', 'postings.csv', 'exclusions.csv', 'adjustments.csv'],
  ...['leaderboard.csv', 'leaderboard.json', 'wallet-jobs.csv'],
];

/** What workers' statements are checked against. */
function statementsOf(reports: Reconciled['reports'] | undefined): unknown {
  const { statements } = JSON.parse(reports?.get('manifest.json') ?? '{}') as { statements?: { root: string } };
  expect(statements?.root).toMatch(/^[0-9a-f]{64}$/);
  return statements;
}

/** The document without places in files, which a table has not. */
function withoutPlaces({ document }: Reconciled): unknown {
  return {
    ...document,
    exceptions: document.exceptions.map(({ code, what, remedy }) => ({ code, what, remedy })),
    reports: document.reports.filter((name) => !name.endsWith('usage.json')),
  };
}

describe('the example world with its jobs in a table', () => {
  const months = ['2026-08', '2026-09', '2026-10', '2026-11'];
  let byFiles: Reconciled[];
  let byTable: Reconciled[];
  let world: World;

  beforeAll(async () => {
    const files = exampleWorld();
    world = exampleWorld();
    await moveJobs(world);
    byFiles = [];
    byTable = [];
    for (const month of months) {
      byFiles.push(await reconcile(files, { month }));
      byTable.push(await reconcile(world, { month }));
    }
  });

  it('explains a job and a wallet by the rows of the table', async () => {
    const places = ['--month', '2026-10', '--data', world.data, '--out', world.out];
    const job = await revshare(['explain', 'job-10-003', ...places, '--wide'], {});
    // 50.25 of 600 Spark of 181.222607 USD, floored.
    expect(job.stdout).toContain('0x6f3Cce72C77a62ca8fb9f9adD26B9754e3Ca840E, credited  15.177393 USD');
    expect(job.stdout).toMatch(
      /\n *public[.]jobs_\d+\n *[|] [{]"job_id":"job-10-003","completed_at":"2026-10-02 14:40:00[+]00"/,
    );
    const wallet = await revshare(['explain', 'payouts.csv:2:earned_usd', ...places, '--depth', '1'], {});
    expect(wallet.stdout).toContain('job job-10-022  15.252903 USD');
    expect(wallet.stdout).not.toContain('usage.json');
  });

  it('gives the figures of fixtures/README.md', () => {
    expect(byTable[2]?.document).toMatchObject({
      net_revenue_usd: '355.338443',
      distributed_usd: '181.222603',
      wallets: 6,
      credited_jobs: 17,
      credited_render_spark: '600.000000',
    });
  });

  it('gives what the job logs give, and the same digest', () => {
    expect(byTable.map(withoutPlaces)).toEqual(byFiles.map(withoutPlaces));
    for (const [index, { reports }] of byFiles.entries()) {
      for (const name of SAME_REPORTS) expect(byTable[index]?.reports.get(name)).toBe(reports.get(name));
      expect(statementsOf(byTable[index]?.reports)).toEqual(statementsOf(reports));
    }
  });

  it('keeps the workers of the table in usage.json', () => {
    const { workers } = JSON.parse(byTable[2]?.reports.get('usage.json') ?? '') as {
      workers: { by_category: Record<string, string>; render_spark: string }[];
    };
    for (const { by_category, render_spark } of workers) {
      expect(Object.values(by_category).reduce((sum, spark) => sum + usd(spark), 0n)).toBe(usd(render_spark));
    }
    // Of Lode's jobs the first and the last made images.
    expect(workers[0]?.by_category.image).toBe('100.750000');
    // As fixtures/README.md has the wallets; by wallet. Lode's jobs are 50.25, 49.75 and 50.5.
    expect(workers.map(({ by_category, ...others }) => others)).toEqual([
      { wallet: '0x6f3cce72c77a62ca8fb9f9add26b9754e3ca840e', network: 'fast', nft: '102', ...size(3, '150.500000') },
      { wallet: '0x8783bdb34837c3b6a610302e76faa67f5a7dc934', network: 'relaxed', nft: '', ...size(3, '75.000000') },
      { wallet: '0xc4f482dcd81da4ab22fae5216fe4a3e6afeca365', network: 'relaxed', nft: '', ...size(2, '24.999999') },
      { wallet: '0xc7e9aef07bad4716bbedc4cbb155fa7f2ba539cc', network: 'mac', nft: '', ...size(2, '99.500000') },
      { wallet: '0xd08ba74a141abb959119daa8313fbefb6090a39c', network: 'mac', nft: '', ...size(3, '50.000001') },
      { wallet: '0xe90c43cbefc14c5f07783d2cc2585aaaf73f7153', network: 'fast', nft: '101', ...size(4, '200.000000') },
    ]);
  });

  it('says in the manifest and in usage.json what was used, and not how the server is reached', () => {
    const { job_table } = JSON.parse(byTable[2]?.reports.get('manifest.json') ?? '') as { job_table: object };
    expect(job_table).toEqual({
      name: expect.stringMatching(/^public[.]jobs_\d+$/),
      rows: 32,
      first: '2026-10-01T00:00:00.000Z',
      last: expect.stringMatching(/^2026-10-3/),
      content_sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    for (const text of byTable[2]?.reports.values() ?? []) {
      expect(text).not.toContain(CONNECTION);
      expect(text).not.toContain(server.url);
    }
  });

  it('needs nothing but the reports to be verified', async () => {
    for (const month of ['2026-08', '2026-09']) await finalize(world, month);
    const args = ['verify', '--all', '--data', world.data, '--out', world.out];
    const env = { [CONNECTION]: undefined };
    expect(await revshare(args, { env })).toMatchObject({ code: 0, stderr: '' });
    const file = join(world.out, '2026-09', 'final', 'usage.json');
    const kept = readFileSync(file, 'utf8');
    // Points that decide the payouts, and a network that decides the leaderboard alone.
    for (const changed of [
      kept.replace('"jobs":1', '"jobs":2'),
      kept.replace('"network":"mac"', '"network":"relaxed"'),
    ]) {
      expect(changed).not.toBe(kept);
      writeFileSync(file, changed);
      const tampered = await revshare(args, { env });
      expect(tampered.code).toBe(1);
      expect(tampered.stdout).toContain('usage.json');
    }
    writeFileSync(file, kept);
  });
});

describe('rows that come into the table after their month is final', () => {
  it('are late jobs, which a person may credit in the open month; verify repeats that', async () => {
    const world = smallWorld();
    const table = await moveJobs(world);
    await finalize(world, '2026-08');
    const late = (id: string, wallet: string, spark: string): string =>
      `INSERT INTO ${table} SELECT '${id}', NULL, '2026-08-20T10:00:00Z', status, payment_model, trialing, subscription_tier, '${wallet}',
        subscriber_wallet, NULL, NULL, 'mac', NULL, model_id, ${spark} FROM ${table} LIMIT 1`;
    await tables.run(late('late-kiln', KILN, '4'));
    await tables.run(late('late-forge', FORGE, '6.5'));
    const { exceptions } = await listExceptions(world, '2026-09');
    const subjects = [`2026-08 ${FORGE} 1 6.500000`, `2026-08 ${KILN} 1 4.000000`];
    expect(exceptions.map(({ code, subject }) => [code, subject])).toEqual(
      subjects.map((subject) => ['late-jobs', subject]),
    );
    await decide(
      world,
      '2026-09',
      subjects.map((subject, index) => ({
        code: 'late-jobs',
        subject,
        decision: index === 0 ? 'credit' : 'leave-out',
        note: 'looked at it',
      })),
    );
    const september = await review(world, '2026-09');
    // September's own 30 and 10, and the 6.5 that are credited late.
    expect(reportRows(september, 'payouts.csv').map(({ wallet, render_spark }) => [wallet, render_spark])).toEqual([
      [FORGE, '16.500000'],
      [KILN, '30.000000'],
    ]);
    await finalize(world, '2026-09');
    const october = await listExceptions(world, '2026-10');
    expect(october.exceptions).toEqual([]);
    await tables.run(`DROP TABLE ${table}`);
    const verified = await revshare(['verify', '--all', '--data', world.data, '--out', world.out]);
    expect(verified).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('rows that go from the table after their month is final', () => {
  it('are a warning, take nothing back, and verify repeats that', async () => {
    const world = smallWorld();
    const table = await moveJobs(world);
    await finalize(world, '2026-08');
    const before = finalBytes(world, '2026-08');
    await tables.run(`DELETE FROM ${table} WHERE completed_at < '2026-09-01' AND worker_wallet = '${FORGE}'`);
    const september = await review(world, '2026-09');
    const gone = ({ code, subject, what }: Record<string, string>) => [code, subject, what];
    // August's 10 of FORGE; KILN's 30 are still there.
    const said = [
      'fewer-jobs',
      '2026-08',
      '2026-08 credited 1 job(s), 10.000000 Spark more than its jobs say now, to 1 wallet(s)',
    ];
    expect(
      reportRows(september, 'warnings.csv')
        .filter(({ code }) => code === 'fewer-jobs')
        .map(gone),
    ).toEqual([said]);
    await finalize(world, '2026-09');
    expect(finalBytes(world, '2026-08')).toEqual(before);
    await tables.run(`DROP TABLE ${table}`);
    const verified = await revshare(['verify', '--all', '--data', world.data, '--out', world.out]);
    expect(verified).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('rows of the table that say that jobs were refunded', () => {
  it('are a warning of the month, and verify repeats it without the table', async () => {
    const world = smallWorld();
    const table = await moveJobs(world);
    await tables.run(`INSERT INTO ${table} (job_id, status) SELECT job_id, 'refunded' FROM ${table}
      WHERE completed_at < '2026-09-01' AND worker_wallet = '${FORGE}'`);
    const august = await finalize(world, '2026-08');
    const { refunded } = JSON.parse(august.reports.get('usage.json') ?? '') as { refunded?: { first_job_id: string } };
    // August's 10 of FORGE.
    const what = `of 1 credited job (10.000000 Spark) other rows say that they were refunded since; the first is ${refunded?.first_job_id}`;
    expect(refunded).toEqual({ jobs: 1, render_spark: '10.000000', first_job_id: expect.any(String) });
    const row = { code: 'refunded-after', what, source: '', line: '' };
    expect(reportRows(august, 'warnings.csv')).toContainEqual(expect.objectContaining(row));
    await tables.run(`DROP TABLE ${table}`);
    const verified = await revshare(['verify', '--all', '--data', world.data, '--out', world.out]);
    expect(verified).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('a job log that is imported beside usage.source', () => {
  it('is not counted, and a person is told', async () => {
    const world = exampleWorld();
    const log = world.read('jobs/jobs-2026-08.csv');
    const table = await moveJobs(world);
    world.write('jobs/again.csv', log);
    const { document, stderr } = await reconcile(world, { month: '2026-08', asOf: FEBRUARY });
    expect(document.credited_jobs).toBe(3);
    expect(stderr).toContain(
      `1 imported job log(s) are not counted: usage.source says that the jobs are those of ${table}`,
    );
  });
});
