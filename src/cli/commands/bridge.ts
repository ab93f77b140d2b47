import { bridge } from '../../app/compare/bridge.ts';
import { monthArgument } from '../arguments.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Globals } from '../globals.ts';
import { printComparison } from '../print-comparison.ts';

export interface BridgeOptions extends Globals {
  readonly from: string;
  readonly to?: string;
}

/** `revshare bridge MONTH`: every cent between two stored accounts of a month, by cause; reads reports only. */
export async function runBridge(monthText: string, options: BridgeOptions): Promise<ExitCode> {
  const month = monthArgument(monthText);
  const { out, from, to = null } = options;
  printComparison(await bridge({ month, out, from, to }), options);
  return EXIT.done;
}
