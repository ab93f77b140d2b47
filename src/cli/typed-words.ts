import type { Command } from 'commander';
import { UsageFault } from './usage-fault.ts';

/*
 * What was typed, before a command does anything by it: variables of a script that are not set, and bytes that are lost.
 */

/**
 * Makes commands refuse an option that has the name of another one for its value. Of `--by $NAME --json` with nothing in NAME
 * commander takes `--json` for the name, and whoever approved or paid would be called so.
 */
export function refuseMissingValues(commands: readonly Command[]): void {
  for (const command of commands) {
    const names = new Set(['-h', '--help', ...command.options.flatMap(({ long, short }) => [long, short])]);
    for (const option of command.options.filter(({ required }) => required)) {
      command.on(`option:${option.name()}`, (value: string) => {
        const [name = ''] = value.split('=', 1);
        if (names.has(name)) command.error(`error: ${option.long} lacks its value: ${name} stands in its place`);
      });
    }
  }
}

/** What options of a place call it in their flags. */
const PLACES = ['<file', '<dir>', '<out>', '<reports>'];

/** What stands for bytes that are no UTF-8: what was typed is lost. */
const LOST = '\ufffd';

/**
 * A place, or an argument, that is empty was a variable that is not set: it names nothing, and no working directory. What is not UTF-8
 * would name another place, or be kept otherwise than it was typed.
 * Of two directories of inputs the first would be forgotten, and nobody told of what is in it.
 *
 * @throws UsageFault
 */
export function checkTyped(command: Command, argv: readonly string[]): void {
  if (argv.filter((word) => word === '--inputs' || word.startsWith('--inputs=')).length > 1) {
    throw new UsageFault('--inputs is given twice: it takes one directory; revshare import DIR DIR takes several');
  }
  for (const option of command.options) {
    const { long, flags } = option;
    const values: unknown[] = [command.getOptionValue(option.attributeName())].flat();
    const isPlace = PLACES.some((place) => flags.includes(place));
    if (isPlace && values.some((value) => typeof value === 'string' && value.trim() === ''))
      throw new UsageFault(`${long} names nothing`);
    if (values.some(isLost)) throw new UsageFault(`${long} is not UTF-8`);
  }
  const { args, registeredArguments } = command;
  const nameOf = (at: number): string =>
    registeredArguments[Math.min(at, registeredArguments.length - 1)]?.name() ?? 'here';
  for (const [at, value] of args.entries()) {
    if (value.trim() === '') throw new UsageFault(`the argument ${nameOf(at)} names nothing`);
    if (isLost(value)) throw new UsageFault(`the argument ${nameOf(at)} is not UTF-8`);
  }
}

function isLost(value: unknown): boolean {
  return typeof value === 'string' && value.includes(LOST);
}
