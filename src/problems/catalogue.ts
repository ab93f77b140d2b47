import { ACT_PROBLEMS } from './act-problems.ts';
import { EXPORT_PROBLEMS } from './export-problems.ts';

/**
 * Every way in which an input can be unreadable: a stable code, what it means, how to mend it.
 * Each code has a smallest example under fixtures/errors; a code without one fails the tests.
 */
export const CATALOGUE = { ...EXPORT_PROBLEMS, ...ACT_PROBLEMS };

export type ProblemCode = keyof typeof CATALOGUE;
