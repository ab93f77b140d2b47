import { z } from 'zod';
import type { InputOrigin } from '../core/close/inputs/input-origin.ts';

/** A note that was read: what is kept of it, or why nothing can be; and what a person should know of it. */
export interface OriginNote {
  readonly origin: InputOrigin | null;
  /** Begins where the note's name ends; never holds a value of it. */
  readonly warnings: readonly string[];
}

const MOST_CHARACTERS = 2000;

/** Options and addresses are where command lines have their secrets. */
const TOOL = /^(?!.*(^| )-)[^\p{C}=:?]{1,100}$/u;
const HOST = /^[\w.:[\]-]*$/;

const noteSchema = z.looseObject({
  tool: z.string().regex(TOOL, 'is a name and a version alone, such as "curl 8.5.0"'),
  address: z
    .string()
    .max(MOST_CHARACTERS)
    .refine((text) => keptAddress(text) !== null, 'is a URL, such as https://example.com/file or gs://bucket/file'),
  time: z.iso.datetime({ offset: true, error: 'is a time with its offset, such as 2026-11-01T17:05:00Z' }),
});

/** Reads the text of a note. What cannot be read is told and not kept: the input that it is about is taken all the same. */
export function readOriginNote(text: string): OriginNote {
  let written: unknown;
  try {
    written = JSON.parse(text);
  } catch {
    return { origin: null, warnings: ['is no JSON: what it says of where a file came from is not kept'] };
  }
  const { data, error } = noteSchema.safeParse(written);
  if (error !== undefined) return { origin: null, warnings: [`is not kept: ${faultsOf(error, written)}`] };
  const { tool, address, time, ...others } = data;
  const names = Object.keys(others).map((name) => JSON.stringify(name.slice(0, 40)));
  return {
    origin: { tool, address: keptAddress(address) ?? '', time: new Date(time).toISOString() },
    warnings: names.length === 0 ? [] : [`also says ${names.slice(0, 5).join(', ')}, which is not kept`],
  };
}

/** An address without what may be secret in it; null for one that is no URL with a host or a path. */
function keptAddress(text: string): string | null {
  if (!/^[a-z][a-z\d+.-]*:\/\//i.test(text) || !URL.canParse(text)) return null;
  const { protocol, host, pathname } = new URL(text);
  if (!HOST.test(host)) return null;
  // Servers take what follows a semicolon as parameters too.
  return `${protocol}//${host}${pathname.replaceAll(/;[^/]*/g, '')}`;
}

/** Names the keys and what they should be, and no value: it may be a secret. */
function faultsOf(error: z.ZodError, written: unknown): string {
  if (typeof written !== 'object' || written === null || Array.isArray(written))
    return 'it is no object with "tool", "address" and "time"';
  return error.issues
    .map(({ path, message }) => {
      const key = String(path[0]);
      return key in written ? `"${key}" ${message}` : `"${key}" is missing`;
    })
    .join('; ');
}
