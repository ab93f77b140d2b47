import { CATALOGUE, type ProblemCode } from './catalogue.ts';

/** Where in a person's file something is wrong. Lines and columns count from 1; columns count characters. */
export interface Place {
  /** The file as the person named it; a member of an archive is `archive.zip/member.csv`. */
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  /** How many characters are marked from `column` on. */
  readonly length?: number;
  /** The text of the line, as it stands in the file; of a very long line the stretch around the place. */
  readonly excerpt?: string;
  /** Column of the excerpt's first character, where that is not 1. */
  readonly excerptFrom?: number;
}

/** Something that kept an input from being read: shown with its place, what is wrong, and how to mend it. */
export interface Problem {
  readonly code: ProblemCode;
  readonly place: Place;
  /** What is wrong, with the offending value. */
  readonly message: string;
  /** How to mend it. */
  readonly remedy: string;
}

/** A problem of the catalogue at a place. `remedy` replaces the catalogue's where the place allows a better one. */
export function problem(code: ProblemCode, place: Place, message: string, remedy?: string): Problem {
  return { code, place, message, remedy: remedy ?? CATALOGUE[code].remedy };
}

/** Thrown to stop a command that cannot run: everything found so far, in one go (exit code 2). */
export class InvalidInput extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map((each) => `${each.code}: ${each.message}`).join('\n'));
    this.name = 'InvalidInput';
    this.problems = problems;
  }
}
