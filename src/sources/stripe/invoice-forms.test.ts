import { describe, expect, it } from 'vitest';
import { all, headOf, inputOf, problemsOf } from '../../../test/worlds/export-files.ts';
import { apiInvoice, apiLine, readInvoices, readInvoicesText } from '../../../test/worlds/stripe-exports.ts';
import { isStripeInvoicesJson, readStripeInvoicesJson } from './invoices-json.ts';

describe('the forms that invoices come in', () => {
  const one = apiInvoice();
  const two = apiInvoice({ id: 'in_2' });
  const lines = `${JSON.stringify(one)}\n${JSON.stringify(two)}\n`;
  it.each([
    ['JSON Lines', lines],
    ['JSON Lines with a byte order mark and CRLF', `\uFEFF${lines.replaceAll('\n', '\r\n')}`],
    ['an array', JSON.stringify([one, two])],
    ['a pretty array', JSON.stringify([one, two], null, 2)],
    ['a list of the API', JSON.stringify({ object: 'list', has_more: false, data: [one, two] }, null, 2)],
    [
      'two pages',
      `${JSON.stringify({ object: 'list', data: [one] })}\n${JSON.stringify({ object: 'list', data: [two] })}`,
    ],
    ['events', [one, two].map((object) => JSON.stringify({ id: 'evt', object: 'event', data: { object } })).join('\n')],
    [
      'a page of events of all types',
      JSON.stringify({
        object: 'list',
        data: [
          { object: 'event', type: 'charge.succeeded', data: { object: { id: 'ch_1', object: 'charge' } } },
          { object: 'event', type: 'invoice.paid', data: { object: one, previous_attributes: { paid: false } } },
          // A preview of what is to come has no id.
          { object: 'event', type: 'invoice.upcoming', data: { object: { ...one, id: undefined } } },
          { object: 'event', type: 'invoice.paid', data: { object: two } },
        ],
      }),
    ],
    [
      'a log of events that begins with others',
      [
        { object: 'event', type: 'customer.created', data: { object: { id: 'cus_1', object: 'customer' } } },
        { object: 'v2.core.event', type: 'v1.billing.meter.no_meter_found', data: {} },
        { object: 'event', type: 'invoice.finalized', data: { object: one } },
        { object: 'event', type: 'invoiceitem.created', data: { object: { id: 'ii_1', object: 'invoiceitem' } } },
        { object: 'event', type: 'invoice.paid', data: { object: two } },
      ]
        .map((event) => JSON.stringify(event))
        .join('\n'),
    ],
    [
      'a log of objects of all types',
      [one, { id: 'ch_1', object: 'charge' }, two].map((each) => JSON.stringify(each)).join('\n'),
    ],
    [
      'pages up to the last',
      `[${JSON.stringify({ object: 'list', has_more: true, data: [one] })}, ${JSON.stringify({ object: 'list', has_more: false, data: [two] })}]`,
    ],
    ['results of a search', JSON.stringify({ object: 'search_result', data: [one, two] })],
    ['objects one after the other, without a line end', JSON.stringify(one, null, 1) + JSON.stringify(two)],
  ])('%s', async (_form, text) => {
    expect(isStripeInvoicesJson(headOf(text.replace('\uFEFF', '')))).toBe(true);
    expect((await readInvoicesText(text)).map((invoice) => invoice.id)).toEqual(['in_1', 'in_2']);
  });

  it('are not broken by braces and quotes in texts', async () => {
    const description = 'a "quoted" }{][ \\ text, €uro';
    expect(await readInvoices(apiInvoice({}, [apiLine({ description })]))).toEqual(await readInvoices(apiInvoice()));
  });

  it('a draft that was deleted is none any more', async () => {
    const gone = { id: 'in_9', object: 'invoice', deleted: true };
    expect(await readInvoices(gone)).toEqual([]);
    expect((await readInvoices({ object: 'list', data: [gone, apiInvoice()] })).map(({ id }) => id)).toEqual(['in_1']);
  });

  it('a page of other objects is refused as what it is; a log of events without an invoice, or an empty page, is not', async () => {
    const charges = {
      object: 'list',
      data: [
        { id: 'ch_1', object: 'charge' },
        { id: 'ch_2', object: 'charge' },
      ],
    };
    expect(isStripeInvoicesJson(headOf(JSON.stringify(charges)))).toBe(true);
    const problems = await problemsOf(readInvoices(charges));
    expect(problems.map(({ code, message }) => [code, message])).toEqual([
      ['unknown-kind', 'the file holds objects of Stripe’s API, but no invoice: 2 of type charge'],
    ]);
    const event = { object: 'event', type: 'charge.succeeded', data: { object: { id: 'ch_1', object: 'charge' } } };
    expect(await readInvoices(event)).toEqual([]);
    expect(await readInvoices({ object: 'list', data: [] })).toEqual([]);
  });

  it.each([
    ['list', [{ has_more: true, data: [one] }]],
    [
      'search_result',
      [
        { has_more: true, data: [one] },
        { has_more: true, data: [two] },
      ],
    ],
    // The last page stands first: what the second says follows is not there.
    [
      'list',
      [
        { has_more: false, data: [two] },
        { has_more: true, data: [one] },
      ],
    ],
  ])('a %s that ends with a page after which another follows is read, and that is told', async (object, pages) => {
    const told: string[] = [];
    const text = pages.map((page) => JSON.stringify({ object, ...page })).join('\n');
    const input = { ...inputOf(text, 'invoices.json'), warn: (what: string) => told.push(what) };
    expect(await all(readStripeInvoicesJson(input))).toHaveLength(pages.length);
    expect(told).toEqual(['ends with a page that says that another follows (has_more): import that one too']);
  });

  it('an unfinished object is an error', async () => {
    const problems = await problemsOf(readInvoicesText(`${JSON.stringify(one)}\n{"id": "in_2", `));
    expect(problems.map(({ code, place }) => [code, place.line])).toEqual([['bad-json', 2]]);
  });
});
