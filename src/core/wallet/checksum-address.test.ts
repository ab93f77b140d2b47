import { describe, expect, it } from 'vitest';
import { checksumAddress, checksumFault, hasAddressForm, isZeroAddress, shownDestination } from './checksum-address.ts';
import { keccakOfText } from './keccak.ts';

/** The examples that EIP-55 itself gives. */
const EXAMPLES = [
  '0x52908400098527886E0F7030069857D2E4169EE7',
  '0x8617E340B3D01FA5F11F306F4090FD50E238070D',
  '0xde709f2102306220921060314715629080e2fb77',
  '0x27b1fdb04752bbc536007a920d24acb045561c26',
  '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
  '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359',
  '0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB',
  '0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb',
];

describe('EIP-55 (R12)', () => {
  it.each(EXAMPLES)('writes %s from any letter case', (address) => {
    expect(checksumAddress(address.toLowerCase())).toBe(address);
    expect(checksumAddress(`0x${address.slice(2).toUpperCase()}`)).toBe(address);
    expect(checksumFault(address)).toBeNull();
  });

  it('is how a destination is shown that is an address; no other one is touched', () => {
    expect(shownDestination('0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed')).toBe(
      '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
    );
    expect(['ada@example.com', 'DE89370400440532013000', ''].map(shownDestination)).toEqual([
      ...['ada@example.com', 'DE89370400440532013000', ''],
    ]);
  });

  it('takes one letter case as no checksum at all', () => {
    expect(checksumFault('0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed')).toBeNull();
    expect(checksumFault('0x5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED')).toBeNull();
  });

  it('refuses a mixed case that does not fit', () => {
    // The first letter turned round.
    expect(checksumFault('0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed')).toBe('wrong-checksum');
    // The last digit changed, the letters as they were.
    expect(checksumFault('0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAee')).toBe('wrong-checksum');
  });

  it.each([
    '',
    '0x',
    '0x5aaeb6053f3e94c9b9a09f33669435e7ef1beae',
    '0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaedd',
    '5aaeb6053f3e94c9b9a09f33669435e7ef1beaed',
    '0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaeg',
    ' 0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed',
  ])('%j is no wallet', (text) => {
    expect(checksumFault(text)).toBe('not-a-wallet');
  });
});

describe('addresses', () => {
  it('of nobody are zero in any letter case', () => {
    expect(isZeroAddress(`0x${'0'.repeat(40)}`)).toBe(true);
    expect(isZeroAddress(`0X${'0'.repeat(40)}`)).toBe(true);
    expect(isZeroAddress(`0x${'0'.repeat(39)}1`)).toBe(false);
  });

  it('have forty digits after 0x, and nothing around them', () => {
    const digits = 'aB'.repeat(20);
    expect(hasAddressForm(`0x${digits}`)).toBe(true);
    for (const text of [`0x${digits}0`, `x0x${digits}`, `0x${digits.slice(1)}`, `0X${digits}`, digits]) {
      expect(hasAddressForm(text)).toBe(false);
    }
  });
});

it('the hash of a text is Keccak-256, as the chain has it', () => {
  // Of the empty text, as the yellow paper gives it.
  expect(keccakOfText('')).toBe('0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470');
});
