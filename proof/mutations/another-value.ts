/** Forms of values that a provider writes, and the plans that the policy has: of two texts of one form neither can be told to be the wrong one. */
const FORMS: readonly RegExp[] = [
  /^-?\d+(\.\d+)?$/,
  /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/,
  /^\d{4}-\d\d$/,
  /^0x[0-9a-fA-F]{40}$/,
  /^acct_\w+$/,
  /^[A-Za-z]+ \d{1,2}$/,
  /^ ?\d{4}$/,
  /^\d{1,2}:\d\d:\d\d [AP]M P[SD]T$/,
  /^(unlimited|unlimited_pro)$/,
];

/** Values that may be left out, by file: a cost without a number of months is one of its month (R9). */
const MAY_BE_EMPTY: Readonly<Record<string, RegExp>> = { 'costs.csv': /^\s*\d{0,3}$/ };

/** Whether two files differ in values alone, and each has a form that the value may have. */
export function isAnotherValue(before: Buffer, after: Buffer, name = ''): boolean {
  const forms = [...FORMS, ...(MAY_BE_EMPTY[name] === undefined ? [] : [MAY_BE_EMPTY[name]])];
  const [lines, others] = [cellsOf(before), cellsOf(after)];
  if (lines.length !== others.length) return false;
  return lines.every((cells, at) => {
    const other = others[at] ?? [];
    return cells.length === other.length && cells.every((cell, column) => isLike(cell, other[column] ?? '', forms));
  });
}

/** The lines of a file, cut wherever a value may end. */
function cellsOf(bytes: Buffer): string[][] {
  return bytes
    .toString('utf8')
    .split('\n')
    .map((line) => line.split(/[,\t"{}[\]]|: /));
}

function isLike(value: string, other: string, forms: readonly RegExp[]): boolean {
  return value === other || forms.some((form) => form.test(value) && form.test(other));
}
