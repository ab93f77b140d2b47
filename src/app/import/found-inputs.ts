import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InputKind } from '../../core/close/input-kind.ts';
import { findInputs } from '../../files/find-inputs.ts';
import { unpack } from '../../files/unpack.ts';
import { InvalidInput } from '../../problems/problem.ts';
import { KINDS, replacedBy } from '../../sources/kinds.ts';
import { ledgerOfName } from '../../sources/stripe/ledger-range.ts';
import { kindOfInput } from './kind-of-input.ts';

/** Job logs: nothing of them is expected by name, and unpacking them would take long. */
const LARGEST_BYTES = 1 << 26;

/**
 * What `expects` can name of the inputs in a directory: files that people write, by kind, and the parts of providers
 * that names tell, such as `stripe:usd`. A file that is none is passed over: the import refuses it.
 */
export async function foundInputs(directory: string): Promise<string[]> {
  if (!existsSync(directory)) return [];
  const found = new Set<string>();
  const temporary = mkdtempSync(join(tmpdir(), 'revshare-init-'));
  try {
    for (const file of findInputs([directory]).files) {
      if (statSync(file.path).size > LARGEST_BYTES) continue;
      try {
        for (const input of await unpack(file, temporary)) {
          const name = expectedOf(kindOfInput(input).kind, input.name);
          if (name !== null) found.add(name);
        }
      } catch (error) {
        if (!(error instanceof InvalidInput)) throw error;
      }
    }
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  return [...found].sort();
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
