/** Forms of values that a provider writes: of two texts of one form neither can be told to be the wrong one. */
const FORMS: readonly RegExp[] = [
  /^-?\d+(\.\d+)?$/,
  /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/,
  /^\d{4}-\d\d$/,
  /^0x[0-9a-fA-F]{40}$/,
  /^[A-Za-z]+ \d{1,2}$/,
  /^ ?\d{4}$/,
  /^\d{1,2}:\d\d:\d\d [AP]M P[SD]T$/,
];

/** Whether two files differ in one value alone, and both have a form that the value may have. */
export function isAnotherValue(before: Buffer, after: Buffer): boolean {
  const [one, other] = [before.toString('utf8').split('\n'), after.toString('utf8').split('\n')];
  if (one.length !== other.length) return false;
  const changed = one.flatMap((line, at) => (line === other[at] ? [] : [[line, other[at] ?? ''] as const]));
  const [first, second] = changed;
  if (first === undefined || second !== undefined) return false;
  const [cells, otherCells] = first.map((line) => line.split(/[,\t"{}[\]]|: /));
  if (cells === undefined || otherCells === undefined || cells.length !== otherCells.length) return false;
  const values = cells.flatMap((cell, at) => (cell === otherCells[at] ? [] : [[cell, otherCells[at] ?? ''] as const]));
  const [value, more] = values;
  if (value === undefined || more !== undefined) return false;
  return FORMS.some((form) => value.every((each) => form.test(each)));
}
