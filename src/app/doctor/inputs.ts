import { toldInputs } from '../import/told-inputs.ts';
import { type Check, fine } from './check.ts';

/** What lies in the inputs, kind by kind, and what an import would pass over or refuse. */
export async function inputChecks(directory: string): Promise<Check[]> {
  const { inputs, passedOver, problems, tooLarge } = await toldInputs([directory]);
  const counts = new Map<string, number>();
  for (const { kind } of inputs) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const kinds = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([kind, count]) => `${count} ${kind}`);
  if (tooLarge.length > 0) kinds.push(`${tooLarge.length} too large for a look`);
  return [
    ...(kinds.length === 0 ? [none(directory)] : [fine('inputs', kinds.join(', '))]),
    ...passedOver.map(({ file, what, instead }): Check => {
      return {
        name: 'inputs',
        state: 'warning',
        what: `${file} is ${what}: an import passes over it`,
        remedy: instead,
      };
    }),
    ...problems.map(({ place, message, remedy }): Check => {
      return { name: 'inputs', state: 'wrong', what: `${place.file}: ${message}`, remedy };
    }),
  ];
}

function none(directory: string): Check {
  const remedy = 'Put the exports there, as downloaded, or name their directory with --inputs.';
  return { name: 'inputs', state: 'warning', what: `${directory} holds no export`, remedy };
}
