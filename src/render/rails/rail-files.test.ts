import { describe, expect, it } from 'vitest';
import { batchOf, filesOf, line, TERMS, TOKEN, termsOf, walletOf } from '../../../test/judging/batch-by-hand.ts';
import { checksumAddress } from '../../core/wallet/checksum-address.ts';
import { safeChecksum } from './safe-batch.ts';

const A = walletOf('a1');
const B = walletOf('b2');
const OLD_TOKEN = walletOf('60');

describe('railFiles', () => {
  it('writes token transfers for the Transaction Builder of a Safe', async () => {
    const files = await filesOf(batchOf([line({ wallet: A }), line({ wallet: B, assetAmount: 5n })]));
    const text = files.get('usdc-safe.json') ?? '';
    const file = JSON.parse(text);
    expect(file).toMatchObject({
      version: '1.0',
      chainId: '8453',
      // 2026-11-01T00:00:00Z, the end of the month
      createdAt: 1_793_491_200_000,
      transactions: [
        {
          to: TOKEN,
          value: '0',
          data: null,
          contractMethod: { name: 'transfer', payable: false },
          contractInputsValues: { to: checksumAddress(A), value: '12345678' },
        },
        { contractInputsValues: { to: checksumAddress(B), value: '5' } },
      ],
    });
    const { checksum, ...meta } = file.meta;
    expect(safeChecksum({ ...file, meta })).toBe(checksum);
    const changed = JSON.parse(text.replace('"12345678"', '"12345679"'));
    const { checksum: _, ...changedMeta } = changed.meta;
    expect(safeChecksum({ ...changed, meta: changedMeta })).not.toBe(checksum);
  });

  it('has the checksum that the Transaction Builder itself computes', () => {
    // A batch that the app exported, without its meta.checksum.
    const exported = {
      version: '1.0',
      chainId: '1',
      createdAt: 1761326849944,
      meta: {
        name: 'Transactions Batch',
        description: '',
        txBuilderVersion: '1.18.2',
        createdFromSafeAddress: '0xA77DE01e157f9f57C7c4A326eeE9C4874D0598b6',
        createdFromOwnerAddress: '',
      },
      transactions: [
        {
          to: '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48',
          value: '0',
          data: null,
          contractMethod: {
            inputs: [
              { internalType: 'address', name: 'spender', type: 'address' },
              { internalType: 'uint256', name: 'value', type: 'uint256' },
            ],
            name: 'approve',
            payable: false,
          },
          contractInputsValues: { spender: '0x474e5Ded6b5D078163BFB8F6dBa355C3aA5478C8', value: '100000000000' },
        },
      ],
    };
    expect(safeChecksum(exported)).toBe('0x8b5032f716845c8b08bab3d63dbd9ba92e056f3557793cd041e59b84e16aa989');
  });

  it('writes them for CSV Airdrop too, in whole tokens', async () => {
    const files = await filesOf(batchOf([line({ wallet: A }), line({ wallet: B, assetAmount: 5n })]));
    expect(files.get('usdc-airdrop.csv')).toBe(
      'token_type,token_address,receiver,amount,id\n' +
        `erc20,${TOKEN},${checksumAddress(A)},12.345678,\n` +
        `erc20,${TOKEN},${checksumAddress(B)},0.000005,\n`,
    );
  });

  it('writes them for Disperse too', async () => {
    const files = await filesOf(batchOf([line({ wallet: A }), line({ wallet: B, assetAmount: 5n })]));
    expect(files.get('usdc-disperse.csv')).toBe(`${checksumAddress(A)},12.345678\n${checksumAddress(B)},0.000005\n`);
  });

  it('splits what does not fit in one transaction, each line in one part', async () => {
    const wallets = Array.from({ length: 401 }, (_, at) => `0x${(at + 1).toString(16).padStart(40, '0')}`);
    const files = await filesOf(batchOf(wallets.map((wallet) => line({ wallet }))));
    const parts = ['usdc-airdrop-001.csv', 'usdc-airdrop-002.csv', 'usdc-airdrop-003.csv'];
    const rows = parts.flatMap((name) => (files.get(name) ?? '').split('\n').slice(1, -1));
    expect(rows.map((row) => row.split(',')[2])).toEqual(wallets.map(checksumAddress));
    expect([...files.keys()].filter((name) => name.includes('airdrop'))).toEqual(parts);
  });

  it('says what is missing where no token is named', async () => {
    const terms = { ...TERMS, methods: { ...TERMS.methods, usdc: termsOf('usdc', { token: null }) } };
    const files = await filesOf(batchOf([line({ wallet: A })]), {}, terms);
    expect([...files.keys()]).toEqual(['PAYING.txt']);
    expect(files.get('PAYING.txt')).toContain('set payouts.methods.usdc.token and chain_id');
  });

  it('writes the claims alone where a claim contract pays, those of its earlier tokens too', async () => {
    const terms = { ...TERMS, methods: { ...TERMS.methods, usdc: termsOf('usdc', { claimContract: B }) } };
    const owed = [
      { destination: A, token: TOKEN.toLowerCase(), cumulative: 5n },
      { destination: A, token: OLD_TOKEN, cumulative: 9n },
    ];
    const files = await filesOf(batchOf([line({ wallet: A })]), { usdc: owed }, terms);
    expect([...files.keys()].sort()).toEqual([
      'PAYING.txt',
      `usdc-merkle/${checksumAddress(A)}-${checksumAddress(OLD_TOKEN)}.json`,
      `usdc-merkle/${checksumAddress(A)}.json`,
      'usdc-merkle/root.json',
      'usdc-merkle/tree.json',
    ]);
    expect(JSON.parse(files.get('usdc-merkle/root.json') ?? '')).toMatchObject({ claims: 2, cumulative_total: '5' });
    expect(files.get('PAYING.txt')).toContain('Send no transfers.');
  });

  it('pays e-mail addresses by PayPal, a file a currency, and all others by Wise', async () => {
    const fiat = { method: 'fiat', scale: 2, assetAmount: 10_050n } as const;
    const lines = [
      line({ ...fiat, wallet: A, destination: 'ada@example.com', currency: 'USD' }),
      line({ ...fiat, wallet: B, destination: 'bob@example.com', currency: 'EUR' }),
      line({ ...fiat, wallet: walletOf('c3'), destination: 'DE89370400440532013000', currency: 'EUR' }),
      line({ ...fiat, wallet: walletOf('d4'), destination: '40011223', currency: 'JPY', scale: 0, assetAmount: 7n }),
    ];
    const files = await filesOf(batchOf(lines));
    expect(Object.fromEntries([...files].filter(([name]) => name !== 'PAYING.txt'))).toEqual({
      'paypal-EUR.csv': `bob@example.com,100.50,EUR,2026-10-${'b2'.repeat(11)},Worker payout 2026-10,PAYPAL\n`,
      'paypal-USD.csv': `ada@example.com,100.50,USD,2026-10-${'a1'.repeat(11)},Worker payout 2026-10,PAYPAL\n`,
      'wise-recipients.csv':
        'recipientId,recipientDetail,recipientType,name,recipientEmail,paymentReference,receiverType,amountCurrency,amount,sourceCurrency,targetCurrency\n' +
        '40011223,,PERSON,,,2026-10-d4d4d4d4d4,PERSON,target,7,USD,JPY\n',
      'wise-accounts.csv':
        'name,recipientEmail,paymentReference,receiverType,amountCurrency,amount,sourceCurrency,targetCurrency,IBAN\n' +
        ',,2026-10-c3c3c3c3c3,PERSON,target,100.50,USD,EUR,DE89370400440532013000\n',
    });
  });

  it('names the holders of accounts to Wise where payees.csv does, and lets no spreadsheet run a name', async () => {
    const fiat = { method: 'fiat', scale: 2, assetAmount: 10_050n, currency: 'EUR' } as const;
    const lines = [
      line({ ...fiat, wallet: A, destination: 'DE89370400440532013000' }),
      line({ ...fiat, wallet: B, destination: '40011223' }),
      line({ ...fiat, wallet: walletOf('c3'), destination: '40011224' }),
    ];
    const names = new Map([
      [A, 'Ada, Countess'],
      [B, '=HYPERLINK("http://example.org")'],
    ]);
    const files = await filesOf(batchOf(lines), {}, TERMS, names);
    expect(files.get('wise-accounts.csv')).toContain('\n"Ada, Countess",,2026-10-a1a1a1a1a1,PERSON,target,100.50,');
    expect(files.get('wise-recipients.csv')).toContain(
      `\n40011223,,PERSON,"'=HYPERLINK(""http://example.org"")",,2026-10-b2b2b2b2b2,PERSON,target,100.50,`,
    );
    expect(files.get('wise-recipients.csv')).toContain('\n40011224,,PERSON,,,2026-10-c3c3c3c3c3,');
  });

  it('writes Spark as JSON, with the rate of each conversion', async () => {
    const rate = { pair: 'SPARK/USD', date: '2026-10-31', value: '0.005' };
    const spark = line({
      method: 'spark',
      currency: 'SPARK',
      destination: 'user-7',
      scale: 2,
      assetAmount: 246_913n,
      rate,
    });
    const document = JSON.parse((await filesOf(batchOf([spark]))).get('spark.json') ?? '');
    expect(document).toMatchObject({ month: '2026-10', total: '2469.13' });
    expect(document.payouts).toEqual([
      {
        wallet: checksumAddress(A),
        account: 'user-7',
        currency: 'SPARK',
        amount: '2469.13',
        amount_usd: '12.345678',
        rate,
      },
    ]);
  });

  it('gives the same bytes for the same batch', async () => {
    const batch = batchOf([line({ wallet: A }), line({ wallet: B, method: 'sogni', currency: 'SOGNI', scale: 18 })]);
    const claims = {
      usdc: [{ destination: A, token: TOKEN, cumulative: 5n }],
      sogni: [{ destination: B, token: OLD_TOKEN, cumulative: 7n }],
    };
    expect(await filesOf(batch, claims)).toEqual(await filesOf(batch, claims));
  });
});
