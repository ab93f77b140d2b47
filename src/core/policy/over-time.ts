import type { Month } from '../month/month.ts';

/** A value that holds from a month on, until the next one. */
export interface HeldFrom<Value> {
  readonly from: Month;
  readonly value: Value;
}

/** Something of the policy that changes from a month on and holds until it changes again (R14). */
export interface OverTime<Value> {
  /** In force before the first change, however long ago. */
  readonly first: Value;
  /** In order of their months, no month twice. */
  readonly changes: readonly HeldFrom<Value>[];
}

/** What never changes. */
export function always<Value>(value: Value): OverTime<Value> {
  return { first: value, changes: [] };
}

/** What is in force in a month (R14). */
export function inForce<Value>(value: OverTime<Value>, month: Month): Value {
  const change = value.changes.findLast(({ from }) => from <= month);
  return change === undefined ? value.first : change.value;
}

/** Every value that was in force up to and with a month, the newest first. */
export function valuesUpTo<Value>(value: OverTime<Value>, month: Month): Value[] {
  return [value.first, ...changesUpTo(value, month).map((change) => change.value)].reverse();
}

/** The changes that have taken effect by a month: what is only planned is none of them. */
export function changesUpTo<Value>({ changes }: OverTime<Value>, month: Month): HeldFrom<Value>[] {
  return changes.filter(({ from }) => from <= month);
}

/** The same over time in another form. */
export function mapOverTime<Value, Result>(
  { first, changes }: OverTime<Value>,
  form: (value: Value) => Result,
): OverTime<Result> {
  return { first: form(first), changes: changes.map(({ from, value }) => ({ from, value: form(value) })) };
}

/** Without the changes that change nothing: a policy that says the same twice is the same policy. */
export function withoutRepeats<Value>(
  { first, changes }: OverTime<Value>,
  isSame: (one: Value, other: Value) => boolean,
): OverTime<Value> {
  const kept: HeldFrom<Value>[] = [];
  for (const change of changes) {
    if (!isSame(kept.at(-1)?.value ?? first, change.value)) kept.push(change);
  }
  return { first, changes: kept };
}

/**
 * What final months had, each as it was closed, and what is said today of the months after them (R14): whatever is said
 * of a final month now, it keeps its own.
 *
 * @param closed final months in order, each with what was said when it was closed
 */
export function closedThenOpen<Value>(
  closed: readonly { readonly month: Month; readonly value: OverTime<Value> }[],
  open: OverTime<Value>,
  firstOpen: Month,
): OverTime<Value> {
  const [earliest] = closed;
  if (earliest === undefined) return open;
  return {
    first: earliest.value.first,
    changes: [
      ...earliest.value.changes.filter(({ from }) => from < earliest.month),
      ...closed.map(({ month, value }) => ({ from: month, value: inForce(value, month) })),
      { from: firstOpen, value: inForce(open, firstOpen) },
      ...open.changes.filter(({ from }) => from > firstOpen),
    ],
  };
}
