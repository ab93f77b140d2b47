import { alignedTable } from './text-table.ts';

/** An import as `status` shows it. */
export interface StatusImport {
  readonly kind: string;
  readonly name: string;
  readonly sha256: string;
  readonly rows: number;
  readonly firstMs: number | null;
  readonly lastMs: number | null;
  readonly active: boolean;
}

export interface Status {
  readonly imports: readonly StatusImport[];
}

/** `status --json`. */
export function statusDocument({ imports }: Status): Record<string, unknown> {
  return {
    imports: imports.map((each) => ({
      kind: each.kind,
      name: each.name,
      sha256: each.sha256,
      rows: each.rows,
      first: each.firstMs === null ? null : new Date(each.firstMs).toISOString(),
      last: each.lastMs === null ? null : new Date(each.lastMs).toISOString(),
      in_force: each.active,
    })),
  };
}

/** A line per kind and span, then the files. */
export function statusText({ imports }: Status): string {
  if (imports.length === 0) return 'nothing imported yet: revshare import PATH...\n';
  const rows = imports.map((each) => [
    each.kind,
    each.name,
    `${each.rows} rows`,
    day(each.firstMs),
    day(each.lastMs),
    each.active ? '' : 'replaced',
  ]);
  return `${alignedTable([['kind', 'file', 'rows', 'from', 'to', ''], ...rows])}\n`;
}

function day(instantMs: number | null): string {
  return instantMs === null ? '' : new Date(instantMs).toISOString().slice(0, 10);
}
