import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHARGED_PLANS, generateCharges } from './generate-charges.ts';

export const WORKERS = 5000;
export const SUBSCRIBERS = 50_000;
/** So many subscribers share an account with the worker of their number; half of those workers are linked to it too. */
export const LINKED = 300;

const CONFIG = `version: 1
first_month: 2026-10
usage: { trial_jobs: exclude }
${CHARGED_PLANS}`;

/** The files beside the job log: policy, one charge, which wallets are linked, who participated when. */
export async function writeJobWorld(directory: string): Promise<void> {
  const write = (name: string, text: string): void => writeFileSync(join(directory, name), text);
  write('revshare.yaml', CONFIG);
  write('wallet-links.csv', `wallet,account\n${links().join('')}`);
  write('participation.csv', `wallet,enabled_from,enabled_until\n${stretches().join('')}`);
  await generateCharges(directory, 1);
}

/** As job-rows.ts makes it: w and x for a worker, s and y for a subscriber. */
export function walletOf(kind: 'worker' | 'subscriber', number: number): string {
  const [first, rest] = kind === 'worker' ? ['w', 'x'] : ['s', 'y'];
  return `0x${md5(`${first}${number}`)}${md5(`${rest}${number}`).slice(0, 8)}`;
}

function links(): string[] {
  return Array.from({ length: LINKED }, (_, number) => {
    const subscriber = `${walletOf('subscriber', number)},account-w${number}\n`;
    return number % 2 === 0 ? subscriber : `${subscriber}${walletOf('worker', number)},account-w${number}\n`;
  });
}

/** Most workers all year; some until the 20th, some from the 10th on, some never. */
function stretches(): string[] {
  return Array.from({ length: WORKERS }, (_, number) => {
    if (number % 97 === 5) return '';
    const from = number % 50 === 9 ? '2026-10-10T00:00:00Z' : '2026-01-01T00:00:00Z';
    return `${walletOf('worker', number)},${from},${number % 50 === 7 ? '2026-10-20T00:00:00Z' : ''}\n`;
  });
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
