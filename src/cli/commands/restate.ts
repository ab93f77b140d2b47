import { withWorkspace } from '../../app/books/opening/workspace.ts';
import { refuseBeforeFirstMonth } from '../../app/books/policy/first-month.ts';
import { loadPolicy } from '../../app/books/policy/load-policy.ts';
import { restate } from '../../app/compare/restate.ts';
import { monthArgument } from '../arguments.ts';
import { progressOn } from '../console.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Globals } from '../globals.ts';
import { printComparison } from '../print-comparison.ts';
import { UsageFault } from '../usage-fault.ts';
import { VERSION } from '../version.ts';

/** `revshare restate MONTH`: a final month as closed against as now known; changes nothing. */
export async function runRestate(monthText: string, globals: Globals): Promise<ExitCode> {
  const month = monthArgument(monthText);
  await withWorkspace(globals, async (workspace) => {
    const { policy } = await loadPolicy(workspace, globals);
    const request = { workspace, policy, version: VERSION, progress: progressOn(globals) };
    const comparison = await restate({ ...request, month, out: globals.out });
    if (comparison === null) {
      refuseBeforeFirstMonth(month, policy);
      throw new UsageFault(
        `${monthText} is not final: there is nothing to restate; reconcile computes it as now known`,
      );
    }
    printComparison(comparison, globals);
  });
  return EXIT.done;
}
