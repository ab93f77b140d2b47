import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { importAndClose, type Outcome, placeAt, writeFiles } from './mutations/books.ts';
import type { WorldFile } from './mutations/world-file.ts';
import { exampleFiles } from './mutations/worlds.ts';

/**
 * `npm run proof -- missing`: the example world without each of its files, and with `--pairs` without each two of them. Each
 * time October is either what it is with all of them, or a gate that was ok is not, or an exception says what is missing.
 */
const { values } = parseArgs({
  options: { pairs: { type: 'boolean', default: false }, from: { type: 'string', default: '0' } },
});
const MONTH = '2026-10';

const files = exampleFiles();
const policy = files.filter(({ name }) => name === 'revshare.yaml');
const inputs = files.filter(({ name }) => name !== 'revshare.yaml');
const root = mkdtempSync(join(tmpdir(), 'revshare-missing-'));
const counts = { told: 0, same: 0, silent: 0 };
try {
  const truth = await outcomeWithout([]);
  const sets = values.pairs ? pairsOf(inputs) : inputs.map((each) => [each]);
  for (const [index, left] of sets.entries()) {
    if (index < Number(values.from)) continue;
    const { verdict, why } = compared(await outcomeWithout(left), truth);
    counts[verdict] += 1;
    if (verdict === 'silent' || !values.pairs)
      process.stdout.write(`${verdict} ${left.map(({ name }) => name).join(' and ')} ${why}\n`);
    else if (index % 50 === 0) process.stdout.write(`${index} of ${sets.length}\n`);
  }
} finally {
  rmSync(root, { recursive: true, force: true });
}
const { told, same, silent } = counts;
process.stdout.write(`${told + same + silent} left out: ${told} told, ${same} the same, ${silent} silent\n`);
process.exitCode = silent === 0 ? 0 : 1;

/** What October comes to without some of its files. */
async function outcomeWithout(left: readonly WorldFile[]): Promise<Outcome> {
  const place = placeAt(join(root, 'world'));
  rmSync(place.root, { recursive: true, force: true });
  writeFiles(place, [...policy, ...inputs.filter((each) => !left.includes(each))]);
  return importAndClose({ place, config: join(place.inputs, 'revshare.yaml'), month: MONTH });
}

/** A changed count alone is not enough here: a gate or an exception has to hold the month up. */
function compared(outcome: Outcome, truth: Outcome): { readonly verdict: keyof typeof counts; readonly why: string } {
  if (outcome.figures === truth.figures) return { verdict: 'same', why: '' };
  const holds = outcome.told.filter(
    (each) => /^(exception |gate \S+ (open|blocked))/.test(each) && !truth.told.includes(each),
  );
  return holds.length > 0
    ? { verdict: 'told', why: holds.join(' | ').slice(0, 300) }
    : { verdict: 'silent', why: outcome.figures };
}

function pairsOf(all: readonly WorldFile[]): WorldFile[][] {
  return all.flatMap((one, at) => all.slice(at + 1).map((other) => [one, other]));
}
