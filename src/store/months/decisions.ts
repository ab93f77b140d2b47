import { type Decision, decisionKey } from '../../core/close/decision.ts';
import { formatMonth, monthFromText } from '../../core/month/month.ts';
import { insertRows } from '../database/insert-rows.ts';
import type { Database } from '../database/open-store.ts';

/** The decisions in force. */
export async function listDecisions(db: Database): Promise<Decision[]> {
  const rows = await db.selectFrom('decisions').selectAll().where('withdrawn', '=', 0n).orderBy('id').execute();
  return rows.map((row) => ({
    code: row.code as Decision['code'],
    subject: row.subject,
    month: monthFromText(row.month),
    decision: row.decision as Decision['decision'],
    note: row.note,
    by: row.decided_by,
    at: row.decided_at,
    finalMonth: row.final_month,
  }));
}

/** Puts a decision in force, in place of an earlier one about the same. The earlier one is kept as withdrawn. */
export async function insertDecision(db: Database, decision: Omit<Decision, 'finalMonth'>): Promise<void> {
  await withdrawDecision(db, decision);
  await insertFresh(db, [decision]);
}

/** The same for many, each about something else: there may be ten thousand, and most are about what none was about. */
export async function insertDecisions(db: Database, decisions: readonly Omit<Decision, 'finalMonth'>[]): Promise<void> {
  const earlier = new Set((await listDecisions(db)).map(decisionKey));
  for (const each of decisions) if (earlier.has(decisionKey(each))) await withdrawDecision(db, each);
  await insertFresh(db, decisions);
}

async function insertFresh(db: Database, decisions: readonly Omit<Decision, 'finalMonth'>[]): Promise<void> {
  await insertRows(db, 'decisions', decisions, (decision) => ({
    code: decision.code,
    subject: decision.subject,
    month: formatMonth(decision.month),
    decision: decision.decision,
    note: decision.note,
    decided_by: decision.by,
    decided_at: decision.at,
    withdrawn: 0,
    final_month: null,
  }));
}

/** Withdraws the decision about something, unless a final month used it. Returns how many were withdrawn. */
export async function withdrawDecision(
  db: Database,
  about: Pick<Decision, 'code' | 'subject' | 'month'>,
): Promise<number> {
  const result = await db
    .updateTable('decisions')
    .set({ withdrawn: 1 })
    .where('code', '=', about.code)
    .where('subject', '=', about.subject)
    .where('month', '=', formatMonth(about.month))
    .where('withdrawn', '=', 0n)
    .where('final_month', 'is', null)
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

/** Ties the decisions that a month used to it, those about the month and earlier ones: they can no longer be withdrawn. */
export async function tieDecisions(db: Database, month: string): Promise<void> {
  await db
    .updateTable('decisions')
    .set({ final_month: month })
    .where('withdrawn', '=', 0n)
    .where('final_month', 'is', null)
    .where('month', '<=', month)
    .execute();
}
