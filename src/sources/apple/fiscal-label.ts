import { type Month, monthOf } from '../../core/month/month.ts';

/** Month names as App Store Connect writes them: English, French, German, Italian, Spanish, Portuguese; without accents. */
const NAMES: readonly (readonly string[])[] = [
  ['january', 'janvier', 'januar', 'gennaio', 'enero', 'janeiro'],
  ['february', 'fevrier', 'februar', 'febbraio', 'febrero', 'fevereiro'],
  ['march', 'mars', 'marz', 'marzo', 'marco'],
  ['april', 'avril', 'aprile', 'abril'],
  ['may', 'mai', 'maggio', 'mayo', 'maio'],
  ['june', 'juin', 'juni', 'giugno', 'junio', 'junho'],
  ['july', 'juillet', 'juli', 'luglio', 'julio', 'julho'],
  ['august', 'aout', 'agosto'],
  ['september', 'septembre', 'settembre', 'septiembre', 'setembro'],
  ['october', 'octobre', 'oktober', 'ottobre', 'octubre', 'outubro'],
  ['november', 'novembre', 'noviembre', 'novembro'],
  ['december', 'decembre', 'dezember', 'dicembre', 'diciembre', 'dezembro'],
];

/** The fiscal month in a title like `... (September, 2014)`, `...(2014年9月)` or `...(2014년 9월)`; null when it names none. */
export function fiscalLabel(title: string): Month | null {
  const text = title
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();
  const east = /\((\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\)/.exec(title.normalize('NFC'));
  if (east !== null) return inYear(Number(east[1]), Number(east[2]));
  const west = /\((?:(\d{4})[\s,]+)?([a-z]+)(?:[\s,]+(?:de\s+)?(\d{4}))?\)/.exec(text);
  const year = west?.[3] ?? west?.[1];
  if (west === null || year === undefined) return null;
  return inYear(Number(year), NAMES.findIndex((names) => names.includes(west[2] ?? '')) + 1);
}

function inYear(year: number, month: number): Month | null {
  return month >= 1 && month <= 12 ? monthOf(year, month) : null;
}
