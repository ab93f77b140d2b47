import { ARCHIVE_OPERATORS, BOMB_OPERATORS, BYTE_OPERATORS, ENCODING_OPERATORS } from './byte-operators.ts';
import type { Chance } from './chance.ts';
import { COLUMN_OPERATORS } from './column-operators.ts';
import { LINE_OPERATORS } from './line-operators.ts';
import type { Operator } from './mutation.ts';
import { PARQUET_WRITERS, writtenBy } from './parquet-of.ts';
import { VALUE_OPERATORS } from './value-operators.ts';
import type { Target } from './worlds.ts';

const PARQUET_OPERATORS: readonly Operator[] = Object.entries(PARQUET_WRITERS).map(([name, writer]) => ({
  name: `parquet-${name}`,
  change: () => writtenBy(writer),
}));

/** Bombs are slow: one in so many mutations is one. */
const BOMBS_ONE_IN = 250;

/** The operators of a file: values are changed most often, for most of what can go wrong is in them. */
function groupsOf({ isText }: Target): readonly (readonly Operator[])[] {
  if (!isText) return [BYTE_OPERATORS, BYTE_OPERATORS, ARCHIVE_OPERATORS, PARQUET_OPERATORS];
  const values = [VALUE_OPERATORS, VALUE_OPERATORS, VALUE_OPERATORS, VALUE_OPERATORS];
  return [
    ...values,
    LINE_OPERATORS,
    COLUMN_OPERATORS,
    BYTE_OPERATORS,
    BYTE_OPERATORS,
    ENCODING_OPERATORS,
    ARCHIVE_OPERATORS,
  ];
}

/** What became of a file, packed as it was, and by which operator. */
export interface Mutation {
  readonly operator: string;
  readonly bytes: Buffer;
}

/** A changed file; null where the operator finds nothing to change. */
export async function mutate(target: Target, chance: Chance): Promise<Mutation | null> {
  const isBomb = chance.below(BOMBS_ONE_IN) === 0;
  const group = isBomb ? BOMB_OPERATORS : chance.pick(groupsOf(target));
  const operator = chance.pick(group);
  const isOutside = isBomb || group === ARCHIVE_OPERATORS;
  // Half of them inside the archive that a provider sends, half around it.
  const inner = !isOutside || chance.below(2) === 0;
  const before = inner ? target.plain : target.pack(target.plain);
  const changed = await operator.change(before, chance, target.name);
  if (changed === null || changed.equals(before)) return null;
  return { operator: operator.name, bytes: inner ? target.pack(changed) : changed };
}
