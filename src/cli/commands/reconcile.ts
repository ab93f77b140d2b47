import { type Workspace, withLockedWorkspace } from '../../app/books/opening/workspace.ts';
import { loadPolicy, rememberConfig } from '../../app/books/policy/load-policy.ts';
import { checkBooks, checkRequest, type ReconciledMonth, reconcile } from '../../app/close/reconcile.ts';
import { explainGaps } from '../../app/decide/explain-gap.ts';
import { importInputs } from '../../app/import/import-inputs.ts';
import { waitForAPerson } from '../../core/close/checks/gate.ts';
import { countOf } from '../../core/text/count-of.ts';
import { type ExplainedGap, gapEntries, gapText } from '../../render/explanation/gap-text.ts';
import { finalSummaryText } from '../../render/month/final-summary.ts';
import { printedDocument, reconcileDocument } from '../../render/month/reconcile-json.ts';
import { gateEntry, notOk } from '../../render/month/status.ts';
import { summaryText } from '../../render/month/summary-text.ts';
import { instantArgument, monthArgument } from '../arguments.ts';
import { printDocument, printNote, printText, progressOn } from '../console.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Globals } from '../globals.ts';
import { thisRun } from '../holder.ts';
import { type ImportFlags, importingBy } from '../import-flags.ts';
import { printImportNotes } from '../import-notes.ts';
import { UsageFault } from '../usage-fault.ts';
import { VERSION } from '../version.ts';

export interface ReconcileOptions extends Globals, ImportFlags {
  /** The category of the lines to look at; true for all. */
  readonly explainGap?: string | true;
}

/**
 * `revshare reconcile MONTH`: imports what is new, computes the month, writes the reports, prints the summary; with
 * `--explain-gap` the rows behind lines of reconciliation.csv that nothing explains.
 */
export async function runReconcile(monthText: string, globals: ReconcileOptions): Promise<ExitCode> {
  const month = monthArgument(monthText);
  const asOfMs = instantArgument(globals.asOf);
  const progress = progressOn(globals);
  const importing = importingBy(globals);
  return withLockedWorkspace({ ...globals, begins: true }, thisRun(`reconcile ${monthText}`), async (workspace) => {
    const { policy, path } = await loadPolicy(workspace, globals);
    checkRequest({ policy, month, out: globals.out });
    const { db } = workspace.store;
    await checkBooks(db, { month, out: globals.out });
    if (globals.inputs !== undefined) {
      const outcome = await importInputs(db, [globals.inputs], workspace.data, progress, {
        ...importing,
        times: policy.jobTimes,
        except: [globals.out, path],
      });
      printImportNotes(outcome);
      if (!globals.quiet) printNote(`imported ${countOf(outcome.taken.length, 'new input')}, ${outcome.known} known\n`);
    }
    const done = await reconcile({
      workspace: { ...workspace, limits: importing.limits },
      policy,
      month,
      asOfMs,
      out: globals.out,
      version: VERSION,
      progress,
      anew: importing.rehash === true,
    });
    await rememberConfig(workspace, path);
    if ('final' in done) {
      if (globals.json) printDocument('month', printedDocument(done.final));
      else if (!globals.quiet) printText(finalSummaryText(done.final), globals);
      if (done.reportsThere) return EXIT.done;
      const again = `revshare verify ${monthText} --restore writes them again`;
      printNote(`${monthText} is final, and its reports are not in ${globals.out}: ${again}\n`);
      return EXIT.findings;
    }
    done.keep();
    const gaps = await gapsOf(workspace, done, globals.explainGap);
    const openGates = waitForAPerson(done.state, done.gates);
    if (globals.json) {
      const document = { ...printedDocument(reconcileDocument(done)), gates: notOk(done.gates).map(gateEntry) };
      printDocument('month', gaps === null ? document : { ...document, gaps: gapEntries(gaps) });
    } else if (!globals.quiet) {
      printText(summaryText(done, openGates, done.directory), globals);
      if (gaps !== null) printText(gapText(gaps), globals);
    }
    const isOpen =
      done.close.findings.some((finding) => finding.decision === null) ||
      openGates.length > 0 ||
      (gaps ?? []).length > 0;
    return isOpen ? EXIT.findings : EXIT.done;
  });
}

/** Null when nobody asked. @throws UsageFault for a category of no line */
async function gapsOf(
  { store }: Workspace,
  { close: { month }, lines }: ReconciledMonth,
  asked: string | true | undefined,
): Promise<ExplainedGap[] | null> {
  if (asked === undefined) return null;
  const categories = [...new Set(lines.map(({ category }) => category))].sort();
  if (asked !== true && !categories.includes(asked)) {
    const known = categories.length === 0 ? 'it has no lines' : `there are: ${categories.join(', ')}`;
    throw new UsageFault(`reconciliation.csv has no category "${asked}"; ${known}`);
  }
  return explainGaps({ db: store.db, month }, lines, asked === true ? null : asked);
}
