import type { PlainInput } from '../files/plain-input.ts';
import { recogniseJobLog } from '../lake/job-log-kind.ts';
import { InvalidInput, problem } from '../problems/problem.ts';
import { type NotedKind, neighbourRemedy, type SourceKind, sourceKinds } from '../sources/kinds.ts';

/** What a file is, told from its content; exactly one kind must fit. */
export type InputKind =
  | { readonly kind: 'job-log'; readonly format: 'csv' | 'jsonl' | 'parquet' }
  | { readonly kind: SourceKind | NotedKind };

/** @throws InvalidInput empty-file, unknown-kind, ambiguous-kind */
export function kindOfInput(input: PlainInput): InputKind {
  const { head, shown } = input;
  if (head.bytes.length === 0 || head.text.trim() === '') {
    throw new InvalidInput([problem('empty-file', { file: shown }, 'the file has no content')]);
  }
  const format = recogniseJobLog(head);
  const kinds: InputKind[] = sourceKinds(head).map((kind) => ({ kind }));
  if (format !== null) kinds.push({ kind: 'job-log', format });
  const [kind] = kinds;
  if (kind === undefined) {
    const excerpt = (head.text.split('\n')[0] ?? '').slice(0, 160).replace(/\r$/, '');
    throw new InvalidInput([
      problem(
        'unknown-kind',
        { file: shown, line: 1, excerpt },
        'the header fits no kind of input',
        neighbourRemedy(head),
      ),
    ]);
  }
  if (kinds.length > 1) {
    const names = kinds.map((each) => each.kind).join(' and ');
    throw new InvalidInput([problem('ambiguous-kind', { file: shown, line: 1 }, `the header fits ${names}`)]);
  }
  return kind;
}
