/** A field of a thing, as a person knows it. */
export interface NamedField<Thing> {
  readonly name: string;
  readonly textOf: (thing: Thing) => string;
}

/** What things differ in, a text each, in their order: `created 2026-10-05T10:00:00.000Z, fee 3.00`. */
export function differencesOf<Thing>(things: readonly Thing[], fields: readonly NamedField<Thing>[]): string[] {
  const differing = fields.filter(({ textOf }) => new Set(things.map(textOf)).size > 1);
  return things.map((thing) => differing.map(({ name, textOf }) => `${name} ${textOf(thing) || '(none)'}`).join(', '));
}
