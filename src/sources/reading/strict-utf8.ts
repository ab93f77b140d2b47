import { Buffer, isUtf8 } from 'node:buffer';
import { Transform } from 'node:stream';
import { placeInText } from '../../problems/place-in-text.ts';
import { InvalidInput, type Problem, problem } from '../../problems/problem.ts';

/**
 * Passes bytes on as text; bytes that are not UTF-8, and NUL bytes, end the stream with the problems of the lines that
 * hold them, instead of replacement characters.
 */
export function strictUtf8(file: string): Transform {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  // Line breaks before `tail`, and the bytes since the last one.
  let lines = 0;
  let tail: Buffer = Buffer.alloc(0);
  const decode = (bytes: Buffer | undefined, done: (error: Error | null, text?: string) => void): void => {
    const chunk = bytes ?? Buffer.alloc(0);
    try {
      const text = bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
      if (chunk.includes(0)) throw new TypeError('NUL');
      const lastBreak = chunk.lastIndexOf('\n');
      if (lastBreak >= 0) lines += countBreaks(chunk);
      tail = lastBreak >= 0 ? chunk.subarray(lastBreak + 1) : Buffer.concat([tail, chunk]);
      done(null, text);
    } catch {
      done(new InvalidInput(badLines(file, Buffer.concat([tail, chunk]), lines)));
    }
  };
  return new Transform({
    decodeStrings: true,
    transform: (chunk: Buffer, _encoding, done) => decode(chunk, done),
    flush: (done) => decode(undefined, done),
  });
}

function badLines(file: string, bytes: Buffer, linesBefore: number): Problem[] {
  const problems: Problem[] = [];
  let line = linesBefore;
  for (let start = 0; start < bytes.length; ) {
    const lineBreak = bytes.indexOf('\n', start);
    const end = lineBreak === -1 ? bytes.length : lineBreak;
    const raw = bytes.subarray(start, end);
    line += 1;
    const text = raw.toString('utf8');
    if (!isUtf8(raw)) problems.push(badBytes(file, line, text, '\ufffd', 'the line holds bytes that are not UTF-8'));
    else if (raw.includes(0)) problems.push(badBytes(file, line, text, '\0', 'the line holds a NUL byte'));
    start = end + 1;
  }
  return problems.slice(0, 1000);
}

function badBytes(file: string, line: number, text: string, mark: string, message: string): Problem {
  const place = placeInText(file, line, text, { start: Math.max(0, text.indexOf(mark)), length: 1 });
  return problem('not-utf8', place, message);
}

function countBreaks(chunk: Buffer): number {
  let count = 0;
  for (let at = chunk.indexOf('\n'); at >= 0; at = chunk.indexOf('\n', at + 1)) count += 1;
  return count;
}
