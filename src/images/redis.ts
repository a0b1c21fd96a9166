import { DEBIAN_TEXTS } from './debian-texts.ts';
import { directory, type FileEntry, program, text } from './entry.ts';

/** The account that the image's server runs as. */
const REDIS = { uid: 999, gid: 999 };

const appended = (path: string, line: string, mode = 0o644, owner = {}) =>
  text(path, `${DEBIAN_TEXTS[path] ?? ''}${line}\n`, mode, owner);

/** docker-library/redis's entry point (BSD licence). */
const ENTRYPOINT = `#!/bin/sh
set -e

# first arg is \`-f\` or \`--some-option\`
# or first arg is \`something.conf\`
if [ "\${1#-}" != "$1" ] || [ "\${1%.conf}" != "$1" ]; then
	set -- redis-server "$@"
fi

# allow the container to be started with \`--user\`
if [ "$1" = 'redis-server' -a "$(id -u)" = '0' ]; then
	find . \\! -user redis -exec chown redis '{}' +
	exec gosu redis "$0" "$@"
fi

# set an appropriate umask (if one isn't set already)
# - https://github.com/docker-library/redis/issues/305
# - https://github.com/redis/redis/blob/bb875603fb7ff3f9d19aad906bd45d7db98d9a39/utils/systemd-redis_server.service#L37
um="$(umask)"
if [ "$um" = '0022' ]; then
	umask 0077
fi

exec "$@"
`;

/** The layers of the redis image above Debian's, one for each instruction that changes files. */
export const REDIS_LAYERS: readonly (readonly FileEntry[])[] = [
  [
    appended('/etc/group', 'redis:x:999:'),
    appended('/etc/passwd', 'redis:x:999:999::/home/redis:/bin/sh'),
    appended('/etc/shadow', 'redis:!:20416::::::', 0o640, { gid: 42 }),
  ],
  [program('/usr/local/bin/gosu', 'gosu')],
  [program('/usr/local/bin/redis-cli', 'redis-cli'), program('/usr/local/bin/redis-server', 'redis-server')],
  [directory('/data', 0o755, REDIS)],
  [text('/usr/local/bin/docker-entrypoint.sh', ENTRYPOINT, 0o755)],
];
