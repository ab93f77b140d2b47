import { withWorkspace } from '../../app/books/opening/workspace.ts';
import { loadPolicy } from '../../app/books/policy/load-policy.ts';
import { warnOfUnknownActs } from '../../app/books/records/acts-file.ts';
import { readOwed } from '../../app/payouts/owed.ts';
import { owedCsv, owedDocument, owedText } from '../../render/payouts/owed.ts';
import { instantArgument } from '../arguments.ts';
import { printData, printDocument, printText } from '../console.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Globals } from '../globals.ts';
import { UsageFault } from '../usage-fault.ts';

export interface OwedOptions extends Globals {
  readonly csv?: boolean;
  readonly dormant: string;
}

/** `revshare owed`: what is owed to whom, by the month that earned it; ends with 1 where something is overdue. */
export async function runOwed(options: OwedOptions): Promise<ExitCode> {
  const asOfMs = instantArgument(options.asOf);
  if (!/^[1-9]\d{0,3}$/.test(options.dormant))
    throw new UsageFault(`--dormant "${options.dormant}" is no number of months`);
  const dormantMonths = Number(options.dormant);
  return withWorkspace(options, async (workspace) => {
    const { policy } = await loadPolicy(workspace, options);
    const owed = { ...(await readOwed(workspace.store.db, policy, asOfMs)), dormantMonths };
    if (options.json) printDocument('owed', owedDocument(owed));
    else if (options.csv === true) printData(owedCsv(owed));
    else printText(owedText(owed, options.wide), options);
    const isUnknown = await warnOfUnknownActs(workspace.store.db, options.out);
    return isUnknown || owed.amounts.some(({ overdue }) => overdue > 0n) ? EXIT.findings : EXIT.done;
  });
}
