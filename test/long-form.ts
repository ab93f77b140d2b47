/**
 * Whether tests run in full. Some tests are worth more time than every change can wait for. REVSHARE_LONG_TESTS=1 runs all of them in full, as
 * before a release; without it they take the short form that each names, which tries the same things less often.
 */
export const LONG = process.env.REVSHARE_LONG_TESTS === '1';

/** How often something is tried: in the short form, and in the long one. */
export function times(short: number, long: number): number {
  return LONG ? long : short;
}
