import type { Provider } from '../../revenue/provider.ts';
import { compareText } from '../../text/compare-text.ts';
import type { CoverageMark, GateInput } from './gate.ts';

/** A part of a provider whose files come apart from the others': '' where nothing tells parts. */
export type Part = string;

/** Days, or months of a provider, that no file and no mark covers for a part. */
export interface MissingOfPart {
  readonly part: Part;
  /** `YYYY-MM-DD`; Google's months as `YYYYMM`. */
  readonly missing: readonly string[];
}

/** The parts that are asked for: those that the data name and those that `expects` names; '' when there is none. */
export function askedParts({ expects }: GateInput, provider: Provider, named: readonly Part[]): Part[] {
  const expected = expects.flatMap((each) => ('provider' in each && each.provider === provider ? [each.part] : []));
  const parts = [...new Set([...named, ...expected])].filter((part) => part !== '').sort(compareText);
  return parts.length === 0 ? [''] : parts;
}

/** The marks of a provider that stand for a part: its own, and those of the whole provider. */
export function marksOf({ marks }: GateInput, provider: Provider, part: Part): CoverageMark[] {
  return marks.filter((mark) => mark.provider === provider && (mark.part === undefined || mark.part === part));
}

/** What is missing, for people: `2026-10-02 in EUR; 2026-10-05 in USD`. @param words of a part, e.g. ` in EUR` */
export function shownMissing(
  found: readonly MissingOfPart[],
  shown: (missing: readonly string[]) => string,
  words: (part: Part) => string,
): string {
  return found.map(({ part, missing }) => `${shown(missing)}${part === '' ? '' : words(part)}`).join('; ');
}
