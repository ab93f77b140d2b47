import type { Command } from 'commander';
import type { BridgeOptions } from './commands/bridge.ts';
import type { ExplainOptions } from './commands/explain.ts';
import type { FluxOptions } from './commands/flux.ts';
import type { WhatIfOptions } from './commands/whatif.ts';
import type { End } from './exit-codes.ts';
import { type Globals, withGlobals } from './globals.ts';

/** Commands that say why figures are what they are, and why they differ. They store nothing. */
export function comparisonCommands(program: Command, end: End): void {
  withGlobals(program.command('explain').description('any figure to its sources: formula, rule, rows of exports'))
    .argument(
      '<what>',
      'a cell (pool.csv:9, payouts.csv:17:earned_usd), a figure by its name (pool, refund, stripe), a wallet, a charge, an invoice, a subscription, a job, FILE:LINE, 23.15',
    )
    .option('--month <month>', 'UTC month, e.g. 2026-10 (default: the newest that was reported)')
    .option('--depth <steps>', 'the whole tree so many steps down (default: ten lines)')
    .option('--rows <count>', 'how many rows of a list are shown one by one', '20')
    .addHelpText('after', EXPLAIN_HELP)
    .action(async (what: string, options: ExplainOptions) => {
      const { runExplain } = await import('./commands/explain.ts');
      end(await runExplain(what, options));
    });
  withGlobals(program.command('flux').description('why net revenue changed against another month, by cause, exactly'))
    .argument('<month>', 'UTC month, e.g. 2026-10; final: as approved, open: as now known')
    .option('--against <month>', 'the month to compare with (default: the month before)')
    .option('--wallet <wallet>', 'why this wallet earned more or less')
    .option('--provider <name>', 'only stripe, apple, google or costs')
    .addHelpText('after', FLUX_HELP)
    .action(async (month: string, options: FluxOptions) => {
      const { runFlux } = await import('./commands/flux.ts');
      end(await runFlux(month, options));
    });
  withGlobals(program.command('bridge').description('every cent between two stored reports of a month, by cause'))
    .argument('<month>', 'UTC month, e.g. 2026-10')
    .option('--from <reports>', 'estimate, review, final, or a directory of reports', 'estimate')
    .option('--to <reports>', 'the same (default: final, or review while there is no final)')
    .action(async (month: string, options: BridgeOptions) => {
      const { runBridge } = await import('./commands/bridge.ts');
      end(await runBridge(month, options));
    });
  withGlobals(
    program.command('restate').description('a final month as closed against as now known, by cause and wallet'),
  )
    .argument('<month>', 'UTC month that is final, e.g. 2026-10')
    .addHelpText('after', RESTATE_HELP)
    .action(async (month: string, globals: Globals) => {
      const { runRestate } = await import('./commands/restate.ts');
      end(await runRestate(month, globals));
    });
  withGlobals(
    program.command('whatif').description('a month as it is and by other rules, or with a refund, side by side'),
  )
    .argument('<month>', 'UTC month, e.g. 2026-10')
    .option('--refunds <rule>', 'deferred-first or proportional')
    .option('--share <share>', 'the workers’ share, e.g. 0.5')
    .option('--trial-jobs <rule>', 'count or exclude')
    .option('--refund <charge>', 'a charge is refunded, on the day of --on')
    .option('--on <day>', 'UTC day of the refund, e.g. 2026-11-20')
    .option('--amount <amount>', 'of the refund, in the charge’s currency (default: all that is left)')
    .option('--exclude-wallet <wallet>', 'a wallet has no points')
    .option('--price <plan:term=usd>', 'a plan always cost another price, e.g. unlimited:annual=249.00')
    .addHelpText('after', WHATIF_HELP)
    .action(async (month: string, options: WhatIfOptions) => {
      const { runWhatIf } = await import('./commands/whatif.ts');
      end(await runWhatIf(month, options));
    });
}

const EXPLAIN_HELP = `
A final month is explained as it was closed, another one by its last reports; rows are quoted from the evidence as they
stand in their exports. + are the parts that sum to a figure, . is what else its formula names. Nothing is written.`;

const FLUX_HELP = `
Charges that cover several months start, go on by their schedule, or roll off. Monthly charges change by volume, plan
mix, price and fx. Tax, fees, refunds and the rest are causes of their own. The causes sum to the difference exactly.`;

const RESTATE_HELP = `
Nothing is changed: what is different posts in the first open month, with its original month. The month is computed by
today's revshare.yaml, wallet links and participation; where those are others than then, that is in the difference.`;

const WHATIF_HELP = `
Nothing is stored. Earlier months follow the other rules too, so that what is carried in is theirs.`;
