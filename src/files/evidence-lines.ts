import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { evidencePaths, unpackerOf } from './evidence.ts';

/** Lines of an input as they stand in its evidence. */
export interface EvidenceLines {
  /** By number, counted from 1; one that the input does not have is missing. */
  readonly lines: ReadonlyMap<number, string>;
  /** Line 1: what names the columns, where something does. */
  readonly first: string;
  /** Whether the bytes are those that the input is known by. */
  readonly intact: boolean;
}

/** What an input of columns in binary begins with: it has no lines. */
const PARQUET = 'PAR1';

/**
 * Reads lines of an input out of its evidence, in one pass; a byte order mark is left away. Null where there is no evidence
 * of it, or it has no lines (Parquet).
 */
export async function evidenceLines(
  directory: string,
  sha256: string,
  wanted: ReadonlySet<number>,
): Promise<EvidenceLines | null> {
  const [path] = evidencePaths(directory, sha256);
  if (path === undefined) return null;
  const hash = createHash('sha256');
  const collector = new LineCollector(wanted);
  await pipeline(
    createReadStream(path, { highWaterMark: 1 << 20 }),
    unpackerOf(path),
    async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) {
        hash.update(chunk);
        collector.take(chunk);
      }
    },
  );
  const { lines, first } = collector.end();
  if (first.startsWith(PARQUET)) return null;
  return { lines, first, intact: hash.digest('hex') === sha256 };
}

/** Picks lines out of pieces of a text. */
class LineCollector {
  readonly #wanted: ReadonlySet<number>;
  readonly #lines = new Map<number, string>();
  #decoder: InstanceType<typeof TextDecoder> | null = null;
  #first = '';
  #line = 1;
  #rest = '';

  constructor(wanted: ReadonlySet<number>) {
    this.#wanted = wanted;
  }

  take(chunk: Buffer): void {
    this.#decoder ??= new TextDecoder(chunk[0] === 0xff && chunk[1] === 0xfe ? 'utf-16le' : 'utf-8');
    this.#split(this.#decoder.decode(chunk, { stream: true }));
  }

  end(): Pick<EvidenceLines, 'lines' | 'first'> {
    this.#split(this.#decoder?.decode() ?? '');
    this.#note(this.#rest);
    return { lines: this.#lines, first: this.#first };
  }

  #split(text: string): void {
    const all = this.#rest + text;
    let start = 0;
    for (let end = all.indexOf('\n'); end !== -1; end = all.indexOf('\n', start)) {
      if (this.#line === 1 || this.#wanted.has(this.#line)) this.#note(all.slice(start, end));
      this.#line += 1;
      start = end + 1;
    }
    this.#rest = all.slice(start);
  }

  #note(line: string): void {
    const text = line.replace(/\r$/, '');
    if (this.#line === 1) this.#first = text;
    if (this.#wanted.has(this.#line)) this.#lines.set(this.#line, text);
  }
}
