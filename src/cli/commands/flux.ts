import { withWorkspace } from '../../app/books/opening/workspace.ts';
import { refuseBeforeFirstMonth } from '../../app/books/policy/first-month.ts';
import { loadPolicy } from '../../app/books/policy/load-policy.ts';
import { flux } from '../../app/compare/flux.ts';
import { REVENUE_PROVIDERS, type RevenueProvider } from '../../core/close/net-revenue.ts';
import type { Comparison } from '../../core/comparison/comparison.ts';
import { ofProvider } from '../../core/comparison/of-provider.ts';
import { walletCauses } from '../../core/comparison/wallet-causes.ts';
import { addMonths } from '../../core/month/month.ts';
import { hasAddressForm } from '../../core/wallet/checksum-address.ts';
import { walletCausesDocument, walletCausesText } from '../../render/comparison/wallet-causes.ts';
import { monthArgument } from '../arguments.ts';
import { printDocument, printText, progressOn } from '../console.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Globals } from '../globals.ts';
import { printComparison } from '../print-comparison.ts';
import { UsageFault } from '../usage-fault.ts';
import { VERSION } from '../version.ts';

export interface FluxOptions extends Globals {
  readonly against?: string;
  readonly wallet?: string;
  readonly provider?: string;
}

/** `revshare flux MONTH`: net revenue of a month against another one's, by cause; stores nothing. */
export async function runFlux(monthText: string, options: FluxOptions): Promise<ExitCode> {
  const month = monthArgument(monthText);
  const against = options.against === undefined ? addMonths(month, -1) : monthArgument(options.against);
  if (against === month) {
    throw new UsageFault('--against names the month itself; two accounts of one month are for revshare bridge');
  }
  const provider = options.provider === undefined ? null : providerArgument(options.provider);
  if (options.wallet !== undefined && !hasAddressForm(options.wallet.toLowerCase())) {
    throw new UsageFault(`--wallet "${options.wallet}" is no wallet`);
  }
  await withWorkspace(options, async (workspace) => {
    const { policy } = await loadPolicy(workspace, options);
    if (options.against === undefined && month === policy.firstMonth) {
      refuseBeforeFirstMonth(against, policy, 'Name the month to compare with: --against MONTH.');
    }
    const request = { workspace, policy, version: VERSION, progress: progressOn(options) };
    const comparison = await flux({ ...request, month, against, out: options.out });
    if (options.wallet !== undefined) printWallet(comparison, options.wallet, options);
    else printComparison(provider === null ? comparison : ofProvider(comparison, provider), options);
  });
  return EXIT.done;
}

/** Why one wallet earned more or less. @throws UsageFault when no side names it */
function printWallet(comparison: Comparison, wallet: string, options: FluxOptions): void {
  const causes = walletCauses(comparison, wallet);
  if (causes === null) throw new UsageFault(`neither month names the wallet ${wallet}`);
  if (options.json) printDocument('wallet-causes', walletCausesDocument(causes));
  else printText(walletCausesText(comparison, causes), options);
}

/** @throws UsageFault */
function providerArgument(text: string): RevenueProvider {
  const found = REVENUE_PROVIDERS.find((each) => each === text);
  if (found === undefined) throw new UsageFault(`--provider "${text}" is none of ${REVENUE_PROVIDERS.join(', ')}`);
  return found;
}
