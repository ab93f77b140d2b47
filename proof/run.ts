/** `npm run proof -- WHAT ...`: the attacks that are no part of the tests, each with its figures (docs/proof.md). */
const PROOFS: Readonly<Record<string, () => Promise<unknown>>> = {
  worlds: () => import('./worlds.ts'),
  payouts: () => import('./payouts.ts'),
  mutations: () => import('./mutations.ts'),
  receipts: () => import('./receipts.ts'),
  missing: () => import('./missing.ts'),
  mutants: () => import('./mutants.ts'),
  years: () => import('./years.ts'),
  faults: () => import('./faults.ts'),
  determinism: () => import('./determinism.ts'),
  forms: () => import('./forms.ts'),
};

const [what = ''] = process.argv.splice(2, 1);
const proof = PROOFS[what];
if (proof === undefined) {
  process.stderr.write(`usage: npm run proof -- ${Object.keys(PROOFS).join(' | ')}\n`);
  process.exitCode = 2;
} else await proof();
