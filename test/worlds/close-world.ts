import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inProcess } from '../running/in-process.ts';
import { type Ended, revshare } from '../running/program.ts';
import { csvRows, emptyWorld, filesUnder, type Reconciled, reconcile, type World } from './world.ts';

/** For the tests of the close: small worlds of Stripe charges, Apple days and jobs, from August 2026 on. */

/** An instant at which every month of 2026 is over for more than thirty days. */
export const FEBRUARY = '2027-02-10T00:00:00Z';

export const KILN = '0xe90C43cBEFC14c5f07783d2CC2585AAAF73F7153';
export const FORGE = '0x6f3Cce72C77a62ca8fb9f9adD26B9754e3Ca840E';
const SUBSCRIBER = '0x8E24309d3DcD2B392078e965098dC2AF0caeDae0';

const CONFIG = `version: 1
first_month: 2026-08
plans:
  - { id: unlimited, term: monthly, list_price_usd: 20.00, stripe: [price_month], apple: ["6700000001"] }
  - { id: unlimited, term: annual, list_price_usd: 240.00, stripe: [price_year], apple: ["6700000002"] }
`;

/** Whole days without a report are declared, so that no gate waits for files that a small world does not need. */
const COVERAGE = `provider,from,to,note
stripe,2025-08-01,2027-01-31,small world
apple,2025-08-01,2027-01-31,small world
job-log,2026-08-01,2027-01-31,small world
`;

/** A world in which Kiln and Forge do one job each in every month from August to December. */
export function smallWorld(): World {
  const world = emptyWorld();
  world.write('revshare.yaml', CONFIG);
  world.write('coverage.csv', COVERAGE);
  for (const month of ['2026-08', '2026-09', '2026-10', '2026-11', '2026-12']) {
    writeJobs(world, `jobs/${month}.csv`, [
      { id: `${month}-kiln`, at: `${month}-05T10:00:00Z`, worker: KILN, spark: '30.000000' },
      { id: `${month}-forge`, at: `${month}-06T10:00:00Z`, worker: FORGE, spark: '10.000000' },
    ]);
  }
  return world;
}

export interface Job {
  readonly id: string;
  readonly at: string;
  readonly worker: string;
  readonly spark: string;
}

export function writeJobs(world: World, name: string, jobs: readonly Job[]): void {
  const header =
    'job_id,completed_at,status,payment_model,trialing,worker_wallet,subscriber_wallet,model_id,render_spark';
  const lines = jobs.map(({ id, at, worker, spark }) => {
    return `${id},${at},completed,subscription,false,${worker},${SUBSCRIBER},z-image-turbo,${spark}`;
  });
  world.write(name, `${[header, ...lines].join('\n')}\n`);
}

/** One movement of the Stripe ledger. Charges are of a subscription and bring their invoice with them. */
export interface Movement {
  /** Reporting category. */
  readonly kind: 'charge' | 'refund' | 'dispute' | 'dispute_reversal';
  readonly id: string;
  readonly charge: string;
  /** `YYYY-MM-DD`, at noon UTC. */
  readonly day: string;
  /** Dollars with cents, positive. */
  readonly amount: string;
  readonly fee?: string;
  /** By default usd. */
  readonly currency?: string;
  /** Of a charge: last day of its service period; `YYYY-MM-DD`. */
  readonly until?: string;
  /** The object that a restoration brings back; by default the id. */
  readonly source?: string;
}

/** Writes a ledger and the invoices of its charges. */
export function writeStripe(world: World, name: string, movements: readonly Movement[]): void {
  const header =
    'balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,source_id,charge_id,invoice_id';
  const lines = movements.map((each) => {
    const gross = each.kind === 'charge' || each.kind === 'dispute_reversal' ? each.amount : `-${each.amount}`;
    const fee = each.fee ?? '0.00';
    const source = each.source ?? (each.kind === 'charge' ? each.charge : each.id);
    const invoice = each.kind === 'charge' ? `in_${each.charge}` : '';
    const fields = [`txn_${each.id}`, `${each.day} 12:00:00`, each.currency ?? 'usd', gross, fee, minus(gross, fee)];
    return [...fields, each.kind, source, each.charge, invoice].join(',');
  });
  world.write(`stripe/ledger-${name}.csv`, `${[header, ...lines].join('\n')}\n`);
  const charges = movements.filter(({ kind }) => kind === 'charge');
  if (charges.length > 0) world.write(`stripe/invoices-${name}.csv`, invoicesCsv(charges));
}

function invoicesCsv(charges: readonly Movement[]): string {
  const columns =
    'id,Amount Due,Currency,Customer,Date (UTC),Paid,Paid At (UTC),Finalized At (UTC),Minimum Line Item Period Start (UTC),' +
    'Maximum Line Item Period End (UTC),Period Start (UTC),Period End (UTC),Starting Balance,Ending Balance,Subscription,' +
    'Subtotal,Total Discount Amount,Tax,Total,Amount Paid,Status';
  const lines = charges.map(({ charge, day, amount, currency = 'usd', until = '' }) => {
    const at = `${day} 12:00`;
    return [
      ...[
        `in_${charge}`,
        amount,
        currency,
        `cus_${charge}`,
        at,
        'TRUE',
        at,
        at,
        at,
        `${until} 12:00`,
        at,
        at,
        '0.00',
        '0.00',
      ],
      ...[`sub_${charge}`, amount, '0.00', '', amount, amount, 'paid'],
    ].join(',');
  });
  return `${[columns, ...lines].join('\n')}\n`;
}

/** Dollars with two decimals, exactly. */
function minus(gross: string, fee: string): string {
  const cents = (text: string): bigint => BigInt(text.replace('.', ''));
  const difference = cents(gross) - cents(fee);
  const digits = (difference < 0n ? -difference : difference).toString().padStart(3, '0');
  return `${difference < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** A sale of an Apple day. */
export interface AppleSale {
  readonly subscriber: string;
  readonly term: 'month' | 'year';
  readonly price: string;
  readonly proceeds: string;
}

export function writeAppleDay(world: World, day: string, sales: readonly AppleSale[]): void {
  const header = [
    'Event Date	App Name	App Apple ID	Subscription Name	Subscription Apple ID	Subscription Group ID',
    'Standard Subscription Duration	Subscription Offer Name	Promotional Offer ID	Subscription Offer Type',
    'Subscription Offer Duration	Marketing Opt-In Duration	Customer Price	Customer Currency	Developer Proceeds',
    'Proceeds Currency	Preserved Pricing	Proceeds Reason	Client	Device	Country	Subscriber ID	Subscriber ID Reset',
    'Refund	Purchase Date	Units',
  ].join('\t');
  const lines = sales.map(({ subscriber, term, price, proceeds }) => {
    const [product, duration] = term === 'month' ? ['6700000001', '1 Month'] : ['6700000002', '1 Year'];
    const plan = [day, 'Render', '6600000000', `unlimited.${term}`, product, '21500001', duration, '', '', '', '', ''];
    return [...plan, price, 'USD', proceeds, 'USD', '', '', '', 'iPhone', 'US', subscriber, '', '', '', '1'].join('\t');
  });
  const name = `apple/Subscriber_89990001_${day.replaceAll('-', '')}.txt`;
  world.write(name, `${[header, ...lines].join('\n')}\n`);
}

/** Runs a command about a world's books, without the start of a process. */
export function command(world: World, args: readonly string[], asOf = FEBRUARY): Promise<Ended> {
  return inProcess(args, { env: placesOf(world, asOf) });
}

/** The same as a process of its own: for what is about locks, signals, pipes, users and what a process leaves. */
export function spawned(world: World, args: readonly string[], asOf = FEBRUARY): Promise<Ended> {
  return revshare(args, { env: placesOf(world, asOf) });
}

/** By the environment: what is printed then names no place of this run. */
function placesOf({ data, out }: World, asOf: string) {
  return { REVSHARE_DATA: data, REVSHARE_OUT: out, REVSHARE_AS_OF: asOf };
}

/** Imports what is new and reconciles. */
export function review(world: World, month: string): Promise<Reconciled> {
  return reconcile(world, { month, asOf: FEBRUARY });
}

/** Makes a month final by the digest of its review; fails when it is refused. */
export async function finalize(world: World, month: string): Promise<Reconciled> {
  const reviewed = await review(world, month);
  const ended = await command(world, ['finalize', month, '--accept', reviewed.document.digest]);
  if (ended.code !== 0) throw new Error(`finalize ${month} ended with ${ended.code}\n${ended.stderr}`);
  return reviewed;
}

/** The bytes of every file of a final month, by name. */
export function finalBytes(world: World, month: string): Map<string, string> {
  const directory = join(world.out, month, 'final');
  return new Map(filesUnder(directory).map((name) => [name, readFileSync(join(directory, name), 'latin1')]));
}

/** A report of a final month. */
export function finalRows(world: World, month: string, name: string): Record<string, string>[] {
  return csvRows(readFileSync(join(world.out, month, 'final', name), 'utf8'));
}

export interface ExceptionsDocument {
  readonly open: number;
  readonly decided: number;
  readonly exceptions: readonly {
    readonly code: string;
    readonly subject: string;
    readonly decision: string;
    readonly note: string;
    readonly by: string;
    readonly at: string;
    readonly allowed: readonly string[];
  }[];
}

/** `exceptions MONTH --json`. */
export async function listExceptions(world: World, month: string): Promise<ExceptionsDocument> {
  const ended = await command(world, ['exceptions', month, '--json']);
  if (ended.code !== 0 && ended.code !== 1) throw new Error(`exceptions ended with ${ended.code}\n${ended.stderr}`);
  return JSON.parse(ended.stdout) as ExceptionsDocument;
}

/** A row of a filled-in exceptions.csv. */
export interface Filled {
  readonly code: string;
  readonly subject: string;
  readonly decision: string;
  readonly note?: string;
}

/** A file of decisions, as a person could have typed it. */
export function decisionsCsv(rows: readonly Filled[]): string {
  const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const lines = rows.map(({ code, subject, decision, note = '' }) => {
    return [code, '', '', '', '', decision, note, subject].map(cell).join(',');
  });
  return `${['code,file,line,what,remedy,decision,note,subject', ...lines].join('\n')}\n`;
}

/** Applies decisions; the file is outside the inputs. */
export async function apply(world: World, month: string, rows: readonly Filled[], by = 'ada'): Promise<Ended> {
  const file = join(world.root, 'decisions.csv');
  writeFileSync(file, decisionsCsv(rows));
  return command(world, ['exceptions', month, '--apply', file, '--by', by]);
}

/** Like apply; fails when it does not. */
export async function decide(world: World, month: string, rows: readonly Filled[]): Promise<void> {
  const ended = await apply(world, month, rows);
  if (ended.code !== 0) throw new Error(`exceptions --apply ended with ${ended.code}\n${ended.stderr}`);
}

/** August of one charge, final, of which one wallet is to be paid in USDC. */
export async function finalAugust(): Promise<World> {
  const world = smallWorld();
  world.write(
    'revshare.yaml',
    `${world.read('revshare.yaml')}payouts: { default_method: usdc, minimum_usd: { usdc: 1.00 } }\n`,
  );
  writeStripe(world, 'a', [
    { kind: 'charge', id: 'a', charge: 'ch_a', day: '2026-08-03', amount: '20.00', until: '2026-09-03' },
  ]);
  await finalize(world, '2026-08');
  return world;
}
