import fc from 'fast-check';

export * from 'fast-check';

/**
 * Stands for `fast-check` where mutants are tried: at most `globalThis.mostCases` cases of a law, always the same ones, and no
 * search for the smallest case that fails.
 */
function settings(own) {
  const numRuns = Math.min(own?.numRuns ?? 100, globalThis.mostCases);
  return { seed: 20_260_701, ...own, numRuns, endOnFailure: true };
}

export default { ...fc, assert: (property, own) => fc.assert(property, settings(own)) };
