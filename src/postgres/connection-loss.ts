const CODES = /^(E[A-Z]+|08...|25P0[34]|57P..)$/;
const WORDS = /^(Connection terminated|Client has encountered a connection error|timeout)/i;

/** Whether a query failed because its connection did: by the system's code, by SQLSTATE, or by the client's words. */
export function isConnectionLoss(error: Error): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? CODES.test(code) : WORDS.test(error.message);
}
