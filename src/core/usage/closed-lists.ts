/*
 * Statuses and payment models are closed lists (R11): the network's own, which revshare.yaml extends. A value outside
 * them is never taken for "not": it is told, and waits for a person. Both compare without letter case (of ASCII) and
 * outer blanks; the values here are as `listedValue` gives them.
 */

/** Statuses of a completed job. */
export const COMPLETED_STATUSES: readonly string[] = ['completed', 'jobcompleted'];

/** Statuses of jobs that did not complete: on their way, failed, cancelled, timed out, retried or refunded. */
export const NOT_COMPLETED_STATUSES: readonly string[] = [
  ...['created', 'queued', 'pending', 'assigned', 'authorized', 'initiatingmodel', 'jobstarted', 'active', 'progress'],
  ...['jobprogress', 'joberror', 'error', 'errored', 'failed', 'cancelled', 'canceled', 'artistcanceled', 'timedout'],
  ...['jobtimedout', 'retried', 'refunded'],
];

/** Those of them that say of a job that may have completed before that its price was given back. */
export const REFUNDED_STATUSES: readonly string[] = ['refunded'];

/** Payment models of jobs that the subscription paid for. */
export const SUBSCRIPTION_MODELS: readonly string[] = ['subscription'];

/** Payment models of jobs that are paid elsewhere. */
export const OTHER_PAYMENT_MODELS: readonly string[] = ['paid_spark', 'free_spark', 'sogni'];

/** What a person says that values mean which the network's lists do not have (`usage.statuses`, `usage.payment_models`). */
export interface ListExtensions {
  readonly completed: readonly string[];
  readonly notCompleted: readonly string[];
  readonly subscription: readonly string[];
  readonly notSubscription: readonly string[];
}

/** The network's lists alone. */
export const NO_EXTENSIONS: ListExtensions = { completed: [], notCompleted: [], subscription: [], notSubscription: [] };

/** The blanks that may stand around a status or payment model. */
export const OUTER_BLANKS = ' \t\r\n';

/** A status or payment model as the lists compare it: without outer blanks and without letter case. */
export function listedValue(text: string): string {
  return text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '').replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
