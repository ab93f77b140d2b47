import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeClosableWorld } from './closable-world.ts';
import { type Figures, figuresTable } from './figures-table.ts';
import { generateCharges } from './generate-charges.ts';
import { reconcileOctober, revshare } from './revshare.ts';
import { withScratch } from './scratch.ts';

/** Times import and close of that many Stripe charges with their invoices, with all reports. */
export function benchCharges(charges: number): Promise<void> {
  return withScratch(async (scratch) => {
    const inputs = await worldOf(scratch, { charges, wallets: 1000 });
    const imported = await revshare(scratch, ['import', inputs]);
    const what = `${charges.toLocaleString('en-US')} charges`;
    const closed = await close(scratch, inputs);
    console.log(`\n${what} with their invoices\n`);
    console.log(figuresTable([{ step: 'import', run: imported, rows: charges }, ...closed(charges)]));
  });
}

/** Times the close of a month of that many wallets, everything imported before. */
export function benchWallets(wallets: number): Promise<void> {
  return withScratch(async (scratch) => {
    const inputs = await worldOf(scratch, { charges: 10_000, wallets });
    await revshare(scratch, ['import', inputs]);
    const closed = await close(scratch, inputs);
    console.log(`\n${wallets.toLocaleString('en-US')} wallets, a month of one job each\n`);
    console.log(figuresTable(closed(wallets)));
  });
}

async function worldOf(scratch: string, { charges, wallets }: { charges: number; wallets: number }): Promise<string> {
  const inputs = join(scratch, 'inputs');
  mkdirSync(inputs);
  writeClosableWorld(inputs, wallets);
  await generateCharges(inputs, charges);
  return inputs;
}

/** An estimate, and the month made final by its digest. @throws Error when the month does not become final */
async function close(scratch: string, inputs: string): Promise<(rows: number) => Figures[]> {
  const reviewed = await reconcileOctober(scratch, ['--config', join(inputs, 'revshare.yaml')]);
  const { digest, exceptions } = JSON.parse(reviewed.stdout) as { digest: string; exceptions: unknown[] };
  if (exceptions.length > 0)
    throw new Error(`the month has exceptions and may not become final:
${reviewed.stdout}`);
  const final = await revshare(scratch, ['finalize', '2026-10', '--accept', digest, '--by', 'bench', '--json']);
  const { done, reasons = [] } = JSON.parse(final.stdout) as { done: string; reasons?: string[] };
  if (done !== 'final') throw new Error(`the month did not become final: ${reasons.join('; ')}`);
  return (rows) => [
    { step: 'reconcile: the month, with all reports', run: reviewed, rows },
    { step: 'finalize: the same, frozen', run: final, rows },
  ];
}
