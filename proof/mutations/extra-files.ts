import type { WorldFile } from './world-file.ts';

/** Files of the kinds that the example world lacks; what they say fits it. */
export const EXTRA_FILES: readonly WorldFile[] = [
  table('opening.csv', [
    'provider,charge,plan,first_month,months,gross_usd,customer_tax_usd,provider_fee_usd',
    'stripe,ch_older,unlimited,2026-02,12,199.00,0.00,6.07',
    'google,GPA.3300-0000-0000-00001,unlimited_pro,2026-04,12,498.00,40.00,74.70',
  ]),
  table('subscribers.csv', [
    'account,provider,subscription',
    'acct_one,stripe,sub_fx_ada',
    'acct_one,apple,5500000000001',
    'acct_two,google,GPA.3300-1000-2000-10001',
  ]),
  table('payees.csv', [
    'wallet,method,destination,currency,hold,from_month,name,country,note,minimum_usd,tax_form',
    '0xe90C43cBEFC14c5f07783d2CC2585AAAF73F7153,usdc,0x52908400098527886E0F7030069857D2E4169EE7,USDC,,2026-08,Kiln,DE,,10.00,W-8BEN',
    '0x6f3Cce72C77a62ca8fb9f9adD26B9754e3Ca840E,fiat,forge@example.org,EUR,,2026-08,Forge,FR,,25.00,',
    '0xC7e9aef07Bad4716BBeDC4cbb155fa7F2BA539cC,fiat,DE89370400440532013000,EUR,asked to wait,2026-09,Ola,DE,,,',
    '0xC7e9aef07Bad4716BBeDC4cbb155fa7F2BA539cC,spark,,SPARK,,2026-10,Ola,DE,,,',
  ]),
  table('screening.csv', [
    'subject,result,date',
    '0xe90C43cBEFC14c5f07783d2CC2585AAAF73F7153,clear,2026-10-01',
    '0x6f3Cce72C77a62ca8fb9f9adD26B9754e3Ca840E,hit,2026-10-02',
    'forge@example.org,clear,2026-10-03',
  ]),
  {
    name: 'voided.json',
    bytes: Buffer.from(
      `${JSON.stringify(
        {
          voidedPurchases: [voided('GPA.3300-1000-2000-10003', 1), voided('GPA.3300-1000-2000-10004', 7)],
        },
        null,
        2,
      )}\n`,
    ),
  },
];

function voided(orderId: string, voidedReason: number): Record<string, unknown> {
  const times = { purchaseTimeMillis: '1788253200000', voidedTimeMillis: '1791882000000' };
  const source = { voidedSource: 2, voidedReason };
  return { kind: 'androidpublisher#voidedPurchase', purchaseToken: `token-${orderId}`, orderId, ...times, ...source };
}

function table(name: string, lines: readonly string[]): WorldFile {
  return { name, bytes: Buffer.from(`${lines.join('\n')}\n`) };
}
