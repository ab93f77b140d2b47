import { verifyBooks } from '../../app/verify/verify-books.ts';
import { formatMonth } from '../../core/month/month.ts';
import { verifyDocument, verifyText } from '../../render/verify-text.ts';
import { monthArgument } from '../arguments.ts';
import { printData, printNote, progressOn } from '../console.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Globals } from '../globals.ts';
import { UsageFault } from '../usage-fault.ts';
import { VERSION } from '../version.ts';

export interface VerifyOptions extends Globals {
  readonly all?: boolean;
}

/** `revshare verify MONTH`, `verify --all`: recomputes final months from evidence and compares; changes nothing. */
export async function runVerify(monthText: string | undefined, options: VerifyOptions): Promise<ExitCode> {
  if ((monthText === undefined) === (options.all !== true)) {
    throw new UsageFault('name the month to verify, or all of them: revshare verify 2026-10, revshare verify --all');
  }
  const upTo = monthText === undefined ? null : formatMonth(monthArgument(monthText));
  const { data, databaseUrl, out } = options;
  const found = await verifyBooks({ data, databaseUrl, out, upTo, version: VERSION, progress: progressOn(options) });
  if (found === null) throw new UsageFault(`${upTo} is not final: there is nothing to verify`);
  if (options.json) printData(`${JSON.stringify(verifyDocument(found), null, 2)}\n`);
  else if (!options.quiet || found.differences.length > 0) printData(verifyText(found));
  for (const note of found.notes) printNote(`note: ${note}\n`);
  return found.differences.length > 0 ? EXIT.findings : EXIT.done;
}
