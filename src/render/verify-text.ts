/** Something that is not as evidence, manifests and decisions say. The first of its kind in a file or table. */
export interface Difference {
  readonly kind: 'evidence' | 'lake' | 'report' | 'chain' | 'database';
  readonly file: string;
  readonly line: number | null;
  readonly what: string;
}

/** A final month that was looked at. */
export interface VerifiedMonth {
  readonly month: string;
  readonly files: number;
  readonly inputs: number;
  /** Rows of its inputs. */
  readonly rows: number;
  /** Recomputed from evidence, and everything as it was approved. */
  readonly clean: boolean;
}

export interface Verification {
  readonly months: readonly VerifiedMonth[];
  readonly differences: readonly Difference[];
  /** What could not be compared, and why. */
  readonly notes: readonly string[];
}

/** `verify --json`. */
export function verifyDocument({ months, differences, notes }: Verification): Record<string, unknown> {
  return { verified: differences.length === 0, months, differences, notes };
}

/** One line per month, then one per difference. */
export function verifyText({ months, differences }: Verification): string {
  const lines = months.map(({ month, files, inputs, rows, clean }) =>
    clean ? `${month} verified: ${files} files, ${inputs} inputs, ${rows} rows` : `${month} not verified`,
  );
  const found = differences.map(({ file, line, what }) => `${file}${line === null ? '' : ` line ${line}`}: ${what}`);
  if (months.length === 0 && found.length === 0) return 'no month is final yet\n';
  const count = found.length === 0 ? [] : [`${found.length} difference${found.length === 1 ? '' : 's'}`];
  return `${[...lines, ...found, ...count].join('\n')}\n`;
}
