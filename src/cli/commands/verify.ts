import { restoreReports } from '../../app/verify/restore-reports.ts';
import { verifyBooks } from '../../app/verify/verify-books.ts';
import { formatMonth } from '../../core/month/month.ts';
import { isAsApproved, verifyDocument, verifyText } from '../../render/books/verify-text.ts';
import { monthArgument } from '../arguments.ts';
import { printDocument, printNote, printText, progressOn } from '../console.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Globals } from '../globals.ts';
import { thisRun } from '../holder.ts';
import { UsageFault } from '../usage-fault.ts';
import { VERSION } from '../version.ts';

export interface VerifyOptions extends Globals {
  readonly all?: boolean;
  readonly restore?: boolean;
}

/**
 * `revshare verify MONTH`, `verify --all`: recomputes final months from evidence and compares; changes nothing. With
 * `--restore` it writes lost or damaged final reports again.
 */
export async function runVerify(monthText: string | undefined, options: VerifyOptions): Promise<ExitCode> {
  if ((monthText === undefined) === (options.all !== true)) {
    throw new UsageFault('name the month to verify, or all of them: revshare verify 2026-10, revshare verify --all');
  }
  const upTo = monthText === undefined ? null : formatMonth(monthArgument(monthText));
  const { data, databaseUrl, out } = options;
  const request = { data, databaseUrl, out, upTo, version: VERSION, progress: progressOn(options) };
  const restores = options.restore === true;
  const command = `verify ${monthText ?? '--all'} --restore`;
  const found = restores ? await restoreReports(request, thisRun(command)) : await verifyBooks(request);
  if (found === null) throw new UsageFault(`${upTo} is not final: there is nothing to verify`);
  if (options.json) printDocument('verification', verifyDocument(found));
  else if (!options.quiet || !isAsApproved(found)) printText(verifyText(found), options, 'whole');
  for (const note of found.notes) printNote(`note: ${note}\n`);
  return isAsApproved(found) ? EXIT.done : EXIT.findings;
}
