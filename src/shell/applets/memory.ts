/** The machine's memory as it tells of it, in bytes. */
export const MEMORY = { total: 2 ** 30, used: 180 * 2 ** 20, cache: 240 * 2 ** 20 } as const;
