import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { APPLE_COLUMNS, appleFile, appleRow, lines, smallWorld } from '../worlds/small-world.ts';
import {
  emptyWorld,
  exampleWorld,
  exceptionCounts,
  FIXTURES,
  filesUnder,
  type Reconciled,
  reconcile,
  scratch,
  type World,
} from '../worlds/world.ts';
import { zipArchive } from '../worlds/zip-archive.ts';

/** Every published shape of an export is read as the same facts. */

let example: Reconciled;
beforeAll(async () => {
  example = await reconcile(exampleWorld());
});

/** The figures of a month without what cites an input. */
function figures(reconciled: Reconciled): Record<string, unknown> {
  const reports = ['payouts.csv', 'pool.csv', 'exclusions.csv'].map((name) => reconciled.reports.get(name));
  return { reports, digest: reconciled.document.digest, exceptions: exceptionCounts(reconciled) };
}

describe('the Stripe ledger', () => {
  type Row = Record<string, string>;

  /** The example world with its ledgers written anew. */
  function withLedgers(rewrite: (rows: Row[], columns: string[]) => string): World {
    const world = exampleWorld();
    for (const name of filesUnder(FIXTURES)) {
      if (!/Itemized/.test(name)) continue;
      const rows: Row[] = parse(world.read(name), { columns: true });
      world.write(name, rewrite(rows, Object.keys(rows[0] ?? {})));
    }
    return world;
  }

  /** A column is taken from another one of the row, or is a text of its own. */
  function csv(rows: Row[], columns: readonly (readonly [name: string, from: string])[], quoted = false): string {
    const records = rows.map((row) => columns.map(([, from]) => row[from] ?? from));
    return stringify([columns.map(([name]) => name), ...records], { quoted });
  }

  const same = (names: readonly string[]) => names.map((name) => [name, name] as const);
  const needed = ['balance_transaction_id', 'currency', 'gross', 'fee', 'net', 'reporting_category', 'source_id'];
  const links = ['charge_id', 'invoice_id'];

  const shapes: Record<string, (rows: Row[], columns: string[]) => string> = {
    'columns in another order, every field quoted, CRLF': (rows, columns) =>
      csv(rows, same([...columns].reverse()), true).replaceAll('\n', '\r\n'),
    'only the needed columns, nothing quoted, no line break at the end': (rows) =>
      csv(rows, same([...needed, 'created_utc', ...links])).trimEnd(),
    'the older columns: created_utc and available_on_utc': (rows) =>
      csv(rows, same(['created_utc', 'available_on_utc', ...needed, ...links, 'description'])),
    'the newer columns: created in UTC, and further ones': (rows) =>
      csv(rows, [
        ['automatic_payout_id', 'po_1'],
        ['created', 'created_utc'],
        ...same(needed),
        ['trace_id_status', 'pending'],
        ...same(links),
        ['payment_metadata[external_identifier]', '24315.1'],
      ]),
    'local times beside the UTC ones': (rows) =>
      csv(rows, [['created', '2026-01-01 12:00:00'], ...same([...needed, 'created_utc', ...links])]),
    'a byte order mark, currencies in capitals, amounts without needless decimals': (rows) => {
      const plain = (text = '') => text.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
      const written = rows.map((row) => ({
        ...row,
        currency: (row.currency ?? '').toUpperCase(),
        gross: plain(row.gross),
        fee: plain(row.fee),
      }));
      return `\uFEFF${csv(written, same([...needed, 'created_utc', ...links]))}`;
    },
  };

  it.each(Object.entries(shapes))('%s', async (_, rewrite) => {
    expect(figures(await reconcile(withLedgers(rewrite)))).toEqual(figures(example));
  });
});

describe('Apple’s Subscriber report', () => {
  const sale = appleRow();
  const refund = appleRow({ 'Event Date': '2026-10-13', 'Customer Price': '-9.99', 'Developer Proceeds': '8.49' });
  const rows = [sale, { ...refund, Refund: 'Yes', 'Purchase Date': '2026-10-12', Units: '0' }];
  const version2 = { 'Subscription Offer Name': 'Promotional Offer Name' } as const;
  const version1 = {
    'Subscription Offer Type': 'Introductory Price Type',
    'Subscription Offer Duration': 'Introductory Price Duration',
  } as const;
  const spaced = rows.map((row) => {
    return Object.fromEntries(Object.entries(row).map(([name, text]) => [name, text || ' '])) as typeof sale;
  });

  const shapes: Record<string, string | Uint8Array> = {
    'header 1_3': appleFile(rows),
    'header 1_2': appleFile(rows, version2),
    'the older names of the offer columns': appleFile(rows, version1),
    CRLF: appleFile(rows).replaceAll('\n', '\r\n'),
    gzipped: gzipSync(appleFile(rows)),
    'blanks as one space': appleFile(spaced),
    'a further column, and no line break at the end': appleFile(rows)
      .trimEnd()
      .split('\n')
      .map((line, at) => `${line}\t${at === 0 ? 'New Column' : 'x'}`)
      .join('\n'),
    'UTF-16, as a spreadsheet writes it': Buffer.from(`\uFEFF${appleFile(rows)}`, 'utf16le'),
  };

  it.each(Object.entries(shapes))('%s', async (_, content) => {
    expect(APPLE_COLUMNS).toHaveLength(26);
    const world = smallWorld();
    world.write('Subscriber_1_20261012.txt', content);
    const reconciled = await reconcile(world);
    // 19.99 - 3.00, less the refund of 9.99 - 1.50 = 8.49 in the same month: 16.99 - 8.49.
    expect(reconciled.document).toMatchObject({ net_revenue_usd: '8.500000', exceptions: [] });
  });
});

describe('Google’s earnings report', () => {
  const first = [
    ...['Description', 'Transaction Date', 'Transaction Time', 'Tax Type', 'Transaction Type', 'Refund Type'],
    ...['Product Title', 'Product id', 'Product Type', 'Sku Id', 'Hardware', 'Buyer Country', 'Buyer State'],
    ...['Buyer Postal Code', 'Buyer Currency', 'Amount (Buyer Currency)', 'Currency Conversion Rate'],
    ...['Merchant Currency', 'Amount (Merchant Currency)'],
  ];
  const of2021 = [...first, 'Base Plan ID', 'Offer ID'];
  const of2024 = [...of2021, 'Group ID', 'First USD 1M Eligible', 'Service Fee %', 'Fee Description', 'Promotion ID'];
  const renamed: Record<string, string> = {
    'Product id': 'Package ID',
    'Sku Id': 'SKU ID',
    'Base Plan ID': 'Base Plan or Purchase Option ID',
    'Buyer Postal Code': 'Buyer Postcode',
  };
  const of2026 = [...of2024.map((name) => renamed[name] ?? name), 'Sales Channel'];
  /** As warehouse loaders write it: letters, digits and underscores. */
  const snakeCase = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '_');
  const loaded = ['_file', '_line', '_modified', ...first.map(snakeCase), '_synced', 'base_plan_id', 'offer_id'];

  /** An annual charge with two fee rows, at 23:30 of 30 September in Pacific time: 1 October 06:30 UTC. */
  const rows = [
    ['Charge', '1,199.99'],
    ['Google fee', '-100.00'],
    ['Google fee', '-79.99'],
  ] as const;

  function file(header: readonly string[]): string {
    // Before base plans a product was a SKU of its own.
    const basePlans = header.some((name) => /base.plan/i.test(name));
    const records = rows.map(([type, amount]) => {
      const facts: Record<string, string> = {
        description: 'GPA.3300-1000-2000-10001..0',
        transactiondate: 'Sep 30, 2026',
        transactiontime: '11:30:00 PM PDT',
        transactiontype: type,
        productid: 'app',
        packageid: 'app',
        skuid: basePlans ? 'unlimited' : 'unlimited.annual',
        merchantcurrency: 'USD',
        amountmerchantcurrency: amount,
        baseplanid: 'annual',
        baseplanorpurchaseoptionid: 'annual',
        file: 'earnings_202609_777-1.zip/PlayApps_202609.csv',
      };
      return header.map((name) => facts[name.toLowerCase().replace(/[^a-z0-9]/g, '')] ?? '');
    });
    return stringify([header, ...records]);
  }

  const shapes: Record<string, { name: string; content: string | Uint8Array }> = {
    'of 2014, 19 columns': { name: 'PlayApps_202609.csv', content: file(first) },
    'of 2021, with base plans': { name: 'PlayApps_202609.csv', content: file(of2021) },
    'of 2024, with fee columns': { name: 'PlayApps_202609.csv', content: file(of2024) },
    'of 2026, renamed columns': { name: 'PlayApps_202609.csv', content: file(of2026) },
    'with snake_case columns': { name: 'google_play_earnings.csv', content: file(loaded) },
    'in a zip': { name: 'earnings_202609_777-1.zip', content: zipArchive({ 'PlayApps_202609.csv': file(of2026) }) },
    'in a zip in a zip': {
      name: 'download.zip',
      content: zipArchive({
        'earnings/earnings_202609_777-1.zip': zipArchive({ 'PlayApps_202609.csv': file(of2024) }),
      }),
    },
  };

  it.each(Object.entries(shapes))('%s', async (_, { name, content }) => {
    const world = smallWorld();
    world.write(name, content);
    const reconciled = await reconcile(world);
    // c(1) of 12: 1199.99 / 12 = 99.999166, 179.99 / 12 = 14.999166; October is month 1, because the instant is.
    expect(reconciled.document).toMatchObject({ net_revenue_usd: '85.000000', exceptions: [] });
  });
});

describe('job logs', () => {
  const canonical = [
    ...['job_id', 'completed_at', 'status', 'reason', 'payment_model', 'subscription_tier', 'trialing'],
    ...['worker_wallet', 'worker_type', 'worker_nft_id', 'subscriber_wallet', 'worker_account', 'subscriber_account'],
    ...['model_id', 'render_spark'],
  ];
  type Job = Record<string, string>;

  /** The example's logs, every value as text under its canonical name. */
  function exampleLogs(): { name: string; jobs: Job[] }[] {
    const logs = filesUnder(FIXTURES).filter((name) => name.startsWith('jobs/'));
    return logs.map((name) => {
      const bytes = readFileSync(join(FIXTURES, name));
      const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
      const stem = name.replace(/\..*$/, '');
      if (/\.csv/.test(name)) return { name: stem, jobs: parse(text, { columns: true }) as Job[] };
      return { name: stem, jobs: text.trimEnd().split('\n').map(jobOfLine) };
    });
  }

  /** Amounts are taken as text, so that no digit is lost. */
  function jobOfLine(line: string): Job {
    const fields = JSON.parse(line.replace(/"renderSpark": ?([\d.]+)/, '"renderSpark": "$1"')) as Record<
      string,
      unknown
    >;
    const { worker = {}, artist = {}, ...rest } = fields as { worker?: Job; artist?: Job } & Record<string, unknown>;
    const text = (value: unknown) =>
      typeof value === 'object' || value === undefined ? '' : `${value as string | number | boolean}`;
    return {
      job_id: text(rest.id),
      completed_at: text(rest.endTime),
      status: text(rest.status),
      reason: text(rest.reason),
      payment_model: text(rest.paymentModel),
      subscription_tier: text(rest.subscriptionTier),
      trialing: text(rest.subscriptionTrialing),
      worker_wallet: text(worker.address),
      worker_type: text(rest.network),
      worker_nft_id: text(worker.nftTokenId),
      subscriber_wallet: text(artist.address),
      worker_account: text(worker.id),
      subscriber_account: text(artist.id),
      model_id: text(rest.modelId),
      render_spark: text(rest.renderSpark),
    };
  }

  function csvOf(jobs: readonly Job[]): string {
    return stringify([canonical, ...jobs.map((job) => canonical.map((name) => job[name] ?? ''))]);
  }

  function flatLine(job: Job): string {
    return JSON.stringify(Object.fromEntries(Object.entries(job).filter(([, value]) => value !== '')));
  }

  function nestedLine(job: Job): string {
    const spark = job.render_spark === '' ? 'null' : job.render_spark;
    const rest = {
      jobID: job.job_id,
      end_time: /^\d+$/.test(job.completed_at ?? '') ? Number(job.completed_at) : job.completed_at,
      status: job.status,
      paymentModel: job.payment_model,
      subscriptionTrialing: job.trialing === 'true',
      worker: { address: job.worker_wallet, id: job.worker_account, nftTokenId: job.worker_nft_id },
      artist: { address: job.subscriber_wallet || null, id: job.subscriber_account || null },
      modelId: job.model_id,
    };
    return `{"renderSpark": ${spark}, ${JSON.stringify(rest).slice(1)}`;
  }

  /** The example world with its job logs written anew. */
  async function withLogs(
    rewrite: (jobs: Job[], name: string) => Promise<[string, string | Uint8Array]>,
  ): Promise<World> {
    const world = emptyWorld();
    for (const name of filesUnder(FIXTURES)) {
      if (!name.startsWith('jobs/')) world.write(name, readFileSync(join(FIXTURES, name)));
    }
    for (const { name, jobs } of exampleLogs()) world.write(...(await rewrite(jobs, name)));
    return world;
  }

  /** Parquet as DuckDB writes it from the jobs' CSV, which it sees as all text; `select` gives columns their types. */
  async function parquet(jobs: readonly Job[], select: string): Promise<Buffer> {
    const directory = scratch();
    const [csvPath, path] = [join(directory, 'jobs.csv'), join(directory, 'jobs.parquet')];
    writeFileSync(csvPath, csvOf(jobs));
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run("SET TimeZone = 'UTC'");
    await connection.run(
      `COPY (SELECT ${select} FROM read_csv('${csvPath}', all_varchar = true, header = true)) TO '${path}' (FORMAT parquet)`,
    );
    connection.closeSync();
    instance.closeSync();
    return readFileSync(path);
  }

  /** An instant of either form as a timestamp with time zone. */
  const instant = `CASE WHEN regexp_full_match(completed_at, '\\d+')
    THEN make_timestamptz(CAST(completed_at AS BIGINT) * 1000) ELSE CAST(completed_at AS TIMESTAMPTZ) END`;
  const typed = `job_id, ${instant} AS completed_at, status, payment_model, CAST(trialing AS BOOLEAN) AS trialing,
    worker_wallet, subscriber_wallet, worker_account, subscriber_account, model_id,
    CAST(render_spark AS DECIMAL(18,6)) AS render_spark`;
  const nested = `job_id AS id, epoch_ms(${instant}) AS "endTime", status, payment_model AS "paymentModel",
    {'address': worker_wallet, 'id': worker_account} AS worker,
    {'address': subscriber_wallet, 'id': subscriber_account} AS artist,
    CAST(trialing AS BOOLEAN) AS "subscriptionTrialing", model_id AS "modelId",
    CAST(render_spark AS DOUBLE) AS "renderSpark"`;

  it('logs without rows are told: one of no bytes in every run, one with a header when it is taken', async () => {
    const world = smallWorld();
    const header = world.read('jobs.csv').split('\n', 1)[0] ?? '';
    world.write('jobs-b.csv', `${header}\n`);
    world.write('jobs-c.csv', '');
    const told = ({ stderr }: Reconciled) =>
      [...stderr.matchAll(/jobs-.[.]csv(?= is empty: a log without rows)/g)].map(([name]) => name);
    expect([told(await reconcile(world)), told(await reconcile(world))]).toEqual([
      ['jobs-c.csv', 'jobs-b.csv'],
      ['jobs-c.csv'],
    ]);
  });

  const shapes: Record<string, (jobs: Job[], name: string) => Promise<[string, string | Uint8Array]>> = {
    'all as CSV, CRLF': async (jobs, name) => [`${name}.csv`, csvOf(jobs).replaceAll('\n', '\r\n')],
    'all as flat JSON Lines': async (jobs, name) => [`${name}.jsonl`, lines(jobs.map(flatLine))],
    'all as nested JSON Lines, gzipped': async (jobs, name) => [`${name}.gz`, gzipSync(lines(jobs.map(nestedLine)))],
    'all as Parquet of texts': async (jobs, name) => [`${name}.parquet`, await parquet(jobs, '*')],
    'all as typed Parquet': async (jobs, name) => [`${name}.parquet`, await parquet(jobs, typed)],
    'all as Parquet with structs and doubles': async (jobs, name) => [`${name}.pq`, await parquet(jobs, nested)],
    'each in another form': async (jobs, name) => {
      if (name.endsWith('a')) return [`${name}.parquet`, await parquet(jobs, typed)];
      return name.endsWith('b') ? [`${name}.csv`, csvOf(jobs)] : [`${name}.jsonl`, lines(jobs.map(nestedLine))];
    },
  };

  it.each(Object.entries(shapes))('%s', async (_, rewrite) => {
    expect(figures(await reconcile(await withLogs(rewrite)))).toEqual(figures(example));
  });
});
