import type { Month } from '../month/month.ts';
import { type DecisionBook, VERSION_NAMES } from './decision.ts';
import type { FindingCode } from './finding.ts';

/** Versions of one thing that contradict each other: a row of money, an invoice. */
export interface Versions {
  readonly code: FindingCode;
  readonly id: string;
  readonly month: Month;
  /** What each says that others do not, in the order of the versions. */
  readonly texts: readonly string[];
}

/** What is asked about versions, and what was answered. */
export interface VersionChoice {
  /** The id itself of two versions. Of more it says how many: what is decided about two is about no third one. */
  readonly subject: string;
  /** What the versions say; empty where all are left out, as months were approved with it before versions were told. */
  readonly told: string;
  readonly isLeftOut: boolean;
  /** The place of the version that a person says is right; null while nobody does, or where all are left out. */
  readonly chosen: number | null;
}

/** Which of the versions of a row or an invoice counts: a person says so (R15). */
export function choiceOfVersion(decisions: DecisionBook, { code, id, month, texts }: Versions): VersionChoice {
  const isLeftOut = decisions.on(code, id, month)?.decision === 'leave-out';
  if (isLeftOut) return { subject: id, told: '', isLeftOut, chosen: null };
  const subject = texts.length <= 2 ? id : `${id} in ${texts.length} versions`;
  const names: readonly (string | undefined)[] = VERSION_NAMES.slice(0, texts.length);
  const place = names.indexOf(decisions.on(code, subject, month)?.decision);
  return { subject, told: `: ${inWords(texts)}`, isLeftOut, chosen: place < 0 ? null : place };
}

function inWords(texts: readonly string[]): string {
  if (texts.length > VERSION_NAMES.length) return `${texts.length} versions are more than can be chosen from`;
  return texts.map((text, place) => `${VERSION_NAMES[place]} ${text}`).join('; ');
}
