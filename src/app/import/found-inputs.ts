import { existsSync } from 'node:fs';
import type { InputKind } from '../../core/close/input-kind.ts';
import { KINDS, replacedBy } from '../../sources/kinds.ts';
import { ledgerOfName } from '../../sources/stripe/ledger-range.ts';
import { toldInputs } from './told-inputs.ts';

/**
 * What `expects` can name of the inputs in a directory: files that people write, by kind, and the parts of providers
 * that names tell, such as `stripe:usd`. A file that is none is passed over: the import refuses it.
 */
export async function foundInputs(directory: string): Promise<string[]> {
  if (!existsSync(directory)) return [];
  const { inputs } = await toldInputs([directory]);
  const found = inputs.map(({ kind, name }) => expectedOf(kind, name)).filter((name) => name !== null);
  return [...new Set(found)].sort();
}

function expectedOf(kind: InputKind, name: string): string | null {
  if (kind === 'job-log') return null;
  if (replacedBy(kind).what === 'files') return kind;
  const { profile } = KINDS[kind].toldByName(name);
  if (kind === 'apple-subscriber') return part('apple', profile);
  if (kind === 'google-earnings') return part('google', profile.replace(/-\d+$/, ''));
  if (kind === 'stripe-ledger') return part('stripe', (ledgerOfName(name)?.currency ?? '').toLowerCase());
  return null;
}

function part(provider: string, name: string): string {
  return name === '' ? provider : `${provider}:${name}`;
}
