import { importInputs } from '../../app/import-inputs.ts';
import { loadPolicy, rememberConfig } from '../../app/load-policy.ts';
import { checkRequest, reconcile } from '../../app/reconcile.ts';
import { withLockedWorkspace } from '../../app/workspace.ts';
import { printedDocument, reconcileDocument } from '../../render/reconcile-json.ts';
import { summaryText } from '../../render/summary-text.ts';
import { instantArgument, monthArgument } from '../arguments.ts';
import { printData, printNote, progressOn } from '../console.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Globals } from '../globals.ts';
import { thisRun } from '../holder.ts';
import { VERSION } from '../version.ts';

/** `revshare reconcile MONTH`: imports what is new, computes the month, writes the reports, prints the summary. */
export async function runReconcile(monthText: string, globals: Globals): Promise<ExitCode> {
  const month = monthArgument(monthText);
  const asOfMs = instantArgument(globals.asOf);
  const progress = progressOn(globals);
  return withLockedWorkspace(globals, thisRun(`reconcile ${monthText}`), async (workspace) => {
    const { policy, path } = await loadPolicy(workspace, { config: globals.config, inputs: globals.inputs });
    checkRequest({ policy, month, out: globals.out });
    const { db } = workspace.store;
    if (globals.inputs !== undefined) {
      const outcome = await importInputs(db, [globals.inputs], workspace.data, progress, [globals.out, path]);
      for (const warning of outcome.warnings) printNote(`warning: ${warning}\n`);
      if (!globals.quiet) printNote(`imported ${outcome.taken.length} new inputs, ${outcome.known} known\n`);
    }
    const done = await reconcile({
      workspace,
      policy,
      month,
      asOfMs,
      out: globals.out,
      version: VERSION,
      progress,
    });
    await rememberConfig(workspace, path);
    if ('final' in done) {
      if (globals.json || !globals.quiet) printData(`${JSON.stringify(printedDocument(done.final), null, 2)}\n`);
      return EXIT.done;
    }
    if (globals.json) printData(`${JSON.stringify(printedDocument(reconcileDocument(done)), null, 2)}\n`);
    else if (!globals.quiet) printData(summaryText(done, done.directory));
    return done.close.findings.some((finding) => finding.decision === null) ? EXIT.findings : EXIT.done;
  });
}
