import { scene } from '../files.ts';

/** mkdir, rmdir, touch, rm, ln, link, unlink and names. */
export const SCENES = [
  scene(
    `
    mkdir d d/sub full
    touch f full/x full/.hidden
    dd if=/dev/zero of=text bs=12 count=1
    ln -s f link
    ln -s d dlink
    ln -s nowhere dangling
    mkdir -m 755 ro
    touch ro/inside
    chmod 444 ro/inside
    touch 'a b' -- -dash
    `,
    `
    mkdir new
    mkdir f
    mkdir d
    mkdir new/deep
    mkdir -p new/deep/er
    mkdir -pv new/deep/er
    mkdir -pv d/sub/more
    mkdir -v one two
    mkdir -p f/x
    mkdir -p f
    mkdir -p d
    mkdir -p link/x
    mkdir -p dlink/x
    mkdir -p dangling/x
    mkdir dangling
    mkdir -p dangling
    mkdir -m 700 new
    mkdir -m 1777 new
    mkdir -m 2755 new
    mkdir -m u=rwx,go= new
    mkdir -m a=rx,u+w new
    mkdir -m g+w new
    mkdir -m 9 new
    mkdir -m 77777 new
    mkdir -m zzz new
    mkdir -p -m 700 p/q/r
    umask=077 | mkdir new
    umask=077 | mkdir -p new/deep
    umask=277 | mkdir -p new/deep/er
    umask=077 | mkdir -m 755 new
    mkdir
    mkdir -z
    mkdir --nosuch
    mkdir --par new/x
    mkdir --verbose new
    mkdir ''
    mkdir . ..
    mkdir /
    mkdir -p /
    mkdir new/
    mkdir -p new//x///y/
    mkdir f/x
    mkdir 'a b'
    mkdir "it's" 'x y'
    mkdir nosuch/"it's"
    user=1000 | mkdir new
    user=1000 | mkdir -p new/x d/sub
    user=1000 | mkdir -p d/new
    rmdir d/sub
    rmdir d
    rmdir full
    rmdir f
    rmdir nosuch
    rmdir nosuch/deep
    rmdir -p d/sub
    rmdir -pv d/sub
    rmdir -v d/sub
    rmdir -v full
    rmdir -p full/x
    rmdir --ignore-fail-on-non-empty full
    rmdir --ignore-fail-on-non-empty full f
    rmdir --ignore-fail-on-non-empty -p d/sub/
    rmdir -p --ignore-fail-on-non-empty full/y
    rmdir
    rmdir .
    rmdir ..
    rmdir d/sub/..
    rmdir link
    rmdir dlink
    rmdir dlink/
    rmdir dangling/
    rmdir d/sub full f
    rmdir -q d
    rmdir ''
    rmdir /
    user=1000 | rmdir d/sub
    user=1000 | rmdir ro
    touch new
    touch f
    touch new other f
    touch -c nosuch
    touch -c f
    touch nosuch/x
    touch f/x
    touch d
    touch d/
    touch new/
    touch ''
    touch
    touch -z f
    gnu | touch -d 2020-01-02 f
    busybox | touch -d '2020-01-02 03:04:05' f
    gnu | touch -d '2020-01-02 03:04' f
    touch -d '2020-01-02 03:04:05' new
    touch -d '2020-01-02T03:04:05Z' new
    touch -d '2020-01-02 03:04:05.5' new
    gnu | touch -d '2020-01-02 03:04 +0200' f
    touch -d '2020-01-02 03:04:05 +0200' f
    touch -d @1000000000 f
    touch -d 'Jan 2 2020' f
    touch -d '2 Jan 2020 10:00' f
    touch -d 'Jan 2 10:00:00 2020' f
    touch -d '2020-01-02 + 1 day' f
    touch -d '2020-01-31 1 month' f
    touch -d '2020-01-02 2 days ago' f
    touch -d '2020-03-01 -1 day' f
    touch -d '2020-01-02 next year' f
    touch -d 20200102 f
    touch -d '20200102 1234' f
    touch -d '1/2/2020' f
    touch -d '1/2/20 5pm' f
    touch -d 'Thu, 02 Jan 2020 03:04:05 +0000' f
    touch -d 'Thu Jan  2 03:04:05 UTC 2020' f
    gnu | touch -d 2020.01.02-03:04 f
    touch -d nonsense f
    touch -d '2020-13-01' f
    gnu | touch -d '2020-02-30' f
    touch -d '25:00' f
    touch -d '' f
    touch -t 202001020304 f
    touch -t 202001020304.05 f
    touch -t 2001020304 f
    touch -t 0102 f
    touch -t 99 f
    touch -t 202013020304 f
    touch -t 'x' f
    gnu | touch -t 202001020304 -d 2020-01-01 f
    touch -r link f
    touch -r d new
    touch -r nosuch f
    touch -r f -t 202001020304 f
    touch -r f -d '1 day' new
    gnu | touch -m -d 2020-01-02 f
    busybox | touch -m -d '2020-01-02 03:04:05' f
    touch -a -d 2020-01-02 f
    gnu | touch -am -d 2020-01-02 f
    busybox | touch -am -d '2020-01-02 03:04:05' f
    touch --time=atime -d 2020-01-02 f
    touch --time=modify -d 2020-01-02 f
    touch --time=x f
    gnu | touch --date=2020-01-02 --no-create f nosuch
    gnu | touch -h -d 2020-01-02 link
    busybox | touch -h -d '2020-01-02 03:04:05' link
    gnu | touch -d 2020-01-02 link
    busybox | touch -d '2020-01-02 03:04:05' link
    touch dangling
    touch -c dangling
    touch -h dangling
    gnu | touch -d 2020-01-02 -h dangling nosuch
    busybox | touch -d '2020-01-02 03:04:05' -h dangling nosuch
    touch -- -dash -x
    touch -dash
    touch -
    umask=077 | touch new
    user=1000 | touch f
    user=1000 | touch new
    user=1000 | touch -c new f
    user=1000 | touch -d 2020-01-02 f
    user=1000 before='chmod 666 f' | touch f
    user=1000 before='chmod 666 f' | touch -d 2020-01-02 f
    user=1000 before='chmod 666 f' | touch -m f
    `,
  ),
];
