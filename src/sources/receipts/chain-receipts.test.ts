import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import type { RailReceipts } from './rail-receipts.ts';
import { readRailReceipts } from './read-rail-receipts.ts';

const SAFE = `0x${'a'.repeat(40)}`;
const TO = `0x${'b'.repeat(40)}`;
const TOKEN = `0x${'c'.repeat(40)}`;
const HASH = `0x${'d'.repeat(64)}`;

function read(text: string): Promise<RailReceipts> {
  return readRailReceipts({ name: 'receipts', open: () => Readable.from([Buffer.from(text)]) }, text, null);
}

it('a status of an explorer or a Safe decides what was paid; a word that is not known is refused', async () => {
  const erc20 = 'Txhash,DateTime (UTC),From,To,Value,ContractAddress,Status\n';
  const safe =
    'Safe Address,From Address,To Address,Transaction Hash,Contract Address,Amount,Executed at,Transaction Status\n';
  const moved = (status: string): string => `${HASH},2026-12-11 10:00:00,${SAFE},${TO},5,${TOKEN},${status}\n`;
  const left = (status: string): string => `${SAFE},${SAFE},${TO},${HASH},${TOKEN},5,2026-12-14T10:00:00Z,${status}\n`;
  for (const text of [erc20 + moved('Success') + moved('Failed'), safe + left('SUCCESS') + left('FAILED')]) {
    expect((await read(text)).transfers.map(({ outcome }) => outcome)).toEqual(['paid', 'came-back']);
  }
  for (const text of [erc20 + moved('Error(0)'), safe + left('')]) {
    await expect(read(text)).rejects.toMatchObject({ problems: [{ code: 'unknown-receipt-status' }] });
  }
});

it('a transfer of one id in two pages of a Safe is one where the service changed something else of its transaction (R17)', async () => {
  const moved = { from: SAFE, to: TO, value: '12500000', tokenAddress: TOKEN, tokenInfo: { decimals: 6 } };
  const done = { transactionHash: HASH, executionDate: '2026-12-14T10:00:00Z' };
  const page = (modified: string) => ({
    safe: SAFE,
    modified,
    transfers: ['e1', 'e2'].map((transferId) => ({ ...moved, ...done, transferId })),
  });
  const { transfers } = await read(JSON.stringify([page('10:00'), page('11:00')]));
  // Two transfers of one amount in one transaction are two.
  expect(transfers.map(({ amount }) => amount)).toEqual(['12.500000', '12.500000']);
});
