import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeClosableWorld } from './closable-world.ts';
import { type Figures, figuresTable } from './figures-table.ts';
import { generateCharges } from './generate-charges.ts';
import type { MeasuredRun } from './measured-run.ts';
import { reconcileOctober, revshare } from './revshare.ts';
import { withScratch } from './scratch.ts';

/** Times import and close of that many Stripe charges with their invoices, with all reports. */
export function benchCharges(charges: number): Promise<void> {
  return withScratch(async (scratch) => {
    const { imported, ...closed } = await closedOctober(scratch, { charges, wallets: 1000 });
    console.log(`\n${charges.toLocaleString('en-US')} charges with their invoices\n`);
    console.log(figuresTable([{ step: 'import', run: imported, rows: charges }, ...stepsOf(closed, charges)]));
  });
}

/** Times the close of a month of that many wallets, everything imported before. */
export function benchWallets(wallets: number): Promise<void> {
  return withScratch(async (scratch) => {
    const closed = await closedOctober(scratch, { charges: 10_000, wallets });
    console.log(`\n${wallets.toLocaleString('en-US')} wallets, a month of one job each\n`);
    console.log(figuresTable(stepsOf(closed, wallets)));
  });
}

/** The runs of a month's close. */
export interface ClosedMonth {
  readonly imported: MeasuredRun;
  readonly reviewed: MeasuredRun;
  readonly final: MeasuredRun;
}

/**
 * Imports October 2026, estimates it, and makes it final by its digest.
 *
 * @throws Error when the month does not become final
 */
export async function closedOctober(
  scratch: string,
  { charges, wallets }: { charges: number; wallets: number },
): Promise<ClosedMonth> {
  const inputs = join(scratch, 'inputs');
  mkdirSync(inputs);
  writeClosableWorld(inputs, wallets);
  await generateCharges(inputs, charges);
  const imported = await revshare(scratch, ['import', inputs]);
  const reviewed = await reconcileOctober(scratch, ['--config', join(inputs, 'revshare.yaml')]);
  const { digest, exceptions } = JSON.parse(reviewed.stdout) as { digest: string; exceptions: unknown[] };
  if (exceptions.length > 0)
    throw new Error(`the month has exceptions and may not become final:
${reviewed.stdout}`);
  const final = await revshare(scratch, ['finalize', '2026-10', '--accept', digest, '--by', 'bench', '--json']);
  const { done, reasons = [] } = JSON.parse(final.stdout) as { done: string; reasons?: string[] };
  if (done !== 'final') throw new Error(`the month did not become final: ${reasons.join('; ')}`);
  return { imported, reviewed, final };
}

function stepsOf({ reviewed, final }: Omit<ClosedMonth, 'imported'>, rows: number): Figures[] {
  return [
    { step: 'reconcile: the month, with all reports', run: reviewed, rows },
    { step: 'finalize: the same, frozen', run: final, rows },
  ];
}
