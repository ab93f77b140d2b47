import { firstOpenMonth } from '../../core/close/prior-periods/closed-books.ts';
import { formatMonth } from '../../core/month/month.ts';
import { countOf } from '../../core/text/count-of.ts';
import { InvalidInput } from '../../problems/problem.ts';
import { checkSeal, SEAL_FILE } from '../../store/database/seal.ts';
import { listImports } from '../../store/inputs/imports.ts';
import { listFinalMonths } from '../../store/months/final-months.ts';
import { listBatches } from '../../store/payouts/payouts.ts';
import { SILENT } from '../books/directory/progress.ts';
import type { Workspace } from '../books/opening/workspace.ts';
import { loadPolicy, type PolicyPlaces } from '../books/policy/load-policy.ts';
import { actsFile, readActs, unlistedActs } from '../books/records/acts-file.ts';
import { laterThanBooks } from '../books/records/later-than-books.ts';
import { readClosedBooks } from '../close/facts/closed-books.ts';
import { statusOfMonth } from '../close/status.ts';
import { type Check, fine } from './check.ts';

/** What books hold, and whether the database is as the last run left it. To be asked before they are opened. */
export function sealCheck(data: string): Check {
  if (checkSeal(data) !== 'differs') return fine('database', 'as the last run left it');
  const what = `its bytes do not fit ${SEAL_FILE}: it changed after the last run closed it`;
  return { name: 'database', state: 'wrong', what, remedy: 'revshare verify --all shows what changed.' };
}

/** How far the books are. */
export async function historyCheck({ store }: Workspace): Promise<Check> {
  const [imports, months] = [await listImports(store.db), await listFinalMonths(store.db)];
  const last = months.at(-1);
  const until =
    last === undefined ? 'no month is final' : `${months.length} final, the last ${formatMonth(last.month)}`;
  return fine('books', `${countOf(imports.length, 'input')}, ${until}`);
}

/**
 * R16: everything that was final or paid among the reports and that the books do not know.
 *
 * @throws InvalidInput unknown-reports, changed-books
 */
export async function refuseLaterReports({ store: { db } }: Workspace, out: string): Promise<void> {
  const problems = await laterThanBooks(db, out, await listBatches(db));
  if (problems.length > 0) throw new InvalidInput(problems);
}

/**
 * R17: acts that acts.csv among the reports does not hold, where it is there and something was done.
 *
 * @throws InvalidInput changed-books
 */
export async function unlistedChecks({ store: { db } }: Workspace, out: string): Promise<Check[]> {
  if (readActs(out) === null) return [];
  const unlisted = await unlistedActs(db, out);
  const last = (await listFinalMonths(db)).at(-1);
  if (unlisted.length === 0 || last === undefined) return [];
  const what = `${actsFile(out)} does not hold ${countOf(unlisted.length, 'act')} of the books: a run was interrupted, or somebody put them in`;
  const remedy = `revshare payouts ${formatMonth(last.month)} --preview lists them; whatever is done next about payouts writes them there.`;
  return [{ name: 'reports', state: 'warning', what, remedy }];
}

/** The latest instant of an act that the books hold, ms UTC; null where no month is final. */
export async function lastActOf({ store }: Workspace): Promise<number | null> {
  const acts = (await listFinalMonths(store.db)).map(({ finalizedAt }) => Date.parse(finalizedAt));
  return acts.length === 0 ? null : Math.max(...acts);
}

/** The configuration, and every gate of the first open month that is not ok: which files are missing, by name. */
export async function openMonthChecks(workspace: Workspace, places: PolicyPlaces, asOfMs: number): Promise<Check[]> {
  const { policy, path } = await loadPolicy(workspace, places);
  const found = fine('configuration', path);
  const month = firstOpenMonth(await readClosedBooks(workspace.store.db), policy.firstMonth);
  const status = await statusOfMonth({ workspace, policy, month, asOfMs, progress: SILENT });
  if (status.state === 'final') return [found];
  const waiting = status.gates.filter(({ state }) => state !== 'ok');
  if (waiting.length === 0) return [found, fine(status.month, `every gate is ok (${status.state})`)];
  const lacking = waiting.map(({ name, why, remedy }): Check => {
    return { name: status.month, state: 'warning', what: `${name}: ${why}`, remedy };
  });
  return [found, ...lacking];
}
