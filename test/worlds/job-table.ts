import pg from 'pg';
import type { JobFields } from './job-logs.ts';

/** For the tests of `usage.source`: jobs as the columns of a CSV hold them, in a table of a server. */

interface Shape {
  /** Of each column: its name there, quoted where it has to be, and its type. */
  readonly columns: Readonly<Record<string, readonly [name: string, type: string]>>;
  readonly instant: (text: string) => string;
}

/** The forms that tables of jobs have: the canonical names, and those of the network's own SDK, quoted or not. */
export const SHAPES = {
  canonical: {
    columns: {
      job_id: ['job_id', 'text'],
      event_id: ['event_id', 'text'],
      completed_at: ['completed_at', 'timestamptz'],
      status: ['status', 'text'],
      payment_model: ['payment_model', 'text'],
      trialing: ['trialing', 'boolean'],
      subscription_tier: ['subscription_tier', 'text'],
      worker_wallet: ['worker_wallet', 'text'],
      subscriber_wallet: ['subscriber_wallet', 'text'],
      worker_account: ['worker_account', 'text'],
      subscriber_account: ['subscriber_account', 'text'],
      worker_type: ['worker_type', 'text'],
      worker_nft_id: ['worker_nft_id', 'text'],
      model_id: ['model_id', 'text'],
      render_spark: ['render_spark', 'numeric'],
    },
    instant: (text) => text,
  },
  sdk: {
    columns: {
      job_id: ['"jobId"', 'varchar(80)'],
      event_id: ['"eventId"', 'varchar(80)'],
      completed_at: ['"endTime"', 'bigint'],
      status: ['status', 'varchar'],
      payment_model: ['"paymentModel"', 'varchar'],
      trialing: ['"subscriptionTrialing"', 'text'],
      subscription_tier: ['subscription_tier', 'text'],
      worker_wallet: ['"worker.address"', 'char(42)'],
      subscriber_wallet: ['"artist.address"', 'varchar(42)'],
      worker_account: ['"worker.id"', 'varchar'],
      subscriber_account: ['"artist.id"', 'varchar'],
      worker_type: ['network', 'varchar'],
      worker_nft_id: ['"worker.nftTokenId"', 'varchar'],
      model_id: ['"modelId"', 'varchar'],
      render_spark: ['"renderSpark"', 'numeric(30, 10)'],
    },
    instant: (text) => String(Math.floor(Date.parse(text))),
  },
  unquoted: {
    columns: {
      job_id: ['jobId', 'text'],
      completed_at: ['endTime', 'timestamptz'],
      status: ['status', 'job_status'],
      payment_model: ['paymentModel', 'payment_model'],
      trialing: ['subscriptionTrialing', 'boolean'],
      subscription_tier: ['subscription_tier', 'text'],
      worker_wallet: ['worker_wallet', 'text'],
      subscriber_wallet: ['subscriber_wallet', 'text'],
      worker_account: ['worker_account', 'text'],
      subscriber_account: ['subscriber_account', 'text'],
      worker_type: ['network', 'text'],
      worker_nft_id: ['worker_nft_id', 'bigint'],
      model_id: ['modelId', 'text'],
      render_spark: ['renderSpark', 'numeric(18, 6)'],
    },
    instant: (text) => text,
  },
  loose: {
    columns: {
      job_id: ['id', 'text'],
      completed_at: ['end_time', 'bigint'],
      status: ['status', 'text'],
      payment_model: ['payment_model', 'text'],
      trialing: ['trialing', 'text'],
      subscription_tier: ['subscription_tier', 'text'],
      worker_wallet: ['worker_wallet', 'text'],
      subscriber_wallet: ['subscriber_wallet', 'text'],
      worker_account: ['worker_account', 'text'],
      subscriber_account: ['subscriber_account', 'text'],
      worker_type: ['worker_type', 'char(20)'],
      worker_nft_id: ['worker_nft_id', 'text'],
      model_id: ['model_id', 'text'],
      render_spark: ['render_spark', 'numeric'],
    },
    instant: (text) => (/^-?\d+$/.test(text) ? text : String(Math.floor(Date.parse(text)))),
  },
} as const satisfies Record<string, Shape>;

export type ShapeName = keyof typeof SHAPES;

const ENUMS = {
  job_status: ['completed', 'failed', 'canceled', 'jobCompleted', 'jobTimedOut'],
  payment_model: ['subscription', 'sogni', 'paid_spark', 'free_spark'],
};

/** A schema for tables of jobs, in a server's database. */
export class JobTables {
  readonly #client: pg.Client;
  readonly url: string;
  #made = 0;

  private constructor(client: pg.Client, url: string) {
    this.#client = client;
    this.url = url;
  }

  static async open(url: string): Promise<JobTables> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    for (const [name, values] of Object.entries(ENUMS)) {
      await client.query(`CREATE TYPE ${name} AS ENUM (${values.map((value) => `'${value}'`).join(', ')})`);
    }
    return new JobTables(client, url);
  }

  /** A new table with these rows; returns its name. */
  async add(jobs: readonly JobFields[], shape: ShapeName = 'canonical'): Promise<string> {
    this.#made += 1;
    const table = `jobs_${this.#made}`;
    const { columns, instant }: Shape = SHAPES[shape];
    const definitions = Object.values(columns).map(([name, type]) => `${name} ${type}`);
    await this.run(`CREATE TABLE ${table} (${definitions.join(', ')})`);
    for (const job of jobs) {
      const given = Object.entries(job).filter(([field, value]) => field in columns && value !== '');
      const names = given.map(([field]) => columns[field]?.[0]);
      const values = given.map(([field, value]) => (field === 'completed_at' ? instant(value) : value));
      const places = values.map((_, at) => `$${at + 1}`);
      await this.#client.query(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${places.join(', ')})`, values);
    }
    return `public.${table}`;
  }

  async run(sql: string): Promise<pg.QueryResult> {
    return this.#client.query(sql);
  }

  async close(): Promise<void> {
    await this.#client.end();
  }
}
