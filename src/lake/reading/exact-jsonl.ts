import { placeInText } from '../../problems/place-in-text.ts';
import { type Place, type Problem, problem } from '../../problems/problem.ts';
import type { ExactRow } from './exact-row.ts';
import { isNestedObject, type JobLogColumn, nameColumns } from './job-log-columns.ts';
import type { JobTexts } from './job-values.ts';
import { type JsonMember, memberText, scanJsonLine } from './json-line.ts';
import { readTextChunks } from './text-chunks.ts';

const LONE_SURROGATE = /\p{Surrogate}/u;
const BLANK = /^[ \t\r]*$/;

/** The rows of a JSON Lines file in batches; blank lines are skipped. */
export async function* exactJsonlRows(source: { path: string; displayName: string }): AsyncGenerator<ExactRow[]> {
  for await (const lines of exactLines(source.path))
    yield lines.map(({ raw, line }) => rowOf(raw, line, source.displayName));
}

/** What a key of a line says, and where its value stands. */
interface SaidOfKey {
  readonly path: string;
  readonly text: string;
  readonly placeOf: () => Place;
}

/** What all keys of its lines say, those of no job log too, in batches. */
export async function* exactJsonlMembers(source: {
  readonly path: string;
  readonly displayName: string;
}): AsyncGenerator<SaidOfKey[]> {
  for await (const lines of exactLines(source.path)) {
    yield lines.flatMap(({ raw, line }) =>
      scanJsonLine(raw).members.map((member) => ({
        path: member.path,
        text: memberText(raw, member),
        placeOf: () => placeInText(source.displayName, line, raw, spanOf(member)),
      })),
    );
  }
}

/** Where the value of a key stands in its line. */
function spanOf({ valueAt, valueEnd }: JsonMember): { start: number; length: number } {
  return { start: valueAt, length: valueEnd - valueAt };
}

async function* exactLines(path: string): AsyncGenerator<{ raw: string; line: number }[]> {
  let rest = '';
  let line = 0;
  for await (const { text, last } of readTextChunks(path)) {
    const lines = (rest + text).split('\n');
    rest = last ? '' : (lines.pop() ?? '');
    const found: { raw: string; line: number }[] = [];
    for (const raw of lines) {
      line += 1;
      if (!BLANK.test(raw)) found.push({ raw: raw.endsWith('\r') ? raw.slice(0, -1) : raw, line });
    }
    yield found;
  }
}

function rowOf(raw: string, line: number, file: string): ExactRow {
  const place = (start: number, length: number): Place => placeInText(file, line, raw, { start, length });
  const { members, errorAt } = scanJsonLine(raw);
  if (errorAt !== null) {
    const message =
      errorAt >= raw.length
        ? 'the line breaks off: it is no complete JSON object'
        : 'the line is not one JSON object; what is marked does not belong there';
    return failed(line, [problem('bad-json', place(Math.min(errorAt, raw.length), 1), message)]);
  }
  const names = members.map((member) => member.path);
  const named = nameColumns(names);
  const texts: JobTexts = {};
  const problems: Problem[] = repeatedKeys(members, named.repeated, place);
  for (const [column, at] of named.index) {
    const member = members[at];
    if (member === undefined) continue;
    const fault = valueFault(raw, member, place);
    if (fault !== null) problems.push(fault);
    else texts[column] = memberText(raw, member);
  }
  if (problems.length > 0) return failed(line, problems);
  const placeOf = (column: JobLogColumn): Place => {
    const member = members[named.index.get(column) ?? -1];
    return member === undefined
      ? { file, line, excerpt: place(0, 1).excerpt ?? raw }
      : place(member.valueAt, member.valueEnd - member.valueAt);
  };
  return { line, texts, problems, placeOf };
}

function failed(line: number, problems: readonly Problem[]): ExactRow {
  return { line, texts: {}, problems, placeOf: () => ({ file: '' }) };
}

function repeatedKeys(
  members: readonly JsonMember[],
  repeated: readonly number[],
  place: (start: number, length: number) => Place,
): Problem[] {
  const outers = members.filter((member) => isNestedObject(member.path));
  const outerAgain = outers.filter(
    (member, at) => outers.findIndex((each) => each.path.toLowerCase() === member.path.toLowerCase()) < at,
  );
  const again = [...repeated.map((at) => members[at]), ...outerAgain];
  return again.flatMap((member) => {
    if (member === undefined) return [];
    const message = `the key ${member.path} means the same as an earlier one of this line`;
    return [problem('duplicate-column', place(member.keyAt, lastKeyLength(member)), message)];
  });
}

function lastKeyLength(member: JsonMember): number {
  return member.path.slice(member.path.lastIndexOf('.') + 1).length + 2;
}

function valueFault(raw: string, member: JsonMember, place: (start: number, length: number) => Place): Problem | null {
  const at = place(member.valueAt, member.valueEnd - member.valueAt);
  if (member.kind === 'object' || member.kind === 'array') {
    const message = `${member.path} is an ${member.kind} where a single value is expected`;
    return problem('bad-json', at, message);
  }
  if (member.kind === 'string' && LONE_SURROGATE.test(memberText(raw, member))) {
    return problem('bad-json', at, `${member.path} holds half of a character (a lone surrogate)`);
  }
  return null;
}
