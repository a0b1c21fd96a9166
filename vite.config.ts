import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
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

export default defineConfig({
  plugins: [lessonsPlugin(fileURLToPath(new URL('.', import.meta.url)))],
  build: {
    target: 'es2023',
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // Fewer than 300 kB in all: no need for a hint of what comes next, which would be an inline script.
    modulePreload: { polyfill: false },
  },
  worker: { format: 'es' },
  server: { headers },
  preview: { headers },
});
