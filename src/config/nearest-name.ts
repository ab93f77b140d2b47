const BEGINNING = 4;

/** The known name that a person most likely meant: at most three letters away, or the only one that begins so; null when there is none. */
export function nearestName(name: string, known: readonly string[]): string | null {
  const names = [...new Set(known)];
  const ranked = names.map((each) => ({ each, distance: editDistance(name, each) }));
  ranked.sort((a, b) => a.distance - b.distance);
  const [best] = ranked;
  if (best !== undefined && best.distance <= Math.min(3, Math.floor(name.length / 2))) return best.each;
  const [longer, ...more] = names.filter((each) => name.length >= BEGINNING && each.startsWith(name));
  return more.length > 0 ? null : (longer ?? null);
}

/** Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, substitution));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
