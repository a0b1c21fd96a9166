import { directory, type FileEntry, program, symlink, text } from './entry.ts';

/** busybox's applets, as `busybox --list` has them. Those that this machine has no program for say so. */
export const BUSYBOX_APPLETS: readonly string[] = `
  [ [[ acpid adjtimex ar arch arp arping ascii ash awk base64 basename bc blkdiscard blockdev brctl bunzip2 busybox
  bzcat bzip2 cal cat chgrp chmod chown chroot chvt clear cmp cp cpio crc32 crond crontab cttyhack cut date dc dd
  deallocvt depmod devmem df diff dirname dmesg dnsdomainname dos2unix dpkg dpkg-deb du dumpkmap dumpleases echo ed
  egrep env expand expr factor fallocate false fatattr fdisk fgrep find findfs fold free freeramdisk fsfreeze fstrim
  ftpget ftpput getfattr getopt getty grep groups gunzip gzip halt head hexdump hostid hostname httpd hwclock
  i2cdetect i2cdump i2cget i2cset i2ctransfer id ifconfig ifdown ifup init insmod install ionice ip ipcalc kill
  killall klogd last less link linux32 linux64 linuxrc ln loadfont loadkmap logger login logname logread losetup ls
  lsmod lsscsi lzcat lzma lzop md5sum mdev microcom mim mkdir mkdosfs mke2fs mkfifo mknod mkpasswd mkswap mktemp
  modinfo modprobe more mount mt mv nameif nbd-client nc netstat nl nologin nproc nsenter nslookup nuke od openvt
  partprobe passwd paste patch pidof ping ping6 pivot_root poweroff printf ps pwd rdate readlink realpath reboot
  renice reset resume rev rm rmdir rmmod route rpm rpm2cpio run-init run-parts sed seq setkeycodes setpriv setsid sh
  sha1sum sha256sum sha3sum sha512sum shred shuf sleep sort ssl_client start-stop-daemon stat strings stty su sulogin
  svc svok swapoff swapon switch_root sync sysctl syslogd tac tail tar taskset tc tee telnet telnetd test tftp time
  timeout top touch tr traceroute traceroute6 true truncate ts tty tunctl ubirename udhcpc udhcpc6 udhcpd uevent
  umount uname uncompress unexpand uniq unix2dos unlink unlzma unshare unxz unzip uptime usleep uudecode uuencode
  vconfig vi w watch watchdog wc wget which who whoami xargs xxd xz xzcat yes zcat`
  .trim()
  .split(/\s+/);

/** The tree of the busybox image: one program, and a link to it for each applet. */
export const BUSYBOX_TREE: readonly FileEntry[] = [
  directory('/bin'),
  program('/bin/busybox', 'busybox'),
  ...BUSYBOX_APPLETS.filter((name) => name !== 'busybox').map((name) => symlink(`/bin/${name}`, 'busybox')),
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
