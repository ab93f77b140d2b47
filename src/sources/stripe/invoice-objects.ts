/** An invoice among the objects of the API, or an object of another type. */
export type ApiObject =
  | { readonly type: 'invoice'; readonly value: unknown }
  | { readonly type: 'other'; readonly name: string };

/**
 * The objects that a document of the API holds: itself, those of a page, or what an event is about. Whatever an event
 * is about that is no invoice is passed over, and so is the preview of one to come, which is none yet, and what the API
 * answers of a draft that was deleted, which is none any more.
 */
export function apiObjects(document: unknown): ApiObject[] {
  if (isPage(document)) return document.data.flatMap(apiObjects);
  const { object, data, type } = (document ?? {}) as { object?: unknown; data?: unknown; type?: unknown };
  if (typeof object === 'string' && /(^|\.)event$/.test(object)) {
    const subject = (data as { object?: unknown } | null | undefined)?.object;
    const isInvoice = (subject as { object?: unknown } | null | undefined)?.object === 'invoice';
    return isInvoice && type !== 'invoice.upcoming' ? [{ type: 'invoice', value: subject }] : [];
  }
  if (object === 'invoice' && isDeleted(document)) return [];
  if (typeof object === 'string' && object !== 'invoice') return [{ type: 'other', name: object }];
  return [{ type: 'invoice', value: document }];
}

/** `{ id, object, deleted: true }`: nothing else is left of it. */
function isDeleted(document: unknown): boolean {
  return (document as { deleted?: unknown }).deleted === true;
}

/** A page of an answer. */
interface Page {
  readonly data: readonly unknown[];
  readonly has_more?: unknown;
}

/** Whether a document is a page of a list or of a search. */
export function isPage(document: unknown): document is Page {
  const { object, data } = (document ?? {}) as { object?: unknown; data?: unknown };
  return (object === 'list' || object === 'search_result') && Array.isArray(data);
}
