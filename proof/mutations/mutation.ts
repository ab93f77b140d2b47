import type { Chance } from './chance.ts';

/** One way to change a file. */
export interface Operator {
  readonly name: string;
  /** The changed bytes; null where the file has nothing of the kind. */
  readonly change: (bytes: Buffer, chance: Chance, name: string) => Buffer | null | Promise<Buffer | null>;
}

/** A way to change a text. */
export function onText(name: string, change: (text: string, chance: Chance) => string | null): Operator {
  return {
    name,
    change: (bytes, chance) => {
      const text = change(bytes.toString('utf8'), chance);
      return text === null ? null : Buffer.from(text, 'utf8');
    },
  };
}
