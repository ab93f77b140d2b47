import { formatMonth } from '../../core/month/month.ts';
import { InvalidInput, type Problem, problem } from '../../problems/problem.ts';
import type { Database } from '../../store/open-store.ts';
import { activeSmallRows } from '../../store/small-rows.ts';

const MOST_PROBLEMS = 1000;

/**
 * A wallet is paid in one way from a month on, also over several files in force.
 *
 * @param nameOf how the person named the file of a hash; @throws InvalidInput conflicting-rows
 */
export async function refuseTwoPayees(db: Database, nameOf: (sha256: string) => string): Promise<void> {
  const rows = (await activeSmallRows(db, 'payees')).map(({ row, source }) => {
    return { payee: row, file: nameOf(source.input), line: source.line };
  });
  rows.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));
  const seen = new Map<string, (typeof rows)[number]>();
  const problems: Problem[] = [];
  for (const row of rows) {
    const { wallet } = row.payee;
    const fromMonth = formatMonth(row.payee.fromMonth);
    const key = `${wallet} ${fromMonth}`;
    const before = seen.get(key);
    if (before === undefined) seen.set(key, row);
    else if (JSON.stringify(before.payee) !== JSON.stringify(row.payee)) {
      const message = `${before.file}:${before.line} says otherwise how ${wallet} is paid from ${fromMonth} on`;
      problems.push(problem('conflicting-rows', { file: row.file, line: row.line }, message));
    }
  }
  if (problems.length > 0) throw new InvalidInput(problems.slice(0, MOST_PROBLEMS));
}
