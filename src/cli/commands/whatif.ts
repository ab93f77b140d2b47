import { withWorkspace } from '../../app/books/opening/workspace.ts';
import { loadPolicy } from '../../app/books/policy/load-policy.ts';
import type { Supposition } from '../../app/compare/supposed.ts';
import { type OtherRules, whatIf } from '../../app/compare/whatif.ts';
import { parseMicro } from '../../core/money/micro.ts';
import { hasAddressForm } from '../../core/wallet/checksum-address.ts';
import { whatIfDocument } from '../../render/comparison/comparison-json.ts';
import { whatIfText } from '../../render/comparison/whatif-text.ts';
import { dayArgument, monthArgument, nameArgument } from '../arguments.ts';
import { printDocument, printText, progressOn } from '../console.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Globals } from '../globals.ts';
import { UsageFault } from '../usage-fault.ts';
import { VERSION } from '../version.ts';

export interface WhatIfOptions extends Globals {
  readonly refunds?: string;
  readonly share?: string;
  readonly trialJobs?: string;
  readonly refund?: string;
  readonly on?: string;
  readonly amount?: string;
  readonly excludeWallet?: string;
  readonly price?: string;
}

/** `revshare whatif MONTH`: the month under its own rules and under others, side by side; stores nothing. */
export async function runWhatIf(monthText: string, options: WhatIfOptions): Promise<ExitCode> {
  const month = monthArgument(monthText);
  const rules = rulesIn(options);
  const supposition = suppositionIn(options);
  if (Object.keys({ ...rules, ...supposition }).length === 0) {
    throw new UsageFault(
      'name what to try: --refunds, --share, --trial-jobs, --refund CHARGE --on DAY, --exclude-wallet or --price',
    );
  }
  await withWorkspace(options, async (workspace) => {
    const { policy } = await loadPolicy(workspace, options);
    const request = { workspace, policy, version: VERSION, progress: progressOn(options) };
    const result = await whatIf({ ...request, month, out: options.out, rules, supposition });
    if (options.json) printDocument('whatif', whatIfDocument(result));
    else printText(whatIfText(result, options.wide), options);
  });
  return EXIT.done;
}

/** @throws UsageFault */
function rulesIn({ refunds, share, trialJobs }: WhatIfOptions): OtherRules {
  if (share !== undefined && !/^(0(\.\d{1,18})?|1(\.0{1,18})?)$/.test(share)) {
    throw new UsageFault(
      `--share "${share}" is not a share between 0 and 1; write it like 0.5, with at most 18 decimals`,
    );
  }
  return {
    ...(refunds === undefined
      ? {}
      : { refunds: nameArgument('--refunds', refunds, ['proportional', 'deferred-first']) }),
    ...(share === undefined ? {} : { share }),
    ...(trialJobs === undefined ? {} : { trialJobs: nameArgument('--trial-jobs', trialJobs, ['count', 'exclude']) }),
  };
}

/** @throws UsageFault */
function suppositionIn({ refund, on, amount, excludeWallet, price }: WhatIfOptions): Supposition {
  if (refund === undefined && (on !== undefined || amount !== undefined)) {
    throw new UsageFault('--on and --amount say more of a --refund: name its charge');
  }
  if (refund !== undefined && on === undefined) throw new UsageFault('--refund needs the day: --on 2026-11-20');
  if (excludeWallet !== undefined && !hasAddressForm(excludeWallet.toLowerCase())) {
    throw new UsageFault(`--exclude-wallet "${excludeWallet}" is no wallet`);
  }
  return {
    ...(refund === undefined || on === undefined
      ? {}
      : {
          refund: { charge: refund, atMs: Date.parse(dayArgument('--on', on)), amount: amountIn('--amount', amount) },
        }),
    ...(excludeWallet === undefined ? {} : { excludeWallet }),
    ...(price === undefined ? {} : { price: priceIn(price) }),
  };
}

/** Null where nothing is given. @throws UsageFault */
function amountIn(option: string, text: string | undefined): bigint | null {
  if (text === undefined) return null;
  const amount = parseMicro(text);
  if (typeof amount !== 'bigint' || amount <= 0n) throw new UsageFault(`${option} "${text}" is no amount like 20.00`);
  return amount;
}

/** `unlimited:annual=249.00`. @throws UsageFault */
function priceIn(text: string): NonNullable<Supposition['price']> {
  const [, plan = '', term, amount] = /^([^:=]+):(monthly|annual)=(.+)$/.exec(text) ?? [];
  const price = amountIn('--price', amount);
  if ((term !== 'monthly' && term !== 'annual') || price === null) {
    throw new UsageFault(`--price "${text}" is no price; write it like unlimited:annual=249.00`);
  }
  return { plan, term, price };
}
