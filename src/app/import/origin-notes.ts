import type { InputOrigin } from '../../core/close/inputs/input-origin.ts';
import { type FoundFile, ORIGIN_SUFFIX } from '../../files/find-inputs.ts';
import type { PlainInput } from '../../files/plain-input.ts';
import { type OriginNote, readOriginNote } from '../../sources/origin-note.ts';

/** A note about where a file came from. */
export interface SeenNote extends OriginNote {
  /** As a person names the note in this call, and the file that it is about. */
  readonly shown: string;
  readonly about: string;
}

/** Reads a note that was found. */
export function seenNote({ shown, head, bytes }: PlainInput): SeenNote {
  const about = shown.slice(0, -ORIGIN_SUFFIX.length);
  if (bytes > head.bytes.length) return { shown, about, origin: null, warnings: ['is too long to be read'] };
  return { shown, about, ...readOriginNote(head.text) };
}

/** Notes by what they are about. */
export class OriginNotes {
  readonly #notes: readonly SeenNote[];
  readonly #byFile: ReadonlyMap<string, InputOrigin | null>;

  constructor(notes: readonly SeenNote[]) {
    this.#notes = notes;
    this.#byFile = new Map(notes.map(({ about, origin }) => [about, origin]));
  }

  /** Where an input came from: by a note about itself, or about an archive that it lies in, up to the file that was found. */
  of(shown: string, file: FoundFile): InputOrigin | null {
    for (let each = shown; each.length >= file.shown.length; each = each.slice(0, each.lastIndexOf('/'))) {
      const origin = this.#byFile.get(each);
      if (origin !== undefined) return origin;
      if (each === file.shown) break;
    }
    return null;
  }

  /** What a person should know of them. @param files everything that a note can be about */
  warnings(files: ReadonlySet<string>): string[] {
    return this.#notes.flatMap(({ shown, about, warnings }) => {
      const strays = files.has(about) ? [] : [`is about ${about}, which is not among the inputs`];
      return [...warnings, ...strays].map((warning) => `${shown} ${warning}`);
    });
  }
}
