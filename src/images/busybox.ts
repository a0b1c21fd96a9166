import { directory, type FileEntry, program, symlink, text } from './entry.ts';

/** busybox's applets that this machine has, in the order of `busybox --list`. */
export const BUSYBOX_APPLETS: readonly string[] = `
  [ [[ arch ash awk base64 basename cat chgrp chmod chown clear cmp cp cut date dd df diff dirname du echo egrep env
  false fgrep find fold free grep groups gunzip gzip head hostname id install kill link ln ls md5sum mkdir mkfifo mknod
  mktemp mount mv nl nproc paste printf ps pwd readlink realpath reset rev rm rmdir sed seq sh sha1sum sha256sum
  sha512sum sleep sort stat stty sync tac tail tar tee test timeout touch tr true truncate tty umount uname uniq unlink
  uptime wc which whoami xargs yes zcat`
  .trim()
  .split(/\s+/);

/** The tree of the busybox image: one program, and a link to it for each applet. */
export const BUSYBOX_TREE: readonly FileEntry[] = [
  directory('/bin'),
  program('/bin/busybox', 'busybox'),
  ...BUSYBOX_APPLETS.map((name) => symlink(`/bin/${name}`, 'busybox')),
  directory('/dev'),
  directory('/etc'),
  text('/etc/group', 'root:x:0:\nnobody:x:65534:\n'),
  text('/etc/passwd', 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/home:/bin/false\n'),
  text('/etc/shadow', 'root:*:10933:0:99999:7:::\nnobody:*:10933:0:99999:7:::\n', 0o640),
  directory('/home'),
  directory('/proc'),
  directory('/root', 0o700),
  directory('/sbin'),
  directory('/sys'),
  directory('/tmp', 0o1777),
  directory('/usr'),
  directory('/usr/bin'),
  directory('/usr/sbin'),
  directory('/var'),
];

/** The alpine image: the same tree under alpine's name. */
export const ALPINE_TREE: readonly FileEntry[] = BUSYBOX_TREE.flatMap((entry) =>
  entry.path === '/etc/group' ? [text('/etc/alpine-release', '3.22.2\n'), entry] : [entry],
);
