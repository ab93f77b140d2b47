import { loadPolicy } from '../../app/books/load-policy.ts';
import { withWorkspace } from '../../app/books/workspace.ts';
import { type OtherRules, whatIf } from '../../app/compare/whatif.ts';
import { whatIfDocument } from '../../render/comparison-json.ts';
import { whatIfText } from '../../render/whatif-text.ts';
import { monthArgument } from '../arguments.ts';
import { printData, progressOn } from '../console.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Globals } from '../globals.ts';
import { UsageFault } from '../usage-fault.ts';
import { VERSION } from '../version.ts';

export interface WhatIfOptions extends Globals {
  readonly refunds?: string;
  readonly share?: string;
  readonly trialJobs?: string;
}

/** `revshare whatif MONTH`: the month under its own rules and under others, side by side; stores nothing. */
export async function runWhatIf(monthText: string, options: WhatIfOptions): Promise<ExitCode> {
  const month = monthArgument(monthText);
  const rules = rulesIn(options);
  await withWorkspace(options, async (workspace) => {
    const { policy } = await loadPolicy(workspace, options);
    const request = { workspace, policy, version: VERSION, progress: progressOn(options) };
    const result = await whatIf({ ...request, month, out: options.out, rules });
    printData(options.json ? `${JSON.stringify(whatIfDocument(result), null, 2)}\n` : whatIfText(result));
  });
  return EXIT.done;
}

/** @throws UsageFault */
function rulesIn({ refunds, share, trialJobs }: WhatIfOptions): OtherRules {
  if (refunds === undefined && share === undefined && trialJobs === undefined) {
    throw new UsageFault('name a rule to try: --refunds, --share or --trial-jobs');
  }
  if (share !== undefined && !/^(0(\.\d{1,18})?|1(\.0{1,18})?)$/.test(share)) {
    throw new UsageFault(`--share "${share}" is not a share between 0 and 1; write it like 0.5`);
  }
  return {
    ...(refunds === undefined ? {} : { refunds: oneOf('--refunds', refunds, ['proportional', 'deferred-first']) }),
    ...(share === undefined ? {} : { share }),
    ...(trialJobs === undefined ? {} : { trialJobs: oneOf('--trial-jobs', trialJobs, ['count', 'exclude']) }),
  };
}

function oneOf<Name extends string>(option: string, text: string, names: readonly Name[]): Name {
  const found = names.find((name) => name === text);
  if (found === undefined) throw new UsageFault(`${option} "${text}" is none of ${names.join(', ')}`);
  return found;
}
