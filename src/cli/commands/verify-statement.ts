import { verifyStatement } from '../../app/statements/verify-statement.ts';
import { verdictDocument, verdictText } from '../../render/statement/verdict.ts';
import { printData, printDocument } from '../console.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Globals } from '../globals.ts';
import { UsageFault } from '../usage-fault.ts';

export interface VerifyStatementOptions extends Globals {
  readonly manifest?: string[];
  readonly root?: string;
}

/** `revshare verify-statement FILE --manifest public.json`: for a worker, offline, without a data directory. */
export async function runVerifyStatement(file: string, options: VerifyStatementOptions): Promise<ExitCode> {
  const { manifest = [], root = null } = options;
  if (manifest.length === 0 && root === null) {
    throw new UsageFault('name what was published: --manifest public.json, or --root with its statement root');
  }
  if (root !== null && !/^[0-9a-fA-F]{64}$/.test(root)) throw new UsageFault('--root is 64 hexadecimal digits');
  const verdict = verifyStatement({ file, manifests: manifest, root });
  if (options.json) printDocument('statement-check', verdictDocument(verdict));
  else if (!options.quiet || verdict.differences.length > 0) printData(verdictText(verdict));
  return verdict.differences.length > 0 ? EXIT.findings : EXIT.done;
}
