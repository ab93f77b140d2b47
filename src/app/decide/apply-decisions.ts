import { type Decision, decisionKey, isAcknowledged } from '../../core/close/decision.ts';
import { formatMonth } from '../../core/month/month.ts';
import { isOfPrice } from '../../core/revenue/low-charge.ts';
import { textPattern } from '../../core/text/text-pattern.ts';
import { checksumAddress, checksumFault } from '../../core/wallet/checksum-address.ts';
import { decisionsFile } from '../../sources/small/decisions-file.ts';
import { readSmallFile } from '../../sources/small/small-file.ts';
import { insertDecisions, listDecisions, withdrawDecision } from '../../store/months/decisions.ts';
import { jobsOf } from '../books/logs/jobs.ts';
import { DecisionJudge, isInForce, type JobMonths, type Judged } from './decision-judge.ts';
import { type ExceptionsRequest, exceptionsOf, type MonthExceptions } from './exceptions.ts';
import { decisionsInput } from './export-exceptions.ts';
import type { JudgedPattern } from './pattern-row.ts';

/** What a file of decisions did. */
export interface AppliedDecisions {
  /** New, or in place of another about the same. */
  readonly decided: readonly Omit<Decision, 'finalMonth'>[];
  /** In force already, word for word. */
  readonly unchanged: number;
  /** Exceptions of the month that are still without a decision. */
  readonly open: number;
  /** Rows that stood for several exceptions. */
  readonly patterns: readonly JudgedPattern[];
}

/**
 * Reads decisions back from an exceptions.csv that a person filled in, and puts them in force: all of them in one
 * transaction, or none when a line cannot be applied.
 *
 * @throws InvalidInput with every such line and what would be allowed
 */
export async function applyDecisions(
  request: ExceptionsRequest & { readonly file: string; readonly by: string },
): Promise<AppliedDecisions> {
  const { workspace, asOfMs, by } = request;
  const input = decisionsInput(request.file);
  const jobIds = await readSmallFile(
    decisionsFile((row) => (row.code === 'job' ? row.subject : null)),
    input,
  );
  const exceptions = await exceptionsOf(request);
  const judge = new DecisionJudge(
    request.month,
    exceptions,
    await monthsOf(
      request,
      jobIds.map(({ row }) => row),
    ),
  );
  const rows = await readSmallFile(
    decisionsFile((row, fail) => judge.judge(row, fail)),
    input,
  );
  const all = unique(rows.flatMap(({ row }) => row ?? []));
  const fresh = all.filter((each) => !isInForce(each, exceptions));
  const at = new Date(asOfMs).toISOString();
  const decided = fresh.map((each) => ({ ...each, by, at }));
  const emptied = emptiedBy(all, exceptions);
  await workspace.store.db.transaction().execute(async (transaction) => {
    await insertDecisions(transaction, decided);
    for (const each of emptied) await withdrawDecision(transaction, each);
  });
  const keys = new Set(decided.map(decisionKey));
  const open = exceptions.list.exceptions.filter(({ row, month, isFound, alone }) => {
    const names = [row.subject, alone ?? row.subject];
    const isDecided = names.some((subject) => keys.has(decisionKey({ code: row.code, subject, month })));
    return isFound && row.decision === '' && !isDecided;
  });
  return { decided, unchanged: all.length - fresh.length, open: open.length, patterns: judge.patterns };
}

/**
 * Decisions about exceptions of a name that are all left out now, each alone: nothing stands by them, and one that comes
 * later waits.
 */
function emptiedBy(all: readonly Judged[], { list }: MonthExceptions): Decision[] {
  const keys = new Set(all.map(decisionKey));
  const named = list.exceptions.flatMap(({ row: { code, subject }, month, alone, decision }) => {
    if (alone === null || alone === subject || decision === null || decision.finalMonth !== null) return [];
    return { decision, isLeftOut: keys.has(decisionKey({ code, subject: alone, month })) };
  });
  const standing = new Set(named.filter(({ isLeftOut }) => !isLeftOut).map(({ decision }) => decision));
  return [...new Set(named.map(({ decision }) => decision))].filter((each) => !standing.has(each));
}

/** What was withdrawn, and how many decisions that fit stay because a final month has used them. */
export interface Withdrawn {
  readonly withdrawn: readonly Decision[];
  readonly settled: number;
}

/**
 * Withdraws what was decided about a subject, in every month in which one row decided it, or with a pattern as subject all
 * that it fits; a sentence why not when final months have used them, null when there is none.
 */
export async function withdraw(
  { workspace, month }: Pick<ExceptionsRequest, 'workspace' | 'month'>,
  code: string,
  subject: string,
): Promise<Withdrawn | { readonly refused: string } | null> {
  const { db } = workspace.store;
  const name = code === 'wallet' && checksumFault(subject) === null ? checksumAddress(subject) : subject;
  const ofCode = (await listDecisions(db)).filter((each) => each.code === code && each.month <= month);
  const isNamed = (each: Decision): boolean => {
    return (
      each.subject === name || isOfPrice(each, name) || (isAcknowledged(each.code) && formatMonth(each.month) === name)
    );
  };
  const exact = ofCode.filter(isNamed).sort((a, b) => b.month - a.month);
  const pattern = textPattern(name);
  const isPattern = exact.length === 0 && pattern !== null;
  // A wallet is withheld month by month.
  const named = code === 'wallet' ? exact.slice(0, 1) : exact;
  const fitting = isPattern ? ofCode.filter(({ subject }) => pattern(subject)) : named;
  const [first] = fitting;
  if (first === undefined) return null;
  const free = fitting.filter(({ finalMonth }) => finalMonth === null);
  if (free.length === 0) {
    return { refused: `${first.finalMonth} is final and used the decision about ${code} ${first.subject}: it stays` };
  }
  await db.transaction().execute(async (transaction) => {
    for (const each of free) await withdrawDecision(transaction, each);
  });
  return { withdrawn: free, settled: isPattern ? fitting.length - free.length : 0 };
}

async function monthsOf({ workspace, policy }: ExceptionsRequest, ids: readonly (string | null)[]): Promise<JobMonths> {
  const jobs = await jobsOf(workspace, policy);
  return jobs.monthsOfJobs(ids.filter((id) => id !== null));
}

function unique(all: readonly Judged[]): Judged[] {
  return [...new Map(all.map((each) => [decisionKey(each), each])).values()];
}
