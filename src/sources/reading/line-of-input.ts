import { createInterface } from 'node:readline';
import type { SourceInput } from './input.ts';

/** A whole line of an input, counted from 1; empty when there is none such. Reads the input again from its start. */
export async function lineOfInput(input: SourceInput, wanted: number): Promise<string> {
  const source = input.open();
  let line = 0;
  try {
    for await (const text of createInterface({ input: source, crlfDelay: Number.POSITIVE_INFINITY })) {
      line += 1;
      if (line === wanted) return text.replace(/^\uFEFF/, '');
    }
    return '';
  } finally {
    source.destroy();
  }
}
