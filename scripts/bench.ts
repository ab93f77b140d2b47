import { benchUsage } from './bench/usage.ts';

/**
 * `npm run bench -- usage [rows]`: generates a job log of that many rows (2,000,000 without a number), then times the
 * import and an estimate as whole processes. Nothing is asserted: the figures are printed as a table.
 */
const [what = 'usage', rows = '2000000'] = process.argv.slice(2);
if (what !== 'usage' || !/^\d+$/.test(rows)) {
  console.error('usage: npm run bench -- usage [rows]');
  process.exitCode = 2;
} else {
  await benchUsage(Number(rows));
}
