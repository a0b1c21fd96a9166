import { directory, type FileEntry, symlink, text, whiteout } from './entry.ts';

const page = (words: string) =>
  `<!DOCTYPE html>\n<html>\n<head>\n<title>${words}</title>\n</head>\n<body>\n<h1>${words}</h1>\n</body>\n</html>\n`;

/** What the nginx image's site is configured as. */
const DEFAULT_CONF = `server {
    listen       80;
    server_name  localhost;
    location / {
        root   /usr/share/nginx/html;
        index  index.html index.htm;
    }
    error_page   500 502 503 504  /50x.html;
    location = /50x.html {
        root   /usr/share/nginx/html;
    }
}
`;

/** The layers of the nginx image above Debian's, one for each instruction that changes files. */
export const NGINX_LAYERS: readonly (readonly FileEntry[])[] = [
  [
    directory('/docker-entrypoint.d'),
    whiteout('/etc/nginx/sites-enabled/default'),
    whiteout('/usr/share/nginx/html/index.html'),
    directory('/var/log/nginx', 0o755, { gid: 4 }),
    symlink('/var/log/nginx/access.log', '/dev/stdout'),
    symlink('/var/log/nginx/error.log', '/dev/stderr'),
  ],
  [text('/docker-entrypoint.sh', '#!/bin/sh\nexec "$@"\n', 0o755)],
  [
    text('/usr/share/nginx/html/50x.html', page('An error occurred.')),
    text('/usr/share/nginx/html/index.html', page('Welcome to nginx!')),
  ],
  [text('/etc/nginx/conf.d/default.conf', DEFAULT_CONF)],
];

/** The layer of the volimg image above busybox's. */
export const VOLIMG_LAYER: readonly FileEntry[] = [directory('/data'), text('/data/seed.txt', 'seed\n')];
