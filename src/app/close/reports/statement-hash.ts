import { hash } from 'node:crypto';
import type { Sha256 } from '../../../core/statement/merkle-proof.ts';

/** The hash of the statement tree by Node's own SHA-256: a month has a statement for every wallet. */
export const statementHash: Sha256 = (bytes) => hash('sha256', bytes);
