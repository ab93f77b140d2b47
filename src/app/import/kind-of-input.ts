import { ORIGIN_SUFFIX } from '../../files/find-inputs.ts';
import type { PlainInput } from '../../files/plain-input.ts';
import { type JobLogFormat, recogniseJobLog } from '../../lake/reading/job-log-kind.ts';
import { InvalidInput, type Problem, problem } from '../../problems/problem.ts';
import type { SourceKind } from '../../sources/kind-record.ts';
import { sourceKinds } from '../../sources/kinds.ts';
import { lackingColumns, nearMissRemedy } from '../../sources/near-miss.ts';
import { neighbourOf } from '../../sources/neighbour-list.ts';
import type { Neighbour } from '../../sources/neighbours.ts';
import { firstLine } from '../../sources/reading/input.ts';
import { missingColumns } from '../../sources/reading/table-header.ts';

/** What a file is, told from its content; exactly one kind must fit. */
export type ToldKind = { readonly kind: 'job-log'; readonly format: JobLogFormat } | { readonly kind: SourceKind };

/**
 * Whether a file is a job log of a day without jobs: it has no content to tell it by, so its name decides, JSON Lines or a
 * word in it or in its folders.
 */
export function isEmptyLog({ head, name }: PlainInput): boolean {
  return head.text.trim() === '' && /(^|[^a-z])jobs?([^a-z]|$)|[.](jsonl|ndjson)$/i.test(name);
}

/** A file with the name of a note about where another came from is one, unless its content is that of an input. */
export function isOriginNote({ head, shown }: PlainInput): boolean {
  return shown.endsWith(ORIGIN_SUFFIX) && fittingKinds(head).length === 0;
}

/** @throws InvalidInput empty-file, not-utf8, unknown-kind, missing-column, ambiguous-kind */
export function kindOfInput(input: PlainInput): ToldKind {
  const { head, shown } = input;
  if (head.bytes.length === 0 || head.text.trim() === '') {
    throw new InvalidInput([problem('empty-file', { file: shown }, 'the file has no content')]);
  }
  // Told at once: read as UTF-8 every line of it has a fault.
  if (isBareUtf16(head)) {
    throw new InvalidInput([
      problem('not-utf8', { file: shown }, 'the file looks like UTF-16 without a byte order mark'),
    ]);
  }
  const kinds = fittingKinds(head);
  const [kind] = kinds;
  if (kind === undefined) throw new InvalidInput([unknownKind(input)]);
  if (kinds.length > 1) {
    const names = kinds.map((each) => each.kind).join(' and ');
    const place = { file: shown, line: 1, excerpt: firstLine(head.text) };
    throw new InvalidInput([problem('ambiguous-kind', place, `the header fits ${names}`)]);
  }
  return kind;
}

/** What a file is that is known and not used, so that an import passes over it; null for any other. */
export function passedOverAs({ head }: PlainInput): Neighbour | null {
  return fittingKinds(head).length > 0 ? null : neighbourOf(head);
}

function fittingKinds(head: PlainInput['head']): ToldKind[] {
  const format = recogniseJobLog(head);
  const kinds: ToldKind[] = sourceKinds(head).map((kind) => ({ kind }));
  return format === null ? kinds : [...kinds, { kind: 'job-log', format }];
}

/** Of a Latin letter UTF-16 has a byte that is zero, before the other or after it. */
function isBareUtf16({ bytes }: PlainInput['head']): boolean {
  const zeros = [...bytes.subarray(0, 8)].map((byte) => (byte === 0 ? '0' : '1')).join('');
  return zeros === '01010101' || zeros === '10101010';
}

/** Something that is no text at all, or text of none of the kinds. */
function unknownKind({ head, shown }: PlainInput): Problem {
  const nul = head.bytes.indexOf(0);
  if (nul >= 0 || head.bytes.subarray(0, 4).toString() === '%PDF') {
    return problem(
      'unknown-kind',
      { file: shown },
      'the file is not text',
      'Move it out of the inputs, or export it as CSV; of packed files gzip and zip are read.',
    );
  }
  const excerpt = firstLine(head.text).slice(0, 2000);
  const line = head.text.slice(0, head.text.indexOf(excerpt)).split('\n').length;
  const lacking = lackingColumns(head);
  if (lacking !== undefined) return missingColumns({ file: shown, line, excerpt }, lacking.missing, lacking.remedy);
  return problem(
    'unknown-kind',
    { file: shown, line, excerpt },
    'the first line is that of no export that revshare reads',
    nearMissRemedy(head, (other) => fittingKinds(other).length > 0),
  );
}
