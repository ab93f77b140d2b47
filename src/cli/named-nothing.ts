import type { Command } from 'commander';
import { UsageFault } from './usage-fault.ts';

/** What options of a place call it in their flags. */
const PLACES = ['<file', '<dir>', '<out>', '<reports>'];

/**
 * A place, or an argument, that is empty was a variable that is not set: it names nothing, and no working directory.
 *
 * @throws UsageFault
 */
export function refuseNamedNothing(command: Command): void {
  for (const option of command.options) {
    const value: unknown = command.getOptionValue(option.attributeName());
    const isEmpty = [value].flat().includes('');
    if (isEmpty && PLACES.some((place) => option.flags.includes(place)))
      throw new UsageFault(`${option.long} names nothing`);
  }
  const empty = command.args.indexOf('');
  if (empty < 0) return;
  const { registeredArguments } = command;
  const argument = registeredArguments[Math.min(empty, registeredArguments.length - 1)];
  throw new UsageFault(`the argument ${argument?.name() ?? ''} names nothing`);
}
