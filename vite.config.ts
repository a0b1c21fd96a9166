import { fileURLToPath } from 'node:url';
import { defineConfig, type HtmlTagDescriptor, type Plugin } from 'vite';
import { lessonsPlugin } from './src/lesson/plugin.ts';

/*
 * What the page may do: run its own scripts and nothing else. As headers, because a meta tag reaches neither the
 * worker nor frame-ancestors; `style-src 'unsafe-inline'` is for xterm.js.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
];

const headers = {
  'Content-Security-Policy': policy.join('; '),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
};

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/*
 * memfs expects Node's builtins. Its inodes, which are all that is used, need a Buffer's copy and a few constants; the
 * rest of what its index files pull in stays out.
 */
const memfsInBrowsers = [
  {
    find: /^@jsonjoy\.com\/fs-node-builtins\/lib\/internal\/buffer(\.js)?$/,
    replacement: here('src/fs/browser/buffer.ts'),
  },
  { find: /^@jsonjoy\.com\/fs-node-utils$/, replacement: '@jsonjoy.com/fs-node-utils/lib/constants.js' },
  { find: /^process$/, replacement: here('src/fs/browser/process.ts') },
  // What reads .dockerignore asks for a few functions of path.
  { find: /^path$/, replacement: here('src/docker/build/posix-path.ts') },
];

/*
 * main.ts starts the worker and then asks for the page's elements: told of them in the HTML, the browser fetches both
 * at once.
 */
const fetchElementsAtOnce: Plugin = {
  name: 'fetch-elements-at-once',
  transformIndexHtml: {
    order: 'post',
    handler(_, { bundle = {} }) {
      const elements = Object.values(bundle).find((file) => file.type === 'chunk' && file.name === 'drydock-app');
      const files = new Set(elements && [elements.fileName]);
      // A set hands out what is added on the way, too: the imports of imports.
      for (const name of files) {
        const file = bundle[name];
        if (file?.type === 'chunk') for (const each of file.imports) files.add(each);
      }
      return [...files].map(
        (file): HtmlTagDescriptor => ({
          tag: 'link',
          attrs: { rel: 'modulepreload', href: `/${file}` },
          injectTo: 'head',
        }),
      );
    },
  },
};

/* dockerfile-ast asks Node's Buffer for a character's bytes; browsers have an encoder for that. */
const encodeInBrowsers: Plugin = {
  name: 'encode-in-browsers',
  transform(code, id) {
    if (!id.includes('dockerfile-ast/lib/util.js')) return undefined;
    return { code: code.replace('Buffer.from(char, "UTF-8")', 'new TextEncoder().encode(char)'), map: null };
  },
};

export default defineConfig(({ mode }) => ({
  plugins: [lessonsPlugin(here('.')), fetchElementsAtOnce, encodeInBrowsers],
  // Tests run in Node, with Node's own.
  resolve: { alias: mode === 'test' ? [] : memfsInBrowsers },
  build: {
    target: 'es2023',
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // Every browser that this builds for knows modulepreload; the polyfill would be an inline script.
    modulePreload: { polyfill: false },
    // Sizes are the benchmark's business, and `npm start` says nothing but the address.
    chunkSizeWarningLimit: 2000,
    rolldownOptions: { checks: { bundlerTimings: false } },
  },
  worker: { format: 'es', plugins: () => [encodeInBrowsers], rolldownOptions: { checks: { bundlerTimings: false } } },
  server: { headers },
  preview: { headers },
}));
