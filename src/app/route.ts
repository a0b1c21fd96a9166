/*
 * What the page shows, as its address says: `#sandbox`, `#07-bind-mounts`, nothing for the start; `?presenter`.
 */

export type Route =
  | { readonly page: 'start' }
  | { readonly page: 'sandbox' }
  | { readonly page: 'lesson'; readonly id: string };

/** An address that means nothing leads to the start. */
export function routeOf(hash: string, lessons: readonly string[]): Route {
  const name = hash.replace(/^#\/?/, '');
  if (name === 'sandbox') return { page: 'sandbox' };
  return lessons.includes(name) ? { page: 'lesson', id: name } : { page: 'start' };
}

export function hashOf(route: Route): string {
  switch (route.page) {
    case 'start':
      return '#';
    case 'sandbox':
      return '#sandbox';
    case 'lesson':
      return `#${route.id}`;
    default:
      return route satisfies never;
  }
}

/** The computer that belongs to it: each lesson has its own, start and sandbox share one. */
export function computerOf(route: Route): string {
  return route.page === 'lesson' ? `lesson:${route.id}` : 'sandbox';
}
