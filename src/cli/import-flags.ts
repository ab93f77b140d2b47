import type { Command } from 'commander';
import { type MachineLimits, ownLimits } from '../app/books/directory/machine-limits.ts';
import { UsageFault } from './usage-fault.ts';

/** The options of commands that import. */
export interface ImportFlags {
  readonly threads?: string;
  readonly memory?: string;
  readonly rehash?: boolean;
}

/** Adds them to a command. */
export function withImportFlags(command: Command): Command {
  return command
    .option('--threads <n>', 'cores to use for job logs (default: all)')
    .option('--memory <size>', 'memory for job logs before they spill to --data, e.g. 512MB (default: 750MB)')
    .option('--rehash', 'read every input again, also those not written to since they were read, and compute anew');
}

/** What they say. @throws UsageFault */
export function importingBy({ threads, memory, rehash }: ImportFlags): { limits: MachineLimits; rehash: boolean } {
  const own = ownLimits();
  return {
    limits: {
      threads: threads === undefined ? own.threads : threadsOf(threads),
      memoryBytes: memory === undefined ? own.memoryBytes : bytesOf(memory),
    },
    rehash: rehash === true,
  };
}

function threadsOf(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new UsageFault(`--threads "${text}" is not a number of cores from 1 to 999`);
  return Number(text);
}

const UNITS: Readonly<Record<string, number>> = { mb: 1e6, gb: 1e9 };
/** With less not even a row group fits. */
const LEAST_BYTES = 128e6;

function bytesOf(text: string): number {
  const [, amount = '', unit = ''] = /^(\d{1,6}(?:\.\d{1,3})?) ?([mg]b)$/i.exec(text) ?? [];
  const bytes = Math.floor(Number(amount) * (UNITS[unit.toLowerCase()] ?? 0));
  if (bytes < LEAST_BYTES)
    throw new UsageFault(`--memory "${text}" is not a size of at least 128MB, like 512MB or 2GB`);
  return bytes;
}
