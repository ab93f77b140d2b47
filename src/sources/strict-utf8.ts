import { Transform } from 'node:stream';
import { InvalidInput, problem } from '../problems/problem.ts';

/** Passes bytes on as text; bytes that are not UTF-8 end the stream with a problem instead of replacement characters. */
export function strictUtf8(file: string): Transform {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let line = 1;
  const decode = (bytes: Buffer | undefined, done: (error: Error | null, text?: string) => void): void => {
    try {
      const text = bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
      for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) line += 1;
      done(null, text);
    } catch {
      done(new InvalidInput([problem('not-utf8', { file }, `bytes after line ${line} are not UTF-8`)]));
    }
  };
  return new Transform({
    readableObjectMode: false,
    decodeStrings: true,
    transform: (chunk: Buffer, _encoding, done) => decode(chunk, done),
    flush: (done) => decode(undefined, done),
  });
}
