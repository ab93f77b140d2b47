import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InputKind } from '../../core/close/inputs/input-kind.ts';
import { type FoundFile, findInputs } from '../../files/find-inputs.ts';
import type { PlainInput } from '../../files/plain-input.ts';
import { unpack } from '../../files/unpack.ts';
import { InvalidInput, type Problem } from '../../problems/problem.ts';
import { isEmptyLog, isOriginNote, kindOfInput, passedOverAs } from './kind-of-input.ts';

/** Unpacking a log of this size takes longer than a look should. */
const LARGEST_BYTES = 1 << 26;

/** What the files in some directories are, told without reading their rows and without books. */
export interface ToldInputs {
  readonly inputs: readonly { readonly name: string; readonly kind: InputKind }[];
  /** What an import passes over, and what to get instead. */
  readonly passedOver: readonly { readonly file: string; readonly what: string; readonly instead: string }[];
  /** Files that an import would refuse. */
  readonly problems: readonly Problem[];
  /** Files that are too large for a look. */
  readonly tooLarge: readonly string[];
}

/**
 * Looks at every file; what one cannot be told by is a problem, not the end.
 *
 * @param visit is given each while it is there unpacked
 */
export async function toldInputs(paths: readonly string[], visit: Visit = async () => undefined): Promise<ToldInputs> {
  const { files, problems: unfound, folders } = findInputs(paths);
  const told = { inputs: [], passedOver: [], problems: [...unfound, ...folders], tooLarge: [] } as Telling;
  const temporary = mkdtempSync(join(tmpdir(), 'revshare-inputs-'));
  try {
    for (const file of files) await tell(file, { temporary, told, visit });
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  return told;
}

interface Telling extends ToldInputs {
  readonly inputs: { name: string; kind: InputKind }[];
  readonly passedOver: { file: string; what: string; instead: string }[];
  readonly problems: Problem[];
  readonly tooLarge: string[];
}

type Visit = (input: PlainInput, kind: InputKind) => Promise<void>;

interface Looking {
  readonly temporary: string;
  readonly told: Telling;
  readonly visit: Visit;
}

async function tell(file: FoundFile, { temporary, told, visit }: Looking): Promise<void> {
  if (statSync(file.path).size > LARGEST_BYTES) {
    told.tooLarge.push(file.shown);
    return;
  }
  try {
    for (const input of await unpack(file, temporary, told.problems)) {
      if (isOriginNote(input)) continue;
      const neighbour = passedOverAs(input);
      if (neighbour !== null) {
        told.passedOver.push({ file: input.shown, what: neighbour.what, instead: neighbour.instead });
        continue;
      }
      const kind = isEmptyLog(input) ? 'job-log' : kindOfInput(input).kind;
      told.inputs.push({ name: input.name, kind });
      await visit(input, kind);
    }
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    told.problems.push(...error.problems);
  }
}
