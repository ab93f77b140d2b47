import { placeInText } from '../../problems/place-in-text.ts';
import { type Place, problem } from '../../problems/problem.ts';
import type { SourceInput } from './input.ts';
import { lineOfInput } from './line-of-input.ts';
import type { ProblemList } from './problem-list.ts';
import { strictUtf8 } from './strict-utf8.ts';

/** A JSON value of a file and the line on which it begins. */
export interface JsonDocument {
  readonly value: unknown;
  readonly line: number;
}

const MOST_EXCERPTS = 20;

/**
 * Reads the objects of a JSON file one at a time, so that memory does not grow with the file: the elements of one big
 * array, or objects one after the other (JSON Lines, pretty-printed or not). Objects that are not JSON are noted and left
 * out; where the structure around them is broken, reading ends.
 *
 * @throws InvalidInput with the problems so far
 */
export async function* jsonDocuments(input: SourceInput, problems: ProblemList): AsyncGenerator<JsonDocument> {
  const splitter = new ObjectSplitter();
  const source = input.open();
  const text = source.pipe(strictUtf8(input.name)).setEncoding('utf8');
  source.on('error', (error) => text.destroy(error));
  for await (const chunk of text as AsyncIterable<string>) {
    for (const piece of splitter.push(chunk)) {
      const document = await parsed(input, piece, problems);
      if (document !== null) yield document;
    }
  }
  const rest = splitter.rest();
  const last = rest === null ? null : await parsed(input, rest, problems);
  if (last !== null) yield last;
}

interface Piece {
  readonly text: string;
  readonly line: number;
  readonly column: number;
  /** Why it cannot be JSON, known before it is read. */
  readonly fault?: string;
}

/**
 * Cuts a character stream into its outermost objects: those of one array, or one after the other. What stands between
 * them and does not belong there is a piece with a fault.
 */
class ObjectSplitter {
  #depth = 0;
  #inString = false;
  #escaped = false;
  #line = 1;
  #lineStart = 0;
  #startLine = 1;
  #startColumn = 1;
  #consumed = 0;
  #parts: string[] = [];
  /** The outermost array: not there (yet), open, or closed. */
  #array: 'none' | 'open' | 'closed' = 'none';
  #objects = 0;
  /** A comma stands since the last object. */
  #comma = true;

  push(chunk: string): Piece[] {
    const pieces: Piece[] = [];
    let start = this.#depth > 0 ? 0 : -1;
    for (let at = 0; at < chunk.length; at += 1) {
      const character = chunk[at];
      if (character === '\n') {
        this.#line += 1;
        this.#lineStart = this.#consumed + at + 1;
      }
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (character === '\\') this.#escaped = true;
        else if (character === '"') this.#inString = false;
        continue;
      }
      if (this.#depth === 0 && character !== '{') {
        const fault = character === undefined ? null : this.#between(character);
        if (fault !== null) pieces.push({ text: character ?? '', ...this.#place(at), fault });
        continue;
      }
      if (character === '"') this.#inString = true;
      else if (character === '{' || character === '[') {
        if (this.#depth === 0) {
          start = at;
          const fault = this.#opens();
          const { line, column } = this.#place(at);
          this.#startLine = line;
          this.#startColumn = column;
          if (fault !== null) pieces.push({ text: '{', line, column, fault });
        }
        this.#depth += 1;
      } else if (character === '}' || character === ']') {
        this.#depth -= 1;
        if (this.#depth === 0) {
          const text = this.#parts.join('') + chunk.slice(start, at + 1);
          pieces.push({ text, line: this.#startLine, column: this.#startColumn });
          this.#parts = [];
          start = -1;
        }
      }
    }
    if (start >= 0) this.#parts.push(chunk.slice(start));
    this.#consumed += chunk.length;
    return pieces;
  }

  #place(at: number): { line: number; column: number } {
    return { line: this.#line, column: this.#consumed + at - this.#lineStart + 1 };
  }

  /** What is wrong with a character between objects; null when it belongs there. */
  #between(character: string): string | null {
    if (/[\s\uFEFF]/.test(character)) return null;
    if (character === '[' && this.#array === 'none' && this.#objects === 0) {
      this.#array = 'open';
      return null;
    }
    if (character === ']' && this.#array === 'open' && (this.#objects === 0 || !this.#comma)) {
      this.#array = 'closed';
      return null;
    }
    if (character === ',' && this.#array === 'open' && !this.#comma) {
      this.#comma = true;
      return null;
    }
    return this.#array === 'closed' ? 'text follows the end of the array' : 'this does not belong between objects';
  }

  /** What is wrong with an object that begins here. */
  #opens(): string | null {
    this.#objects += 1;
    const fault =
      this.#array === 'closed'
        ? 'text follows the end of the array'
        : this.#array === 'open' && !this.#comma
          ? 'a comma is missing before this object'
          : null;
    this.#comma = false;
    return fault;
  }

  /** An object that the file does not finish. */
  rest(): Piece | null {
    if (this.#parts.length > 0) {
      return { text: this.#parts.join(''), line: this.#startLine, column: this.#startColumn };
    }
    if (this.#array !== 'open') return null;
    return { text: '', ...this.#place(0), fault: 'the file breaks off: its array is not closed' };
  }
}

/** The value of a piece; null when it is none, which is then noted. */
async function parsed(input: SourceInput, piece: Piece, problems: ProblemList): Promise<JsonDocument | null> {
  if (piece.fault !== undefined) {
    problems.add(problem('bad-json', await placeOf(input, piece, 0, problems), piece.fault));
    // What comes after it cannot be told apart.
    problems.throwIfAny();
  }
  try {
    return { value: JSON.parse(piece.text) as unknown, line: piece.line };
  } catch (error) {
    const at = Number(/position (\d+)/.exec(String(error))?.[1] ?? 0);
    const message =
      at >= piece.text.trimEnd().length
        ? 'the file breaks off inside an object'
        : 'what is marked does not belong there: the object is no JSON';
    problems.add(problem('bad-json', await placeOf(input, piece, at, problems), message));
    return null;
  }
}

/** The place of an offset in a piece; the line's text only for the first ones, because it is read again. */
async function placeOf(input: SourceInput, piece: Piece, at: number, { problems }: ProblemList): Promise<Place> {
  const before = piece.text.slice(0, at).split('\n');
  const line = piece.line + before.length - 1;
  const start = (before.length === 1 ? piece.column - 1 : 0) + (before.at(-1)?.length ?? 0);
  if (problems.length >= MOST_EXCERPTS) return { file: input.name, line, column: start + 1 };
  return placeInText(input.name, line, await lineOfInput(input, line), { start, length: 1 });
}
