import { loadPolicy } from '../../app/books/load-policy.ts';
import { withWorkspace } from '../../app/books/workspace.ts';
import { flux } from '../../app/compare/flux.ts';
import { addMonths } from '../../core/month/month.ts';
import { monthArgument } from '../arguments.ts';
import { progressOn } from '../console.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Globals } from '../globals.ts';
import { printComparison } from '../print-comparison.ts';
import { UsageFault } from '../usage-fault.ts';
import { VERSION } from '../version.ts';

export interface FluxOptions extends Globals {
  readonly against?: string;
}

/** `revshare flux MONTH`: net revenue of a month against another one's, by cause; stores nothing. */
export async function runFlux(monthText: string, options: FluxOptions): Promise<ExitCode> {
  const month = monthArgument(monthText);
  const against = options.against === undefined ? addMonths(month, -1) : monthArgument(options.against);
  if (against === month) {
    throw new UsageFault('--against names the month itself; two accounts of one month are for revshare bridge');
  }
  await withWorkspace(options, async (workspace) => {
    const { policy } = await loadPolicy(workspace, options);
    const request = { workspace, policy, version: VERSION, progress: progressOn(options) };
    printComparison(await flux({ ...request, month, against, out: options.out }), options);
  });
  return EXIT.done;
}
