import { InvalidInput, problem } from '../problems/problem.ts';
import type { SourceInput } from './input.ts';
import { strictUtf8 } from './strict-utf8.ts';

/** A JSON value of a file and the line on which it begins. */
export interface JsonDocument {
  readonly value: unknown;
  readonly line: number;
}

/**
 * Reads the objects of a JSON file one at a time, so that memory does not grow with the file: the elements of one big
 * array, or objects one after the other (JSON Lines, pretty-printed or not).
 *
 * @throws InvalidInput naming the line that is not JSON
 */
export async function* jsonDocuments(input: SourceInput): AsyncGenerator<JsonDocument> {
  const splitter = new ObjectSplitter();
  const source = input.open();
  const text = source.pipe(strictUtf8(input.name)).setEncoding('utf8');
  source.on('error', (error) => text.destroy(error));
  for await (const chunk of text as AsyncIterable<string>) {
    for (const piece of splitter.push(chunk)) yield parsed(input, piece);
  }
  const rest = splitter.rest();
  if (rest !== null) yield parsed(input, rest);
}

interface Piece {
  readonly text: string;
  readonly line: number;
}

/** Cuts a character stream into its outermost objects; brackets and commas of an outermost array are passed over. */
class ObjectSplitter {
  #depth = 0;
  #inString = false;
  #escaped = false;
  #line = 1;
  #startLine = 1;
  #parts: string[] = [];

  push(chunk: string): Piece[] {
    const pieces: Piece[] = [];
    let start = this.#depth > 0 ? 0 : -1;
    for (let at = 0; at < chunk.length; at += 1) {
      const character = chunk[at];
      if (character === '\n') this.#line += 1;
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (character === '\\') this.#escaped = true;
        else if (character === '"') this.#inString = false;
        continue;
      }
      if (this.#depth === 0 && character !== '{') {
        // Between objects: anything but array punctuation is kept, so that it is reported.
        if (character !== undefined && !/[\s,[\]\uFEFF]/.test(character))
          pieces.push({ text: character, line: this.#line });
        continue;
      }
      if (character === '"') this.#inString = true;
      else if (character === '{' || character === '[') {
        if (this.#depth === 0) {
          start = at;
          this.#startLine = this.#line;
        }
        this.#depth += 1;
      } else if (character === '}' || character === ']') {
        this.#depth -= 1;
        if (this.#depth === 0) {
          pieces.push({ text: this.#parts.join('') + chunk.slice(start, at + 1), line: this.#startLine });
          this.#parts = [];
          start = -1;
        }
      }
    }
    if (start >= 0) this.#parts.push(chunk.slice(start));
    return pieces;
  }

  /** An object that the file does not finish. */
  rest(): Piece | null {
    return this.#parts.length === 0 ? null : { text: this.#parts.join(''), line: this.#startLine };
  }
}

function parsed(input: SourceInput, piece: Piece): JsonDocument {
  try {
    return { value: JSON.parse(piece.text) as unknown, line: piece.line };
  } catch {
    const excerpt = piece.text.slice(0, 120).split('\n')[0] ?? '';
    throw new InvalidInput([
      problem(
        'bad-json',
        { file: input.name, line: piece.line, column: 1, excerpt },
        'this is not a complete JSON object',
      ),
    ]);
  }
}
