/*
 * The page's own words, which a translation can replace: `msg('…')`, or `msg(str`… ${value} …`)`. Until a translation is
 * loaded both hand back what they were given. Imported one by one: the package's index brings its whole runtime along.
 */

export { msg } from '@lit/localize/init/install.js';
export { str } from '@lit/localize/internal/str-tag.js';
