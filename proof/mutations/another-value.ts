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

/** Whether two files differ in values alone, and each has a form that the value may have. */
export function isAnotherValue(before: Buffer, after: Buffer): boolean {
  const [lines, others] = [cellsOf(before), cellsOf(after)];
  if (lines.length !== others.length) return false;
  return lines.every((cells, at) => {
    const other = others[at] ?? [];
    return cells.length === other.length && cells.every((cell, column) => isLike(cell, other[column] ?? ''));
  });
}

/** The lines of a file, cut wherever a value may end. */
function cellsOf(bytes: Buffer): string[][] {
  return bytes
    .toString('utf8')
    .split('\n')
    .map((line) => line.split(/[,\t"{}[\]]|: /));
}

function isLike(value: string, other: string): boolean {
  return value === other || FORMS.some((form) => form.test(value) && form.test(other));
}
