import { ROLLFORWARD_AMOUNTS, ROLLFORWARD_COMPONENTS, type RollforwardRow } from '../../core/deferral/rollforward.ts';
import type { Components } from '../../core/money/components.ts';
import type { Month } from '../../core/month/month.ts';
import { type Column, type Columns, csvText, HEAD, micro, type ReportHead, text } from './columns.ts';

/** One component of a group. */
interface ComponentRow extends ReportHead {
  readonly group: RollforwardRow;
  readonly component: string;
  readonly part: (amounts: Components) => bigint;
}

const AMOUNTS = Object.fromEntries(
  Object.entries(ROLLFORWARD_AMOUNTS).map(([name, of]) => [name, amount(of)]),
) as Columns<ComponentRow>;

/** Amounts in their order, each with the sign by which it moves what is deferred. */
const COLUMNS = {
  ...HEAD,
  provider: text.of(({ group }) => group.provider),
  currency: text.of(({ group }) => group.currency),
  plan: text.of(({ group }) => group.plan),
  component: text.of(({ component }) => component),
  ...AMOUNTS,
} satisfies Columns<ComponentRow>;

function amount(of: (row: RollforwardRow) => Components): Column<ComponentRow> {
  return micro.of(({ group, part }) => part(of(group)));
}

/** rollforward.csv: four rows a group, one per component and their net. */
export function rollforwardCsv(rows: readonly RollforwardRow[], month: Month, state: string): string {
  return csvText(
    COLUMNS,
    rows.flatMap((group) =>
      Object.entries(ROLLFORWARD_COMPONENTS).map(([component, part]) => ({ month, state, group, component, part })),
    ),
  );
}
