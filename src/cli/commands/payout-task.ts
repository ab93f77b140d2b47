import type { PayoutRequest } from '../../app/payouts/payout-books.ts';
import { formatMonth, type Month } from '../../core/month/month.ts';
import type { PayeeChange } from '../../core/payout/preparation/payee-changes.ts';
import { changesDocument } from '../../render/payouts/payouts-json.ts';
import { changesText } from '../../render/payouts/payouts-text.ts';
import { printDocument, printNote } from '../console.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Globals } from '../globals.ts';
import { UsageFault } from '../usage-fault.ts';

export interface PayoutsOptions extends Globals {
  readonly status?: boolean;
  readonly record?: string;
  readonly days?: string;
  readonly allowPartial?: boolean;
  readonly allowShort?: boolean;
  readonly skipKnown?: boolean;
  readonly skipUnknown?: boolean;
  readonly void?: string;
  readonly published?: readonly string[];
  readonly adjust?: string;
  readonly amount?: string;
  readonly moreThanEarned?: boolean;
  readonly reason?: string;
  readonly rateDate?: string;
  readonly reverse?: string;
  readonly wallet?: string;
  readonly release?: string;
  readonly cancel?: string;
  readonly early?: boolean;
  readonly acceptChanges?: boolean;
  readonly preview?: boolean;
  readonly by?: string;
}

/** @param released is told of a batch that this call released, as it is printed */
export type Task = (
  request: PayoutRequest,
  released?: (batch: Readonly<Record<string, unknown>>) => void,
) => Promise<ExitCode>;

/** Why somebody does what cannot be undone without a word. @throws UsageFault */
export function reasonIn({ reason }: PayoutsOptions, task: string): string {
  if (reason === undefined || reason.trim() === '') throw new UsageFault(`${task} needs --reason`);
  return reason.trim();
}

/** Prints why nothing was done. */
export function refused(
  month: Month,
  reasons: readonly string[],
  options: PayoutsOptions,
  changes: readonly PayeeChange[] = [],
): ExitCode {
  if (options.json)
    printDocument('payouts', {
      done: 'refused',
      month: formatMonth(month),
      reasons,
      changed_payees: changesDocument(changes),
    });
  const text = reasons.map((reason) => `  ${reason}\n`).join('');
  printNote(`payouts of ${formatMonth(month)}: nothing was changed\n${text}${changesText(changes)}`);
  return EXIT.findings;
}
