/*
 * Why a browser keeps nothing: said once, and the page goes on without.
 */

/** `full`: there is no room left. `forbidden`: the browser, or its settings, give the page no storage. */
export type Refusal = 'full' | 'forbidden';

export function refusalOf(error: unknown): Refusal {
  return (error as { name?: unknown } | null)?.name === 'QuotaExceededError' ? 'full' : 'forbidden';
}
