/** The language of the sources: what `msg` is given. */
export const SOURCE_LOCALE = 'en';
