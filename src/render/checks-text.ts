/** What was looked at, for a person; `wrong` keeps a command from running. */
interface ShownCheck {
  readonly name: string;
  readonly state: 'ok' | 'warning' | 'wrong';
  readonly what: string;
  readonly remedy: string;
}

const WIDTH = 'warning'.length;

/** A line per check; what to do stands below it. Ends with how many need a person. */
export function checksText(checks: readonly ShownCheck[]): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  const lines = checks.flatMap(({ name, state, what, remedy }) => [
    `${state.padEnd(WIDTH)}  ${name.padEnd(width)}  ${what}`,
    ...(remedy === '' ? [] : [`${' '.repeat(WIDTH + width + 4)}${remedy}`]),
  ]);
  const count = (wanted: ShownCheck['state']): number => checks.filter(({ state }) => state === wanted).length;
  return `${[...lines, '', `${count('ok')} ok, ${count('warning')} to look at, ${count('wrong')} wrong`].join('\n')}\n`;
}
