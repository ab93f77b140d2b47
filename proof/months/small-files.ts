import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CURRENCIES, writeCharges } from './charges.ts';
import { writeJobs } from './jobs.ts';
import { dayText, FIRST_MONTH_MS, nameOf, type Size, startOf } from './size.ts';

const CONFIG = `version: 1
first_month: ${nameOf(0)}
pool: { share: 0.51, payout_delay_days: 1 }
plans:
  - { id: unlimited, term: monthly, list_price_usd: 20.00, stripe: [price_month] }
  - { id: unlimited, term: annual, list_price_usd: 240.00, stripe: [price_year] }
payouts: { default_method: usdc, minimum_usd: { usdc: 1.00 } }
`;

/** The policy of the world, written once. */
export function writePolicy(directory: string): string {
  const path = join(directory, 'revshare.yaml');
  writeFileSync(path, CONFIG);
  return path;
}

/** Everything that is known after a month, in a directory of its own. */
export async function writeMonth(root: string, month: number, size: Size): Promise<string> {
  const directory = join(root, nameOf(month));
  mkdirSync(join(directory, 'jobs'), { recursive: true });
  writeCharges(directory, month, size);
  writeFileSync(join(directory, 'fx.csv'), rates(month));
  writeFileSync(join(directory, 'coverage.csv'), COVERAGE);
  await writeJobs(join(directory, 'jobs'), month, size);
  return directory;
}

const COVERAGE = `provider,from,to,note
${['', ...CURRENCIES].map((each) => `stripe${each === '' ? '' : `:${each.toLowerCase()}`},2025-08-01,${dayText(FIRST_MONTH_MS - 86_400_000)},before the world`).join('\n')}
`;

/** A rate a day and currency, of all days up to the end of a month. */
function rates(month: number): string {
  const rows = ['date,from,to,rate,source'];
  for (let day = FIRST_MONTH_MS; day < startOf(month + 1); day += 86_400_000) {
    for (const [at, currency] of CURRENCIES.slice(1).entries()) {
      const draw = createHash('md5').update(`${currency}${day}`).digest().readUInt16BE(0) % 900;
      rows.push(
        `${dayText(day)},${currency},USD,${(0.7 + at * 0.15).toFixed(2)}${String(draw).padStart(3, '0')},world`,
      );
    }
  }
  return `${rows.join('\n')}\n`;
}
