import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { command } from '../worlds/close-world.ts';
import { exact, exactSum, filesUnder, NOVEMBER, type World } from '../worlds/world.ts';

/** For the tests of flux, bridge, restate and whatif as whole commands. */

/** What a comparison prints with --json, as far as the tests ask for it. */
export interface Document {
  readonly net_revenue_usd: {
    readonly difference: string;
    readonly causes: readonly ({ readonly cause: string; readonly all: string } & Readonly<Record<string, string>>)[];
  };
  readonly from: Side;
  readonly to: Side;
  readonly as_reported?: Side | null;
  readonly pool_usd: Readonly<Record<string, string>>;
  readonly notes: readonly string[];
  readonly wallets: readonly { readonly wallet: string; readonly difference_usd: string }[];
  readonly largest: readonly { readonly cause: string; readonly charge: string; readonly amount_usd: string }[];
}

export interface Side {
  readonly state: string;
  readonly net_revenue_usd: string;
  readonly distributed_usd: string;
  readonly carried_in_usd: string;
  readonly lines: readonly { readonly line: string; readonly provider: string; readonly amount_usd: string }[];
}

/** Runs a comparison with --json; fails when it did not run. */
export async function compared(world: World, args: readonly string[], asOf = NOVEMBER): Promise<Document> {
  const ended = await command(world, [...args, '--json'], asOf);
  if (ended.code !== 0) throw new Error(`${args.join(' ')} ended with ${ended.code}\n${ended.stderr}`);
  return JSON.parse(ended.stdout) as Document;
}

/** Causes with their amount over all providers. */
export function causes({ net_revenue_usd }: Document): Record<string, string> {
  return Object.fromEntries(net_revenue_usd.causes.map(({ cause, all }) => [cause, all]));
}

/** The causes must sum to the difference, and the wallets to the difference of what is distributed. */
export function expectExact(document: Document): void {
  const { difference, causes: all } = document.net_revenue_usd;
  expect(exactSum(all.map((each) => each.all))).toBe(exact(difference));
  expect(exact(document.to.net_revenue_usd) - exact(document.from.net_revenue_usd)).toBe(exact(difference));
  const earned = exact(document.to.distributed_usd) - exact(document.from.distributed_usd);
  expect(exactSum(document.wallets.map((each) => each.difference_usd))).toBe(earned);
}

/** Hash of the database and of every report. */
export function fingerprint(world: World): string {
  const hash = createHash('sha256').update(readFileSync(join(world.data, 'revshare.sqlite')));
  for (const name of filesUnder(world.out)) hash.update(name).update(readFileSync(join(world.out, name)));
  return hash.digest('hex');
}

/** Writes a report of a directory as if it had always been so. */
export function rewrite(directory: string, name: string, text: string): void {
  const hashOf = (content: string): string => createHash('sha256').update(content).digest('hex');
  const manifest = readFileSync(join(directory, 'manifest.json'), 'utf8');
  const before = hashOf(readFileSync(join(directory, name), 'utf8'));
  writeFileSync(join(directory, 'manifest.json'), manifest.replace(before, hashOf(text)));
  writeFileSync(join(directory, name), text);
}
