import type { Provider } from '../../revenue/provider.ts';
import type { InputKind } from '../input-kind.ts';
import type { GateInput } from './gate.ts';

/** Whether a store takes part: a plan names a product of it, or a report of it was imported. */
export function isInUse({ soldThrough, imports }: GateInput, provider: Provider, kind: InputKind): boolean {
  return soldThrough.includes(provider) || imports.some((each) => each.kind === kind);
}

/** Why a store needs no coverage. */
export const NOT_IN_USE = 'nothing was imported of it, and no plan names a product of it';
