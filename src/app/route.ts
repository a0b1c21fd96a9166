/*
 * What the page shows, as its address says: `#sandbox`, `#sandbox/web-site`, `#07-bind-mounts`, nothing for the start; `?presenter`.
 */

export type Route =
  | { readonly page: 'start' }
  /** `start`: what it begins with; empty for the empty host. */
  | { readonly page: 'sandbox'; readonly start?: string }
  | { readonly page: 'lesson'; readonly id: string };

/** An address that means nothing leads to the start. */
export function routeOf(hash: string, lessons: readonly string[], starts: readonly string[] = []): Route {
  const name = hash.replace(/^#\/?/, '');
  const [page, start = ''] = name.split('/');
  if (page === 'sandbox') return starts.includes(start) ? { page: 'sandbox', start } : { page: 'sandbox' };
  return lessons.includes(name) ? { page: 'lesson', id: name } : { page: 'start' };
}

export function hashOf(route: Route): string {
  switch (route.page) {
    case 'start':
      return '#';
    case 'sandbox':
      return route.start ? `#sandbox/${route.start}` : '#sandbox';
    case 'lesson':
      return `#${route.id}`;
    default:
      return route satisfies never;
  }
}

/** The computer that belongs to it: each lesson has its own, start and sandbox share one. */
export function computerOf(route: Route): string {
  if (route.page === 'lesson') return `lesson:${route.id}`;
  return route.page === 'sandbox' && route.start ? `sandbox:${route.start}` : 'sandbox';
}
