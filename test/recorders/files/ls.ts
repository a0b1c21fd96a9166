import { scene } from '../files.ts';

const INODES = [['^ *\\d+ ', 'INO ']] as const;
const TREE = `
  mkdir dir dir/sub dir/empty sticky open
  touch plain dir/a dir/b dir/sub/deep .hidden dir/.dot
  dd if=/dev/zero of=text bs=12 count=1
  ln -s plain link
  ln -s dir dlink
  ln -s nowhere broken
  ln text twin
  mkfifo pipe
  cp text script
  chmod 755 script
  chmod 1777 sticky
  chmod 777 open
  cp text suid
  chmod 4755 suid
  cp text sgid
  chmod 2755 sgid
  touch -d '2020-01-02 03:04:05' text script
  touch -d '2019-05-06 07:08:09' plain
  dd if=/dev/zero of=big bs=123456 count=1
  dd if=/dev/zero of=kb bs=1536 count=1
  chown 1000:1000 dir/a
  chown 12345:54321 dir/b
`;

/** ls. */
export const SCENES = [
  scene(
    TREE,
    `
    ls
    ls -1
    ls -a
    ls -A
    ls dir
    ls -a dir
    ls dir/
    ls -R
    ls -R dir
    ls -aR dir
    ls -R dir plain
    ls -1R dir
    ls plain dir text
    ls dir dir/sub
    ls dir/sub dir
    ls dir/empty
    ls dir/empty dir/sub
    ls -d
    ls -d dir
    ls -d dir/ plain
    ls -d .
    ls -l
    ls -la dir
    ls -lA dir
    ls -l dir
    ls -l dir/empty
    ls -l plain text
    ls -l dlink
    ls -l dlink/
    ls -l link
    ls -l broken
    ls link dlink broken
    ls dlink
    ls -d dlink
    ls -L
    ls -lL link dlink
    ls -L broken
    ls -lL
    ls -H dlink link
    ls -lH dlink
    ls -lh
    ls -lhS
    ls -s
    ls -sh
    ls -ls
    ls -lsh
    gnu | ls -lk
    ls -lS
    ls -S
    ls -Sr
    ls -t
    ls -tr
    ls -ltr
    ls -r
    ls -X
    ls -U -1 dir/sub
    ls -lu dir/sub/nosuch
    ls -lc nosuch
    ls -ln
    ls -ln dir
    ls -lg dir
    ls -lo dir
    ls -n dir
    ls -g dir
    ls -o dir
    ls -lG dir
    ls -F
    ls -F dir plain
    ls -lF
    ls -p
    ls -lp
    ls -x
    ls -C
    ls -m
    ls -C -w 40
    ls -x -w 40
    ls -Cw 20
    ls -m -w 30
    ls -w 0 -C
    ls -w x
    env=COLUMNS=50 | ls -C
    env=COLUMNS=x | ls -C
    ls -CF
    ls -Cs
    ls -1F dir
    ls -C1
    ls -1C
    ls -l1
    ls -1l dir
    ls -lC
    ls -Cl dir
    ls -xl dir
    ls -q
    ls -Q
    ls -b
    ls -N
    ls -m dir
    ls -f dir/empty
    ls nosuch
    ls nosuch plain
    ls nosuch dir plain
    ls nosuch other
    ls plain/x
    ls ''
    ls plain/
    ls link/
    ls broken/
    ls -z
    ls --nosuch
    ls --co
    ls --color
    env=TERM=xterm | ls --color
    env=TERM=xterm | ls --color=always -1
    env=TERM=xterm | ls --color=always -l
    env=TERM=xterm | ls --color=always -F -C
    env=TERM=xterm | ls --color=always -lF dir
    env=TERM=xterm | ls --color=always -C -w 40
    ls --color=auto
    ls --color=never
    ls --color=x
    ls --color=alw -1 dir
    gnu env=TERM=xterm env=LS_COLORS=di=31:*.txt=32:ln=target:or=41:ex=35 | ls --color=always -l
    gnu env=TERM=xterm env=LS_COLORS=or=41:mi=42 | ls --color=always -l broken
    gnu env=TERM=xterm env=LS_COLORS=zz=41 | ls --color=always
    gnu env=TERM=xterm env=LS_COLORS=di | ls --color=always dir
    gnu env=LS_COLORS=no=1 | ls --color=always -1 dir
    gnu env=TERM=unknown | ls --color=always -1 dir
    gnu env=QUOTING_STYLE=c | ls -1 dir
    gnu env=QUOTING_STYLE=x | ls -1 dir
    gnu env=TIME_STYLE=long-iso | ls -l text
    gnu env=BLOCK_SIZE=1M | ls -ls big
    ls --full-time text plain
    ls -l --full-time dir
    gnu | ls -l --time-style=long-iso text
    gnu | ls -l --time-style=iso text
    gnu | ls -l --time-style=full-iso text
    gnu | ls -l --time-style=+%Y text
    gnu | ls -l --time-style=posix-iso text
    gnu | ls -l --time-style=x text
    gnu | ls -l --time=atime dir/nosuch
    gnu | ls -l --time=x text
    gnu | ls --sort=size
    gnu | ls --sort=width
    gnu | ls --sort=x
    gnu | ls --sort=none -d plain
    gnu | ls --format=long text
    gnu | ls --format=commas
    gnu | ls --format=single-column dir
    gnu | ls --format=x
    gnu | ls --indicator-style=classify
    gnu | ls --file-type
    gnu | ls --classify=auto
    gnu | ls --hide='*i*'
    gnu | ls -a --hide='*i*'
    gnu | ls -I '*i*'
    gnu | ls -B
    gnu | ls --ignore='p*' --ignore=d*
    gnu | ls --quoting-style=shell-always -1 dir
    gnu | ls --quoting-style=c dir
    gnu | ls --quoting-style=escape dir
    gnu | ls --quoting-style=locale dir
    gnu | ls --zero dir
    gnu | ls -l --block-size=K big
    gnu | ls -l --block-size=1K big
    gnu | ls -l --block-size=x big
    gnu | ls -l --si big
    gnu | ls -l --author text
    gnu | ls -Z dir
    gnu | ls -lZ text
    gnu | ls -T 0 -C
    gnu | ls -T x
    gnu | ls --dereference-command-line-symlink-to-dir -l dlink link
    gnu | ls -1 --hyperlink=always dir/sub
    ls --group-directories-first
    ls --group-directories-first -r
    ls --group-directories-first -l
    ls -v
    ls -lh big kb
    ls -lh --si big
    ls -s big kb
    user=1000 | ls -l text
    user=1000 before='chmod 700 dir' | ls dir
    user=1000 before='chmod 700 dir' | ls -l dir plain
    user=1000 before='chmod 700 dir' | ls -R
    user=1000 before='chmod 711 dir' | ls dir
    sorted user=1000 before='chmod 744 dir' | ls dir
    sorted user=1000 before='chmod 744 dir' | ls -l dir
    sorted user=1000 before='chmod 744 dir' | ls -F dir
    user=1000 before='chmod 700 dir' | ls dir/a
    user=1000 before='chmod 700 dir/sub' | ls -R dir
    tty=80 | ls
    tty=80 | ls -a
    tty=60 | ls
    tty=30 | ls
    tty=10 | ls dir
    tty=80 | ls -x
    tty=80 | ls -1
    tty=80 | ls -l dir
    tty=80 | ls -m
    tty=80 | ls nosuch dir
    tty=80 env=TERM=xterm | ls --color=auto
    tty=80 env=TERM=xterm | ls --color=auto -l dir
    tty=80 env=TERM=dumb | ls --color=auto
    tty=40 env=TERM=xterm | ls --color
    tty=80 env=COLUMNS=30 | ls
    tty=80 | ls -R dir
    tty=80 | ls -F
    `,
  ),
  scene(
    TREE,
    `
    ls -i dir
    ls -li dir
    ls -id dir
    ls -is dir
    `,
    { mask: INODES },
  ),
  scene(
    `
    touch -- 'a b' "it's" 'q"q' 'dollar$' 'semi;colon' 'back\\slash' 'star*' plain $'tab\\ttab' '#hash' '~tilde' 'a=b'
    touch -- 'x:y' '{' '}' 'a{b' '[' 'é' 'paren(' '-dash' "both'and$" '!bang' 'comma,x' $'new\\nline' '{x' 'x#' '1~' 'a>b'
    mkdir 'd ir'
    touch 'd ir/f'
    `,
    `
    ls
    ls -l --color=never -d plain 'a b'
    ls -1
    ls -m
    ls -C
    ls -Q
    ls -b
    ls -q
    gnu | ls --quoting-style=shell
    gnu | ls --quoting-style=shell-always
    gnu | ls --quoting-style=shell-escape
    gnu | ls --quoting-style=shell-escape-always
    gnu | ls --quoting-style=c-maybe
    gnu | ls --quoting-style=literal
    ls 'a b' "it's"
    ls 'no such' "isn't" 'x$y'
    ls nosuch:colon
    ls 'd ir'
    ls -R
    ls -F
    ls 'd ir' plain
    tty=80 | ls
    tty=80 | ls -l
    tty=80 | ls -1
    tty=80 | ls -m
    tty=80 | ls -N
    tty=80 | ls -Q
    tty=80 | ls -q
    tty=80 | ls -F
    tty=80 env=LC_ALL=C.UTF-8 | ls
    tty=80 | ls -R 'd ir'
    tty=80 | ls 'd ir' plain
    env=LC_ALL=C.UTF-8 | ls
    env=LC_ALL=C.UTF-8 | ls -Q
    `,
  ),
  scene(
    'touch a1 a2 a10 a b.c b.b b.a.z .x file-1.2 file-1.10 file1.tar.gz file10.tar.gz A B a~ a1~ 10 9 1.txt 02.txt',
    `
    ls
    ls -v
    ls -vr
    ls -X
    ls -Xr
    gnu | ls --sort=version
    gnu | ls --sort=extension
    ls -r
    ls -B
    `,
  ),
];
