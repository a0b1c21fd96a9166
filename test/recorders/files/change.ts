import { scene } from '../files.ts';

const TREE = `
  mkdir d d/sub full
  touch f g d/x d/sub/y full/a
  touch 'a b'
  ln -s f link
  ln -s d dlink
  ln -s nowhere dangling
  ln -s x d/rel
  ln f hard
  mkfifo pipe
  touch ro
  chmod 444 ro
  touch run
  chmod 755 run
  mkdir -m 2755 sgid
  touch suid
  chmod 4755 suid
`;

/** rm, ln, chmod, chown, chgrp, readlink, realpath and the small ones. */
export const SCENES = [
  scene(
    TREE,
    `
    rm f
    rm f g
    rm nosuch
    rm nosuch f
    rm d
    rm d f
    rm link
    rm dlink
    rm dlink/
    rm dangling
    rm pipe
    rm ro
    rm -r d
    rm -R d
    rm -rf d
    rm -r dlink
    rm -r dlink/
    rm -rf dlink/
    rm -r d/
    rm -r d full
    rm -f nosuch
    rm -f
    rm
    rm -rf nosuch d
    rm -v f
    rm -rv full
    rm -rfv full
    rm -fv nosuch f
    rm -i f
    in=y\\n | rm -i f
    in=n\\n | rm -i f
    in=' y\\n' | rm -i f
    in=Yes\\n | rm -i f
    in=y\\ny\\n | rm -i f g
    in=y\\ny\\ny\\n | rm -ri full
    in=y\\nn\\n | rm -ri full
    in=n\\n | rm -ri full
    in=y\\n | rm -rI full
    in=n\\n | rm -rI full
    rm -I f g
    in=y\\n | rm -I f g ro run
    in=n\\n | rm -I f g ro run
    in=y\\n | rm -i ro
    in=y\\n | rm -i link
    in=y\\n | rm -i pipe
    in=y\\ny\\n | rm -id d/sub sgid
    rm -if f
    rm -fi f
    rm -d sgid
    rm -d d
    rm -dv sgid
    rm --interactive=never f
    rm --interactive=once f
    rm --interactive=x f
    in=y\\n | rm --interactive f
    gnu | rm -r .
    gnu | rm -r ..
    rm -rf . ..
    rm -r d/. d/..
    rm .
    gnu | rm -r /
    gnu | rm -rf /
    gnu | rm -rf --preserve-root /
    gnu | rm -rf ///
    rm --no-preserve f
    rm --one-file-system -r d
    rm -r --preserve-root=all d
    rm --preserve-root=x f
    rm ''
    rm f/x
    rm f/
    rm -f f/x
    rm -z f
    rm -dash
    rm --nosuch
    rm 'a b' 'no such'
    user=1000 | rm f
    user=1000 | rm -f f nosuch
    sorted user=1000 | rm -r d
    sorted user=1000 | rm -rf d
    user=1000 before='chmod 777 .' | rm f ro
    user=1000 before='chmod 777 .' | rm -r full
    user=1000 before='chmod 777 full' | rm -r full
    user=1000 before='chmod 1777 .' | rm f
    user=1000 before='chmod 777 .' before='chmod 700 d/sub' before='chmod 777 d' | rm -r d
    user=1000 before='chmod 777 .' before='chmod 700 d/sub' before='chmod 777 d' | rm -rf d
    unlink f
    unlink d
    unlink nosuch
    unlink
    unlink f g
    unlink link
    link f new
    link f g
    link d new
    link nosuch new
    link f
    link
    link f g h
    link link new
    ln f new
    ln f g
    ln f d
    ln f
    ln d/x
    ln nosuch new
    ln d new
    ln f g d
    ln f g nosuch
    ln f g ro
    ln -s f new
    ln -s nosuch new
    ln -s nosuch f
    ln -s f d
    ln -s ../f d
    ln -s d/x
    ln -s /tmp
    ln -s d new
    ln -s d dlink
    ln -sn d dlink
    ln -sf d dlink
    ln -sfn full dlink
    ln -sfT full dlink
    ln -sT full d
    ln -sf g link
    ln -sf f f
    ln -sf g d/x
    ln -f f g
    ln -f f f
    ln -f f hard
    ln -v f new
    ln -sv f new
    ln -svf g link
    ln -sr d/x new
    ln -sr f d/new
    ln -sr nosuch d/new
    ln -r f new
    ln -sb g link
    ln -sbv g link
    ln -sS .o g link
    in=y\\n | ln -si g link
    in=n\\n | ln -si g link
    ln -st d f g
    ln -st nosuch f
    ln -st f g
    ln -L link new
    ln -P link new
    ln link new
    ln dangling new
    ln -s '' new
    ln -s f ''
    ln -s f nosuch/new
    ln -s f new/
    ln -T f new extra
    ln -T f
    ln
    ln -z
    ln -s f g d full
    ln -s f f d
    ln -f f d
    ln -sf f d/sub
    ln -sfT f d/sub
    user=1000 | ln -s f new
    user=1000 | ln f new
    user=1000 before='chmod 777 d' | ln -s x d/new
    readlink link
    readlink dlink
    readlink dangling
    readlink f
    readlink nosuch
    readlink -v f
    readlink -v nosuch
    readlink -n link
    readlink -f link
    readlink -f f
    readlink -f d/../link
    readlink -f nosuch
    readlink -f nosuch/x
    readlink -f dangling
    readlink -f dlink/x
    readlink -f d/rel
    readlink -f .
    readlink -f /
    readlink -f f/x
    readlink -f f/
    readlink -fv nosuch/x
    readlink -e link
    readlink -e nosuch
    readlink -ev nosuch
    readlink -e dangling
    readlink -m nosuch/x/../y
    readlink -m f/x
    readlink link dlink
    readlink -n link dlink
    readlink -z link
    readlink
    readlink -x
    readlink ''
    realpath link
    realpath dlink/x
    realpath d/../f
    realpath nosuch
    realpath nosuch/x
    realpath nosuch/x f
    realpath dangling
    realpath .
    realpath /
    realpath ''
    realpath f/x
    realpath -e nosuch
    realpath -e f d
    realpath -m nosuch/x
    realpath -s link dlink/x
    realpath -L dlink/..
    realpath -P dlink/..
    realpath -q nosuch/x
    realpath --relative-to=d f
    realpath --relative-to=d/sub d/x f
    realpath --relative-base=d d/x f
    realpath --relative-to=d --relative-base=. d/x f /etc
    realpath -z f
    realpath
    realpath -x
    basename a/b/c
    basename a/b/c.txt .txt
    basename .txt .txt
    basename a/b/
    basename /
    basename //
    basename ''
    basename -a a/b c/d
    basename -s .c a.c b.c
    basename -z a/b
    basename a b c
    basename
    basename -x
    basename -- -a
    dirname a/b/c
    dirname a
    dirname a/
    dirname /
    dirname /a
    dirname //a//b//
    dirname ''
    dirname a/b c
    dirname -z a/b
    dirname
    dirname -x
    pwd
    pwd -P
    pwd -L
    env=PWD=/tmp/files-case | pwd -L
    pwd x
    pwd -x
    true
    true x
    false
    false x
    truncate -s 10 f
    truncate -s 10 new
    truncate -s 1K f
    truncate -s 1KB f
    truncate -s 1M new
    truncate -s +5 f
    truncate -s -5 f
    truncate -s %5 f
    truncate -s /5 f
    truncate -s '<5' f
    truncate -s '>5' f
    truncate -s x f
    truncate -s '' f
    truncate -s 10x f
    truncate -s 1b f
    truncate -s 1kB f
    truncate -s 1m f
    truncate -c -s 5 nosuch
    truncate -s 5 d
    truncate -s 5 nosuch/x
    truncate -s 5
    truncate f
    truncate
    truncate -r f new
    truncate -r nosuch new
    truncate -r f -s +3 new
    truncate -r f -s 3 new
    truncate -o -s 1 f
    truncate -z f
    truncate -s %0 f
    truncate -s ++1 f
    user=1000 | truncate -s 5 f
    mkfifo new
    mkfifo f
    mkfifo -m 600 new
    mkfifo -m x new
    mkfifo a1 a2
    mkfifo
    mkfifo nosuch/x
    mkfifo -z
    mknod new p
    mknod -m 600 new p
    mknod new c 1 3
    mknod new c 1
    mknod new c
    mknod new p 1 3
    mknod new
    mknod
    mknod new x
    mknod new c x 3
    mknod f p
    mknod new c 1 3 4
    user=1000 | mknod /tmp/files-nope/new c 1 3
    user=1000 before='chmod 777 d' | mknod d/new c 1 3
    sync
    sync f
    sync nosuch
    sync -d f
    sync -f f
    sync -d
    sync -df f
    sync -z
    mktemp -u nosuch
    mktemp aXX
    mktemp a/XXXXXX
    mktemp /tmp/files-nope/XXXXXX
    mktemp -d /tmp/files-nope/XXXXXX
    mktemp -q /tmp/files-nope/XXXXXX
    mktemp -p /tmp/files-nope
    mktemp -t a/XXXXXX
    mktemp --suffix=/x aXXXXXX
    mktemp --suffix=x aXXXXXXy
    gnu | mktemp --tmpdir=d /aXXXXXX
    mktemp a b
    mktemp -z
    `,
  ),
  scene(
    TREE,
    `
    chmod 600 f
    chmod 0600 f
    chmod 4755 f
    chmod 1777 d
    chmod 77777 f
    chmod 8 f
    chmod 600 f g
    chmod 600 nosuch
    chmod 600 nosuch f
    chmod 600 link
    chmod 600 dangling
    chmod 700 dlink
    chmod +x f
    chmod -x run
    chmod u+x f
    chmod g+w,o-r f
    chmod a=r f
    chmod =r f
    chmod = f
    chmod u=rwx,go= f
    chmod u=g f
    chmod g=u f
    chmod o+u f
    chmod a-w f
    chmod +w f
    chmod -w f
    chmod -r f
    chmod -rwx f
    chmod u+s run
    chmod g+s run
    chmod +s run
    chmod +t d
    chmod o+t d
    chmod u+t d
    chmod a+X f d run
    chmod +X f d run
    chmod -R a+X d
    chmod u+x,g+X f
    chmod u+rw-x run
    chmod ug+rw,o= f
    chmod u= f
    chmod x f
    chmod u f
    chmod u+z f
    chmod u+x, f
    chmod ,u+x f
    chmod '' f
    chmod +755 f
    chmod -022 f
    chmod =640 f
    chmod 755 sgid
    chmod 00755 sgid
    chmod 0755 suid
    chmod u-s suid
    chmod g-s sgid
    chmod =rx sgid
    chmod a=rx sgid
    chmod -v 644 f
    chmod -v 600 f
    chmod -c 644 f
    chmod -c 600 f
    chmod -v +x f g
    chmod -v 600 nosuch
    chmod -f 600 nosuch
    chmod -R 700 full
    chmod -Rv 700 full
    chmod -Rc 700 full
    chmod -vR u+x d/rel
    chmod -R 600 dlink
    chmod -RL 700 dlink
    chmod -RP 700 dlink
    chmod -h 600 link
    chmod -v -h 600 link
    chmod --reference=ro f
    chmod --reference=nosuch f
    chmod --reference=ro
    chmod -x --reference=ro f
    chmod 600
    chmod
    chmod -z f
    chmod -- -x run
    chmod -w ro f
    gnu | chmod --preserve-root -R 755 /
    umask=077 | chmod +x f
    umask=077 | chmod +rw f
    umask=077 | chmod a+x f
    umask=077 | chmod -w f
    umask=077 | chmod =rwx f
    user=1000 | chmod 600 f
    user=1000 | chmod -f 600 f
    user=1000 | chmod -v 600 f
    sorted user=1000 | chmod -R 700 d
    user=1000 before='chown 1000:1000 f' | chmod 640 f
    user=1000 before='chown 1000:0 run' | chmod g+s run
    user=1000 before='chown -R 1000 d' | chmod -R 000 d
    user=1000 before='chmod 700 d' | chmod 600 d/x
    chown 1000 f
    chown 1000:1001 f
    chown :1001 f
    chown 1000: f
    chown : f
    chown '' f
    chown daemon f
    chown daemon:daemon f
    chown daemon: f
    chown :daemon f
    chown nobody f
    chown nosuch f
    chown nosuch:daemon f
    chown root:nosuch f
    chown :nosuch f
    chown root.daemon f
    chown 1000.1001 f
    chown nosuch.daemon f
    chown +1000 f
    chown 1000 nosuch
    chown 1000 nosuch f
    chown 1000 f g d
    chown 1000 link
    chown -h 1000 link
    chown 1000 dangling
    chown -h 1000 dangling
    chown -R 1000:1000 d
    chown -R 1000 dlink
    chown -R 1000 dlink/
    chown -RH 1000 dlink
    chown -RL 1000 d
    chown -RP 1000 d
    chown -v 1000 f
    chown -v 0 f
    chown -c 1000 f
    chown -c 0 f
    chown -v 1000:1001 f
    chown -v :1001 f
    chown -v daemon f
    chown -vR 1000 full
    chown -cR 1000 full
    chown -v 1000 nosuch
    chown -f 1000 nosuch
    chown --reference=link f
    chown --reference=nosuch f
    chown --from=0 1000 f
    chown --from=1 1000 f
    chown --from=:0 1000 f
    chown --from=nosuch 1000 f
    chown --dereference 1000 link
    chown 1000
    chown
    chown -z 0 f
    chown 4294967297 f
    chown 4294967295 f
    chown 77: f
    chown 5:daemon f
    chown -v :+5 f
    chown -v 7:daemon f
    chown -1 f
    chown 1000 suid
    gnu | chown --preserve-root -R 0 /
    user=1000 | chown 1000 f
    user=1000 | chown -v 1000 f
    user=1000 | chown -f 1000 f
    sorted user=1000 | chown -R 1000 d
    user=1000 | chown 0 f
    user=1000 before='chown 1000:1000 f' | chown 1000:1000 f
    user=1000 before='chown 1000:1000 f' | chown :0 f
    user=1000 before='chmod 700 d' | chown 1000 d/x
    user=1000 before='chmod 700 d' | chown -R 1000 d
    chgrp 1001 f
    chgrp daemon f
    chgrp nosuch f
    chgrp daemon nosuch
    chgrp -v daemon f
    chgrp -v root f
    chgrp -c 1001 f
    chgrp -R daemon full
    chgrp -Rv daemon full
    chgrp -h daemon link
    chgrp daemon link
    chgrp --reference=f g
    chgrp 1000:1001 f
    chgrp '' f
    chgrp daemon
    chgrp
    user=1000 | chgrp 1000 f
    user=1000 before='chown 1000:1000 f' | chgrp 1000 f
    user=1000 before='chown 1000:1000 f' | chgrp 0 f
    `,
  ),
];
