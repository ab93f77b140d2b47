import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is counted alike by every program: per wallet and per reason, `jobs render_spark`, exactly. */
export type Totals = ReadonlyMap<string, string>;

const SHOWN = 5;

/** Totals as `kind,name,jobs,render_spark`, the form that the scripts in plain/ write. */
export function totalsOf(csv: string): Totals {
  return new Map(rowsOf(csv).map((row) => [`${row.kind} ${row.name}`, counted(row.jobs, row.render_spark)]));
}

/** Totals from a month's payouts.csv and exclusions.csv, in that form. */
export function totalsOfReports(directory: string): Totals {
  const read = (name: string): Record<string, string>[] => rowsOf(readFileSync(join(directory, name), 'utf8'));
  const wallets = read('payouts.csv').map(
    (row) => [`wallet ${row.wallet?.toLowerCase()}`, counted(row.jobs, row.render_spark)] as const,
  );
  const excluded = read('exclusions.csv')
    .filter((row) => row.source === 'job-log')
    .map((row) => [`excluded ${row.reason}`, counted(row.rows, row.render_spark)] as const);
  return new Map([...wallets, ...excluded]);
}

/** Every difference, as a line for reading; none when both say the same. */
export function differences(one: Totals, other: Totals): string[] {
  const names = [...new Set([...one.keys(), ...other.keys()])].sort();
  return names
    .filter((name) => one.get(name) !== other.get(name))
    .map((name) => `${name}: ${one.get(name) ?? 'missing'}, not ${other.get(name) ?? 'missing'}`);
}

/** @throws Error with the first differences, unless both say the same */
export function mustAgree(name: string, one: Totals, expected: Totals): void {
  const lines = differences(one, expected);
  if (expected.size > 0 && lines.length === 0) return;
  const more = lines.length > SHOWN ? `\n  and ${lines.length - SHOWN} more` : '';
  throw new Error(`${name} has other totals:\n  ${lines.slice(0, SHOWN).join('\n  ')}${more}`);
}

/** Neither trailing zeros nor leading ones are a difference; a missing digit is. */
function counted(jobs: string | undefined, spark: string | undefined): string {
  const [whole = '', fraction = ''] = (spark ?? '').split('.');
  if (!/^\d+$/.test(jobs ?? '') || !/^\d+$/.test(whole) || !/^\d*$/.test(fraction)) {
    throw new Error(`not a total: ${jobs} jobs, ${spark} render Spark`);
  }
  const digits = fraction.replace(/0+$/, '').padEnd(6, '0');
  return `${BigInt(jobs ?? '')} ${BigInt(whole)}.${digits}`;
}

/** The columns read here hold neither commas nor quotes; what a quoted text behind them holds does not matter. */
function rowsOf(csv: string): Record<string, string>[] {
  const [head = '', ...lines] = csv.split(/\r?\n/).filter((line) => line !== '');
  const columns = head.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? '']));
  });
}
