import { DEBIAN_TEXTS } from './debian-texts.ts';
import { directory, type FileEntry, program, symlink, text } from './entry.ts';
import { NGINX_TEXTS } from './nginx-texts.ts';

const words = (list: string): readonly string[] => list.trim().split(/\s+/);

/**
 * The commands in /usr/bin of the recorded Debian 13, but for links and those that need a mode of their own. Those that
 * this machine has no program for say so.
 */
export const DEBIAN_COMMANDS: readonly string[] = words(`
  [ apt apt-cache apt-cdrom apt-config apt-get apt-mark arch b2sum base32 base64 basename basenc bashbug cat chage
  chcon chgrp chmod choom chown chrt cksum clear clear_console cmp comm cp csplit curl cut date dd deb-systemd-helper
  deb-systemd-invoke debconf debconf-apt-progress debconf-communicate debconf-copydb debconf-escape
  debconf-set-selections debconf-show df diff diff3 dir dircolors dirname dmesg dpkg dpkg-deb dpkg-divert
  dpkg-maintscript-helper dpkg-query dpkg-realpath dpkg-split dpkg-statoverride dpkg-trigger du echo egrep env expand
  expiry expr factor fallocate false fgrep find findmnt flock fmt fold getconf getent getopt grep groups gunzip gzexe
  gzip hardlink head hostid hostname iconv id infocmp install ionice ip ipcmk ipcrm ipcs ischroot join ldd link ln lnstat
  locale localedef logger login logname ls lsblk lscpu lsipc lslocks lslogins lsmem lsns mcookie md5sum mkdir mkfifo
  mknod mktemp more mountpoint mv namei nice nl nohup nproc nsenter nstat numfmt od partx paste pathchk perl
  perl5.40.1 pinky pldd pr printenv printf prlimit ptx pwd rdma readlink realpath rename.ul renice rev rgrep rm rmdir
  routel run-parts runcon savelog script scriptlive scriptreplay sdiff sed seq setarch setpriv setsid setterm sha1sum
  sha224sum sha256sum sha384sum sha512sum shred shuf sleep sort split sqv ss stat stdbuf stty sum sync tabs tac tail
  tar taskset tee tempfile test tic timeout toe touch tput tr true truncate tsort tty tzselect uclampset uname
  unexpand uniq unlink unshare update-alternatives users vdir wall wc wcurl wdctl whereis who whoami xargs yes zcat
  zcmp zdiff zdump zegrep zfgrep zforce zgrep zless zmore znew`);

/** The same of /usr/sbin. */
export const DEBIAN_ADMIN_COMMANDS: readonly string[] = words(`
  add-shell agetty arpd blkdiscard blkid blkzone blockdev bridge capsh chcpu chgpasswd chmem chpasswd chroot dcb
  devlink dpkg-preconfigure dpkg-reconfigure faillock findfs fsck fsfreeze fstab-decode fstrim genl getcap getpcaps
  groupadd groupdel groupmod grpck grpconv grpunconv iconvconfig installkernel invoke-rc.d isosize killall5 ldattach
  ldconfig losetup mkfs mkhomedir_helper mkswap newusers nologin pam-auth-update pam_getenv pam_namespace_helper
  pam_timestamp_check pivot_root pwck pwconv pwhistory_helper pwunconv readprofile remove-shell rmt-tar rtacct rtcwake
  rtmon runuser service setcap shadowconfig start-stop-daemon sulogin swaplabel swapoff swapon switch_root tarcat tc
  tipc unix_chkpwd unix_update update-passwd update-rc.d update-shells useradd userdel usermod vdpa vipw wipefs zic
  zramctl`);

/** Links among them, and what they lead to. */
const COMMAND_LINKS: Readonly<Record<string, string>> = {
  '/usr/bin/dnsdomainname': 'hostname',
  '/usr/bin/domainname': 'hostname',
  '/usr/bin/nisdomainname': 'hostname',
  '/usr/bin/ypdomainname': 'hostname',
  '/usr/bin/captoinfo': 'tic',
  '/usr/bin/infotocap': 'tic',
  '/usr/bin/i386': 'setarch',
  '/usr/bin/linux32': 'setarch',
  '/usr/bin/linux64': 'setarch',
  '/usr/bin/x86_64': 'setarch',
  '/usr/bin/ctstat': 'lnstat',
  '/usr/bin/rtstat': 'lnstat',
  '/usr/bin/pager': '/etc/alternatives/pager',
  '/usr/bin/pidof': '../sbin/killall5',
  '/usr/bin/sg': 'newgrp',
  '/usr/bin/uncompress': 'gunzip',
  '/usr/sbin/getty': 'agetty',
  '/usr/sbin/ip': '../bin/ip',
  '/usr/sbin/rmt': '/etc/alternatives/rmt',
  '/usr/sbin/vigr': 'vipw',
};

/** Those that are set-user-ID root there. */
export const SETUID_COMMANDS: readonly string[] = words('chfn chsh gpasswd mount newgrp passwd su umount');

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
  symlink('/etc/alternatives/pager', '/usr/bin/more'),
  symlink('/etc/alternatives/rmt', '/usr/sbin/rmt-tar'),
  symlink('/etc/alternatives/which', '/usr/bin/which.debianutils'),
  program('/usr/bin/bash', 'bash-5.2'),
  program('/usr/bin/dash', 'dash'),
  symlink('/usr/bin/rbash', 'bash'),
  symlink('/usr/bin/sh', 'dash'),
  ...DEBIAN_COMMANDS.map((name) => program(`/usr/bin/${name}`, `gnu:${name}`)),
  ...DEBIAN_ADMIN_COMMANDS.map((name) => program(`/usr/sbin/${name}`, `gnu:${name}`)),
  ...SETUID_COMMANDS.map((name) => program(`/usr/bin/${name}`, `gnu:${name}`, 0o4755)),
  program('/usr/bin/mawk', 'gnu:awk'),
  symlink('/usr/bin/awk', '/etc/alternatives/awk'),
  symlink('/usr/bin/nawk', '/etc/alternatives/nawk'),
  program('/usr/bin/tset', 'gnu:reset'),
  symlink('/usr/bin/reset', 'tset'),
  program('/usr/bin/which.debianutils', 'gnu:which'),
  symlink('/usr/bin/which', '/etc/alternatives/which'),
  ...Object.entries(COMMAND_LINKS).map(([path, target]) => symlink(path, target)),
  ...NGINX_PACKAGE,
];
