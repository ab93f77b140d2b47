import type { Row, Seen } from './program.ts';
import { decimal, type Fraction, type LeftOut, type Opinion } from './second-opinion.ts';

/** Every figure in which the two differ, as a line; nothing where all are equal. */
export function differences(opinion: Opinion, seen: Seen): string[] {
  const out: string[] = [];
  const hold = (what: string, ours: string, theirs: string): void => {
    if (ours !== theirs) out.push(`${opinion.month} ${what}: the second opinion says ${ours}, the program ${theirs}`);
  };
  const holdAll = (what: string, ours: ReadonlyMap<string, string>, theirs: ReadonlyMap<string, string>): void => {
    for (const key of [...new Set([...ours.keys(), ...theirs.keys()])].sort()) {
      hold(`${what} ${key}`, ours.get(key) ?? 'nothing', theirs.get(key) ?? 'nothing');
    }
  };
  const line = (name: string, provider = 'all'): string =>
    exact(decimal(seen.pool.find((row) => row.line === name && row.provider === provider)?.amount_usd ?? ''));
  hold('net revenue', micro(opinion.net), line('net_revenue'));
  hold('pool', exact(opinion.pool), line('pool'));
  hold('carried in', exact(opinion.carriedIn), line('carried_in'));
  hold('distributable', micro(opinion.distributable), line('distributable'));
  hold('carried out', exact(opinion.carriedOut), line('carried_out'));
  for (const provider of ['stripe', 'apple', 'google', 'costs']) {
    hold(`net revenue of ${provider}`, micro(opinion.netByProvider.get(provider) ?? 0n), line('net_revenue', provider));
  }
  holdAll('wallet', ourWallets(opinion), theirWallets(seen.payouts));
  holdAll('worker', ourWorkers(opinion), theirWorkers(seen.leaderboard));
  holdAll(
    'excluded',
    new Map([...opinion.exclusions].map(([key, each]) => [key, leftOut(each)])),
    theirExclusions(seen.exclusions),
  );
  holdAll(
    'exceptions',
    new Map([...opinion.exceptions].map(([code, count]) => [code, String(count)])),
    counts(seen.exceptions),
  );
  holdAll(
    'prior period',
    amounts(opinion.priorPeriods),
    sums(seen.adjustments, ['provider', 'charge', 'original_month'], 'net_usd'),
  );
  holdAll('deferred', amounts(opinion.deferred), sums(seen.deferred, ['provider'], 'recognised_after_usd'));
  return out;
}

const micro = (amount: bigint): string => exact({ n: amount, d: 1_000_000n });
const leftOut = ({ rows, amount }: LeftOut): string => `${rows} rows, ${micro(amount)}`;

/** A fraction in its lowest terms. */
function exact({ n, d }: Fraction): string {
  let [a, b] = [n < 0n ? -n : n, d];
  while (b !== 0n) [a, b] = [b, a % b];
  return a === 0n ? '0' : d / a === 1n ? String(n / a) : `${n / a}/${d / a}`;
}

function ourWallets({ wallets }: Opinion): Map<string, string> {
  return new Map(
    [...wallets].map(([wallet, each]) => [
      wallet,
      `${each.jobs} jobs, ${micro(each.points)} Spark, ${micro(each.earned)}`,
    ]),
  );
}

function theirWallets(rows: readonly Row[]): Map<string, string> {
  const credited = rows.filter((row) => row.jobs !== '0');
  return new Map(
    credited.map((row) => [
      (row.wallet ?? '').toLowerCase(),
      `${row.jobs} jobs, ${exact(decimal(row.render_spark ?? ''))} Spark, ${exact(decimal(row.earned_usd ?? ''))}`,
    ]),
  );
}

function ourWorkers({ workers }: Opinion): Map<string, string> {
  return new Map([...workers].map(([key, each]) => [key, `${each.jobs} jobs, ${micro(each.points)} Spark`]));
}

/** Without late jobs, which are known by wallet only. */
function theirWorkers(rows: readonly Row[]): Map<string, string> {
  const own = rows.filter(({ worker_type, jobs }) => worker_type !== 'late' && jobs !== '0');
  return new Map(
    own.map((row) => [
      `${row.worker_type ?? ''} ${(row.worker ?? '').toLowerCase()} ${(row.wallet ?? '').toLowerCase()}`,
      `${row.jobs} jobs, ${exact(decimal(row.render_spark ?? ''))} Spark`,
    ]),
  );
}

function theirExclusions(rows: readonly Row[]): Map<string, string> {
  return new Map(
    rows.map((row) => [
      `${row.reason} ${row.source}`,
      `${row.rows} rows, ${exact(decimal(row.amount_usd || row.render_spark || ''))}`,
    ]),
  );
}

function counts(rows: readonly Row[]): Map<string, string> {
  const out = new Map<string, number>();
  for (const row of rows) out.set(row.code ?? '', (out.get(row.code ?? '') ?? 0) + 1);
  return new Map([...out].map(([code, count]) => [code, String(count)]));
}

/** Amounts that are not zero. */
function amounts(all: ReadonlyMap<string, bigint>): Map<string, string> {
  return new Map([...all].filter(([, amount]) => amount !== 0n).map(([key, amount]) => [key, micro(amount)]));
}

function sums(rows: readonly Row[], by: readonly string[], column: string): Map<string, string> {
  const out = new Map<string, bigint>();
  for (const row of rows) {
    const key = by.map((each) => row[each] ?? '').join(' ');
    const { n, d } = decimal(row[column] ?? '');
    out.set(key, (out.get(key) ?? 0n) + (n * 1_000_000n) / d);
  }
  return amounts(out);
}
