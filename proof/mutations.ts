import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { inChild } from './mutations/in-child.ts';
import { Tally } from './mutations/tally.ts';
import { Trial } from './mutations/try-mutations.ts';

/**
 * `npm run proof -- mutations N --seed S`: N hostile files made of the fixtures, one after the other in one process, which
 * is begun anew only after a hang or a crash. `--from I` begins at another, `--only NAME` changes files of that name alone,
 * `--show I` writes the file of one mutation into the working directory, `--all` prints every one as a line of JSON.
 */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    only: { type: 'string', default: '' },
    show: { type: 'string' },
    all: { type: 'boolean', default: false },
  },
});
const [count = '1000'] = positionals;
const asked = { seed: wholeNumber(values.seed), from: wholeNumber(values.from), only: values.only };
const root = mkdtempSync(join(tmpdir(), 'revshare-mutations-'));
try {
  if (values.show === undefined) await tryAll(wholeNumber(count));
  else await show(wholeNumber(values.show));
} finally {
  rmSync(root, { recursive: true, force: true });
}

async function tryAll(many: number): Promise<void> {
  const tally = new Tally();
  for await (const tried of inChild({ ...asked, root, until: asked.from + many })) {
    tally.add(tried);
    if (values.all) process.stdout.write(`${JSON.stringify(tried)}\n`);
    else if (tried.verdict === 'bad') process.stdout.write(`${Tally.line(tried)}\n`);
  }
  process.stdout.write(tally.text());
  process.exitCode = tally.bad === 0 ? 0 : 1;
}

async function show(index: number): Promise<void> {
  const { target, operator, bytes } = await (await Trial.begin(root, asked.seed)).mutation(index, asked.only);
  const name = `mutation-${asked.seed}-${index}-${target.slice(target.lastIndexOf('/') + 1)}`;
  writeFileSync(name, bytes);
  process.stdout.write(`${name}: ${operator}\n`);
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`"${text}" is no whole number`);
  return Number(text);
}
