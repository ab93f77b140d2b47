import { compareText } from '../../text/compare-text.ts';
import { type InputKind, isWrittenByPeople } from '../inputs/input-kind.ts';
import { type Gate, type GateInput, ok } from './gate.ts';

/**
 * Kinds of input that `expects` of revshare.yaml names, or of which one was in force before, are there. What parts of
 * providers `expects` names, the gates of the providers ask for.
 */
export function expectedInputs({ expects, onceInForce, imports }: GateInput): Gate {
  const name = 'expected-inputs';
  const present = new Set(imports.map(({ kind }) => kind));
  const named = new Set(expects.flatMap((each) => ('kind' in each ? [each.kind] : [])));
  const asked = [...new Set([...named, ...onceInForce])].sort(compareText);
  const missing = asked.filter((kind) => !present.has(kind));
  if (missing.length > 0) {
    const why = missing.map((kind) =>
      named.has(kind)
        ? `no ${kind} is there, and expects names it`
        : `no ${kind} is in force any more, and one was before`,
    );
    return {
      name,
      state: 'open',
      why: why.join('; '),
      remedy: `Put ${missing.map(fileOf).join(', ')} into the inputs; a file with its header alone says that there is nothing.`,
    };
  }
  if (named.size === 0)
    return ok(name, 'expects of revshare.yaml names no kind of input: what never came is not missed');
  return ok(name, `${[...named].sort(compareText).join(', ')}: there`);
}

function fileOf(kind: InputKind): string {
  return isWrittenByPeople(kind) ? `${kind}.csv` : `the ${kind} export`;
}
