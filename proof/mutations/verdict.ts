import { InvalidInput, type Problem } from '../../src/problems/problem.ts';
import { problemsText } from '../../src/render/terminal/problem-text.ts';
import { isAnotherValue } from './another-value.ts';
import type { Outcome } from './books.ts';
import { onlyMember } from './zip-member.ts';

/**
 * What became of a changed file. `followed`: one value stands where another stood, and both are values that a provider
 * writes, so that no file can show it; the figures follow the file, and every report cites its line.
 */
export type Verdict = 'refused' | 'same' | 'shown' | 'followed' | 'bad';

/** A verdict and what it rests on. */
export interface Judged {
  readonly verdict: Verdict;
  readonly why: string;
}

/** What may stand in a terminal: no control characters, nothing that turns the direction of writing. */
const UNSHOWABLE = /[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u;

/** A refusal is good when it names the file, has a code and shows nothing that a terminal obeys. */
export function judgeRefusal(error: unknown, name: string): Judged {
  if (!(error instanceof InvalidInput)) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { verdict: 'bad', why: `stack trace: ${text}` };
  }
  const [first] = error.problems;
  if (first === undefined) return { verdict: 'bad', why: 'refused without a problem' };
  const unplaced = error.problems.find(({ place }) => !placedIn(place.file, name));
  if (unplaced !== undefined) return { verdict: 'bad', why: `names another place: ${shown(unplaced)}` };
  const text = problemsText(error.problems);
  if (UNSHOWABLE.test(text)) return { verdict: 'bad', why: `not escaped: ${JSON.stringify(text.slice(0, 400))}` };
  return { verdict: 'refused', why: first.code };
}

function placedIn(file: string, name: string): boolean {
  const base = name.slice(name.lastIndexOf('/') + 1);
  return file.includes(base);
}

function shown({ code, place, message }: Problem): string {
  return `${code} ${place.file}: ${message}`;
}

/** What an accepted file came to, beside what the true one comes to. */
export function judgeOutcome(
  outcome: Outcome,
  truth: Outcome,
  { name, before, after }: { readonly name: string; readonly before: Buffer; readonly after: Buffer },
): Judged {
  if (outcome.digest === truth.digest && outcome.figures === truth.figures) return { verdict: 'same', why: '' };
  const [first] = [...beyond(outcome.told, truth.told), ...beyond(truth.told, outcome.told)];
  if (first !== undefined) return { verdict: 'shown', why: first.replace(/[:.].*/s, '') };
  if (outcome.figures === truth.figures) return { verdict: 'same', why: 'no figure moves' };
  if (isAnotherValue(unpacked(before), unpacked(after), name)) return { verdict: 'followed', why: '' };
  return { verdict: 'bad', why: 'money moves in silence' };
}

/** What a file holds: of a zip its one member, because values do not stand in packed bytes. */
function unpacked(bytes: Buffer): Buffer {
  return bytes.subarray(0, 4).equals(ZIP_MEMBER) ? onlyMember(bytes).bytes : bytes;
}

const ZIP_MEMBER = Buffer.from('PK\u0003\u0004');

/** What one list has more often than the other: two inputs may have as many rows. */
function beyond(one: readonly string[], other: readonly string[]): string[] {
  const left = [...other];
  return one.filter((each) => {
    const at = left.indexOf(each);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
