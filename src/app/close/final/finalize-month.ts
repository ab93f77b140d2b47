import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { otherFinalObjection } from '../../../core/close/approval.ts';
import type { FinalMonth } from '../../../core/close/prior-periods/final-month.ts';
import { formatMonth } from '../../../core/month/month.ts';
import type { Posting } from '../../../core/revenue/posting.ts';
import { checkWritable } from '../../../files/named-places.ts';
import { stageDirectory } from '../../../files/output-directory.ts';
import { approvedDocument } from '../../../render/month/reconcile-json.ts';
import { CommitUnknown } from '../../../store/database/guarded-dialect.ts';
import { keepFinalHashes } from '../../../store/months/final-hashes.ts';
import { finalMonth, markPublished } from '../../../store/months/final-months.ts';
import { FinalPostingWriter, lastPosting } from '../../../store/months/final-postings.ts';
import { listBatches } from '../../../store/payouts/payouts.ts';
import { refuseChangedLogs } from '../../books/logs/kept-logs.ts';
import { refuseBeforeFirstMonth } from '../../books/policy/first-month.ts';
import { unlistedActs } from '../../books/records/acts-file.ts';
import { refuseUnknownReports } from '../../books/records/known-reports.ts';
import { refuseChangedMonths, refuseChangedPostings } from '../../books/records/unchanged-months.ts';
import { refuseChangedSmallRows } from '../../books/records/unchanged-small-rows.ts';
import { computeMonth } from '../computed-month.ts';
import { forgetReviews } from '../kept-review.ts';
import { OverviewListener } from '../reports/month-overview.ts';
import { writeIndex } from '../reports/reports-index.ts';
import { streamedFiles } from '../reports/streamed-files.ts';
import { Refused, refuseUnlessApproved } from './approval.ts';
import type { FinalizeOutcome, FinalizeRequest } from './finalize-request.ts';
import { keepFinalMonth } from './keep-final-month.ts';

/**
 * R15: recomputes the month and makes it final when the approved digest is still current, every gate is ok and the cap
 * is respected: one database transaction, then one rename. Repeating it changes nothing and says so.
 *
 * @throws InvalidInput before-first-month, unknown-reports, changed-books, unreadable-path where no reports can be written
 */
export async function finalizeMonth(request: FinalizeRequest): Promise<FinalizeOutcome> {
  const { workspace, policy, month, out } = request;
  const { db } = workspace.store;
  refuseBeforeFirstMonth(month, policy);
  const known = await finalMonth(db, month);
  if (known !== null) return repeated(request, known);
  if (request.repeats !== true) {
    await refuseUnknownReports(db, out, { batches: await listBatches(db), receiptsOf: null });
    await refuseChangedMonths(db, out);
    await refuseChangedSmallRows(db, workspace.data, null);
    await refuseChangedLogs(db, workspace.data);
    await unlistedActs(db, out);
  }
  const stagingName = `.final-${createHash('sha256')
    .update(`${formatMonth(month)} ${request.accept}`)
    .digest('hex')
    .slice(0, 16)}`;
  checkWritable(join(out, formatMonth(month)));
  forgetReviews(workspace.data);
  const fresh = request.repeats === true ? workspace : { ...workspace, tables: workspace.tables.anew() };
  const staged = stageDirectory(join(out, formatMonth(month), 'final'), stagingName);
  let committed = false;
  try {
    const document = await db.transaction().execute(async (transaction) => {
      const overview = new OverviewListener(month);
      const files = streamedFiles(staged, month, 'final', policy.journal, overview);
      const writer = new FinalPostingWriter(transaction, month);
      const before = await lastPosting(transaction);
      const posting = async (each: Posting): Promise<void> => {
        files.posting(each);
        await writer.add(each);
      };
      const inside = { ...request, workspace: { ...fresh, store: { ...fresh.store, db: transaction } } };
      const options = { asIfOpen: false, approvedWords: request.approvedWords };
      const computed = await computeMonth(inside, { ...files, posting }, options);
      files.finish(computed.close);
      await writer.flush();
      if (request.repeats !== true) await refuseChangedPostings(transaction, computed.posted);
      await refuseUnlessApproved(inside, computed);
      const shown = await overview.result(computed, null);
      const document = await keepFinalMonth(inside, computed, staged, stagingName, shown);
      await keepFinalHashes(transaction, month, before);
      return document;
    });
    // From here on the month is final: what is staged is its reports, and the next run gives them their name.
    committed = true;
    staged.replace();
    await markPublished(db, month);
    if (request.repeats !== true) await writeIndex(out);
    return { done: 'final', document };
  } catch (error) {
    // Not known to be final or not: what is staged stays for the next run, which knows.
    if (!committed && !(error instanceof CommitUnknown)) staged.discard();
    if (error instanceof Refused) return { done: 'refused', reasons: error.reasons, gates: error.gates };
    throw error;
  }
}

function repeated({ month, accept }: FinalizeRequest, final: FinalMonth): FinalizeOutcome {
  const other = otherFinalObjection(month, accept, final.digest);
  if (other !== null) return { done: 'refused', reasons: [other], gates: [] };
  return { done: 'already-final', document: approvedDocument(final) };
}
