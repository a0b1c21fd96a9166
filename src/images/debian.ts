import { DEBIAN_TEXTS } from './debian-texts.ts';
import { directory, type FileEntry, program, symlink, text } from './entry.ts';
import { NGINX_TEXTS } from './nginx-texts.ts';

/** The GNU (and other Debian) commands in /usr/bin of a minimal Debian 13 that this machine has. */
export const DEBIAN_COMMANDS: readonly string[] = `
  [ arch base64 basename cat chgrp chmod chown clear cmp comm cp curl cut date dd df diff dirname du echo egrep env
  false fgrep find fold getent grep groups gunzip gzip head hostname id install link ln ls md5sum mkdir mkfifo mknod
  mktemp mv nl nohup nproc paste printenv printf pwd readlink realpath rev rm rmdir sed seq sha1sum sha256sum sha512sum
  sleep sort stat stty sync tac tail tar tee test timeout touch tr true truncate tty uname uniq unlink wc whoami xargs
  yes zcat`
  .trim()
  .split(/\s+/);

/** Those that are set-user-ID root there. */
const SETUID_COMMANDS = ['mount', 'umount'];

const DIRECTORIES: readonly FileEntry[] = [
  ...['boot', 'dev', 'dev/pts', 'dev/shm', 'etc', 'etc/alternatives', 'etc/default', 'etc/profile.d', 'etc/skel'],
  ...['home', 'media', 'mnt', 'opt', 'proc', 'run', 'run/mount', 'srv', 'sys', 'usr', 'usr/bin', 'usr/games'],
  ...['usr/include', 'usr/lib', 'usr/lib64', 'usr/libexec', 'usr/local', 'usr/local/bin', 'usr/local/etc'],
  ...['usr/local/games', 'usr/local/include', 'usr/local/lib', 'usr/local/libexec', 'usr/local/sbin'],
  ...['usr/local/share', 'usr/local/src', 'usr/sbin', 'usr/share', 'usr/share/doc', 'usr/src', 'var', 'var/backups'],
  ...['var/cache', 'var/cache/apt', 'var/lib', 'var/lib/apt', 'var/lib/dpkg', 'var/lib/misc', 'var/local', 'var/log'],
  ...['var/log/apt', 'var/opt', 'var/spool'],
].map((path) => directory(`/${path}`));

/** Group ids of Debian's base-passwd. */
const ADM = 4;
const MAIL = 8;
const SHADOW = 42;

const NGINX_PACKAGE: readonly FileEntry[] = [
  ...['etc/nginx', 'etc/nginx/conf.d', 'etc/nginx/modules-available', 'etc/nginx/modules-enabled'],
  ...['etc/nginx/sites-available', 'etc/nginx/sites-enabled', 'etc/nginx/snippets', 'usr/share/nginx'],
  ...['usr/share/nginx/html', 'var/lib/nginx', 'var/www', 'var/www/html'],
]
  .map((path) => directory(`/${path}`))
  .concat(
    directory('/var/log/nginx', 0o755, { gid: ADM }),
    Object.entries(NGINX_TEXTS).map(([path, content]) => text(path, content)),
    text('/usr/share/nginx/html/index.html', NGINX_TEXTS['/var/www/html/index.nginx-debian.html'] ?? ''),
    symlink('/etc/nginx/sites-enabled/default', '/etc/nginx/sites-available/default'),
    program('/usr/sbin/nginx', 'nginx'),
  );

/** The tree of the debian image: Debian 13 with a merged /usr, and the programs this machine has. */
export const DEBIAN_TREE: readonly FileEntry[] = [
  symlink('/bin', 'usr/bin'),
  symlink('/lib', 'usr/lib'),
  symlink('/lib64', 'usr/lib64'),
  symlink('/sbin', 'usr/sbin'),
  ...DIRECTORIES,
  directory('/root', 0o700),
  directory('/run/lock', 0o1777),
  directory('/tmp', 0o1777),
  directory('/var/mail', 0o2775, { gid: MAIL }),
  directory('/var/tmp', 0o1777),
  symlink('/var/lock', '/run/lock'),
  symlink('/var/run', '/run'),
  ...Object.entries(DEBIAN_TEXTS).map(([path, content]) =>
    path.endsWith('shadow') ? text(path, content, 0o640, { gid: SHADOW }) : text(path, content),
  ),
  symlink('/etc/os-release', '../usr/lib/os-release'),
  symlink('/etc/localtime', '/usr/share/zoneinfo/Etc/UTC'),
  text('/etc/environment', ''),
  symlink('/etc/alternatives/awk', '/usr/bin/mawk'),
  symlink('/etc/alternatives/nawk', '/usr/bin/mawk'),
  symlink('/etc/alternatives/which', '/usr/bin/which.debianutils'),
  program('/usr/bin/bash', 'bash'),
  program('/usr/bin/dash', 'dash'),
  symlink('/usr/bin/rbash', 'bash'),
  symlink('/usr/bin/sh', 'dash'),
  ...DEBIAN_COMMANDS.map((name) => program(`/usr/bin/${name}`, `gnu:${name}`)),
  ...SETUID_COMMANDS.map((name) => program(`/usr/bin/${name}`, `gnu:${name}`, 0o4755)),
  program('/usr/bin/mawk', 'gnu:awk'),
  symlink('/usr/bin/awk', '/etc/alternatives/awk'),
  symlink('/usr/bin/nawk', '/etc/alternatives/nawk'),
  program('/usr/bin/tset', 'gnu:reset'),
  symlink('/usr/bin/reset', 'tset'),
  program('/usr/bin/which.debianutils', 'gnu:which'),
  symlink('/usr/bin/which', '/etc/alternatives/which'),
  ...NGINX_PACKAGE,
];
