import type { Command } from 'commander';
import type { OwedOptions } from './commands/owed.ts';
import type { PayoutsOptions } from './commands/payout-task.ts';
import type { StatementOptions } from './commands/statement.ts';
import type { VerifyStatementOptions } from './commands/verify-statement.ts';
import type { End } from './exit-codes.ts';
import { withGlobals } from './globals.ts';

/** Commands that pay a final month. */
export function payoutCommands(program: Command, end: End): void {
  withGlobals(program.command('payouts').description('prepare the batch of a final month, record what was sent of it'))
    .argument('<month>', 'UTC month, e.g. 2026-10')
    .option('--preview', 'say what would be prepared, and keep nothing')
    .option('--accept-changes', 'pay payees whose details changed since the month was approved, as they are now')
    .option('--rate-date <day>', 'convert by the rates of this day (default: the last of the month)')
    .option(
      '--release <digest>',
      'release the batch as it was shown, and write the files of its rails to payout/ of the month’s reports; needs --by',
    )
    .option('--cancel <digest>', 'do not release what was shown; needs --reason')
    .option('--early', 'prepare before the payouts of the month are due')
    .option('--status', 'how far the month is paid, and what stays on balances')
    .option(
      '--record <file>',
      'take receipts: an export of PayPal, Wise, an explorer or a Safe, or wallet,amount,asset,reference,sent_at',
    )
    .option('--days <order>', 'for --record: days like 05/12/2026 are day-first or month-first')
    .option('--allow-partial', 'lines without a receipt stay open')
    .option('--allow-short', 'lines of which less was sent stay open for the rest')
    .option('--skip-known', 'pass over receipts that are recorded already')
    .option('--skip-unknown', 'pass over receipts of wallets that the batch does not pay')
    .option('--reverse <reference>', 'take a wrong receipt back, by an entry of its own; needs --reason')
    .option('--wallet <wallet>', 'for --reverse, where the reference paid several')
    .option('--void <batch>', 'send nothing more of a batch; what was not receipted is payable again')
    .option('--published <roots...>', 'for --void: the roots that claim contracts have now, without the batch')
    .option('--adjust <wallet>', 'add --amount to a balance, with a minus take it off')
    .option('--amount <usd>', 'for --adjust, e.g. 12.50 or -3')
    .option('--more-than-earned', 'for --adjust: give a wallet more by adjustments than it ever earned')
    .option('--reason <text>', 'why a batch is voided or not released, a receipt reversed, or a balance adjusted')
    .option('--by <name>', 'who does it (default: the system user)')
    .action(async (month: string, options: PayoutsOptions) => {
      const { runPayouts } = await import('./commands/payouts.ts');
      end(await runPayouts(month, options));
    });
  withGlobals(program.command('owed').description('what is owed to whom: due, overdue, on its way, below minimum'))
    .option('--csv', 'as CSV')
    .option('--dormant <months>', 'without points for so long, a balance below the minimum is dormant', '6')
    .action(async (options: OwedOptions) => {
      const { runOwed } = await import('./commands/owed.ts');
      end(await runOwed(options));
    });
}

/** What a worker gets, and how a worker checks it. */
export function statementCommands(program: Command, end: End): void {
  withGlobals(program.command('statement').description('what a month or a year says about one wallet, or about each'))
    .argument('[wallet]', 'address of a worker')
    .option('--month <month>', 'UTC month, e.g. 2026-10')
    .option('--year <year>', 'final months and payments of a UTC year, e.g. 2026')
    .option('--all', 'write the statements of every wallet of the month, or of the year with one summary.csv')
    .option('--format <forms>', 'text, csv, html or json (default: text; with --all text,csv,html)')
    .option('--jobs', 'list the credited jobs one by one')
    .action(async (wallet: string | undefined, options: StatementOptions) => {
      const { runStatement } = await import('./commands/statement.ts');
      end(await runStatement(wallet, options));
    });
  withGlobals(
    program.command('verify-statement').description('check a statement against the published public.json, offline'),
  )
    .argument('<file>', 'a statement in any form')
    .option(
      '--manifest <file...>',
      'the published public.json of the month, or its manifest.json; of a year one for each month',
    )
    .option('--root <hash>', 'in place of a manifest: its statement root')
    .action(async (file: string, options: VerifyStatementOptions) => {
      const { runVerifyStatement } = await import('./commands/verify-statement.ts');
      end(await runVerifyStatement(file, options));
    });
}
