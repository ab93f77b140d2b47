import { parseArgs } from 'node:util';
import { tryReceipts } from './receipts/try-file.ts';

/**
 * `npm run proof -- receipts N --seed S`: N hostile files of receipts, of every form that rails export, changed one thing at a time and
 * held against a released batch: what may be recorded is never more than is open, and nothing is left open in silence.
 */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string', default: '1' }, from: { type: 'string', default: '0' } },
});
const [count = '10000'] = positionals;
const first = Number(values.from);
const counts = new Map<string, Map<string, number>>();
for (let index = first; index < first + Number(count); index += 1) {
  const tried = await tryReceipts(Number(values.seed), index);
  if (tried === null) continue;
  const { file, operator, verdict, why } = tried;
  const own = counts.get(file) ?? new Map<string, number>();
  counts.set(file, own.set(verdict, (own.get(verdict) ?? 0) + 1));
  if (verdict !== 'bad') continue;
  process.exitCode = 1;
  console.log(`${index} ${file} ${operator}: ${why}`);
}
for (const [file, own] of [...counts].sort(([one], [other]) => (one < other ? -1 : 1))) {
  const parts = [...own]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([verdict, number]) => `${verdict} ${number}`);
  console.log(`${file}: ${parts.join(', ')}`);
}
