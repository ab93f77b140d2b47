import { cpus } from 'node:os';
import { benchArguments, USAGE } from './bench/arguments.ts';
import { benchCharges, benchWallets } from './bench/close.ts';
import { benchExplain } from './bench/explain.ts';
import { benchSizes } from './bench/growth.ts';
import { setUp } from './bench/revshare.ts';
import { benchStartUp } from './bench/start-up.ts';
import { benchUsage } from './bench/usage.ts';

/**
 * `npm run bench`: whole processes, timed; the figures are printed as tables and never asserted. What is asserted is that
 * every program gives the same totals. Exit code 1 when they differ, 2 for arguments that it does not know.
 */
const wanted = benchArguments(process.argv.slice(2));
if (wanted === null) {
  console.error(USAGE);
  process.exitCode = 2;
} else {
  await setUp();
  const cores = cpus();
  console.log(`${cores.length} cores (${cores[0]?.model.trim() ?? ''}), Node ${process.version}, whole processes`);
  if (wanted.startUp) await benchStartUp();
  if (wanted.usage.length > 0) await benchSizes(wanted.usage, benchUsage);
  for (const charges of wanted.charges) await benchCharges(charges);
  for (const wallets of wanted.wallets) await benchWallets(wallets);
  for (const charges of wanted.explain) await benchExplain(charges);
}
