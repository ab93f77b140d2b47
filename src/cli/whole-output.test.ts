import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { writeWholeBy } from './whole-output.ts';

describe('writeWholeBy', () => {
  it('writes on where a write took a part', async () => {
    const parts: string[] = [];
    const stream = new Writable();
    writeWholeBy(stream, (chunk, from) => {
      const part = chunk.slice(from, from + 4);
      parts.push(new TextDecoder().decode(part));
      return part.length;
    });
    await new Promise<void>((done) => stream.end('ten bytes.', done));
    expect(parts).toEqual(['ten ', 'byte', 's.']);
  });

  it('says why a rest could not be written', async () => {
    const stream = new Writable();
    writeWholeBy(stream, (_chunk, from) => {
      if (from > 0) throw new Error('ENOSPC');
      return 4;
    });
    const failed = new Promise((done) => stream.on('error', done));
    stream.write('ten bytes.');
    expect(await failed).toEqual(new Error('ENOSPC'));
  });
});
