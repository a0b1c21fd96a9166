import { scene } from '../files.ts';

const TREE = `
  mkdir d d/sub d2 full empty
  dd if=/dev/zero of=f bs=5 count=1
  dd if=/dev/zero of=g bs=7 count=1
  dd if=/dev/zero of=d/x bs=3 count=1
  dd if=/dev/zero of=d/sub/deep bs=2 count=1
  touch full/a d2/x old newer
  touch -d '2020-01-02 03:04:05' old
  ln -s f link
  ln -s d dlink
  ln -s nowhere dangling
  ln f hard
  ln d/x d/y
  ln -s x d/rel
  mkfifo pipe
  dd if=/dev/zero of=ro bs=4 count=1
  chmod 444 ro
  dd if=/dev/zero of=odd bs=1 count=1
  chmod 4751 odd
  chown 1000:1000 odd
  mkdir -m 1777 sticky
  mkdir -m 500 locked
  touch 'a b'
`;

/** cp, mv, install. */
export const SCENES = [
  scene(
    TREE,
    `
    cp f new
    cp f g
    cp f d
    cp f d/
    cp f new/
    cp f nosuch/new
    cp f f
    cp f ./f
    cp f hard
    cp f link
    cp link f
    cp link new
    cp dangling new
    cp f dangling
    cp -f f dangling
    cp nosuch new
    cp nosuch d
    cp nosuch f d
    cp f g d
    cp f g d2 -v
    cp f g nosuch
    cp f g old
    cp f
    cp
    cp -z f g
    cp d new
    cp -r d new
    cp -r d d2
    cp -r d d2/
    cp -r d/ new
    cp -r d/. new
    cp -r d/. d2
    cp -r d f
    cp -r d d
    cp -r d d/sub
    cp -r d d/sub/new
    cp -r . d2/here
    cp -rv empty new
    cp -r d nosuch/new
    cp -r dlink new
    cp -rL dlink new
    cp -rH dlink new
    cp -rP dlink new
    cp -RL d new
    cp -a d new
    cp -a link new
    cp -a dlink new
    cp -a odd new
    cp -p odd new
    cp odd new
    cp -p old new
    cp -pr sticky new
    cp -r sticky new
    cp -r locked new
    cp -d link new
    cp -P link new
    cp -P dangling new
    cp -L link new
    cp -r pipe new
    cp -a pipe new
    cp -v f new
    cp -vf f ro
    cp -f f ro
    cp f ro
    cp -i f g
    in=y\\n | cp -i f g
    in=n\\n | cp -i f g
    in=y\\nn\\n | cp -i f g d2
    in=yes\\n | cp -iv f d2/x
    cp -n f g
    cp -n f new
    cp -nv f g
    cp -u old g
    cp -u f old
    cp -uv newer old
    cp -l f new
    cp -l f g
    cp -lf f g
    cp -s f new
    cp -s f d/new
    cp -s f g
    cp -sf f g
    cp -ls f new
    cp -b f g
    cp --backup=numbered f g
    cp --backup=x f g
    cp -S .bak f g
    cp -bv f g
    cp -T f d
    cp -T d d2
    cp -rT d d2
    cp -t d f g
    cp -t nosuch f
    cp -t f g
    cp f -t d
    cp --parents d/sub/deep d2
    cp -v --parents d/sub/deep d2
    cp --parents d/sub/deep new
    cp --remove-destination f link
    busybox | cp -fv --remove-destination g link
    gnu | cp --debug --sparse=always f new
    gnu | cp --debug --reflink=never f new
    cp -v --remove-destination f ro
    cp --attributes-only -p old g
    cp --preserve=mode odd new
    cp --preserve=timestamps old new
    cp --preserve=ownership odd new
    cp --preserve=links -r d new
    cp --preserve=x f new
    cp --preserve=context f new
    cp --preserve=all odd new
    cp --no-preserve=mode odd new
    cp --no-preserve=mode -a d new
    cp --reflink=always f new
    cp --reflink=auto f new
    cp --sparse=always f new
    cp --sparse=x f new
    cp --update=none f g
    cp --update=none-fail f g
    cp --update=x f g
    cp --debug f new
    cp -x f new
    cp -Z f new
    cp 'a b' new
    cp 'no such' new
    cp f ''
    cp '' f
    cp f/x new
    cp f g/x
    cp -r d/sub d2 -v
    cp -rv d/sub d2/sub
    cp f f d2
    cp f hard d2
    cp -a f hard d2
    cp d/x d2/x full
    cp -R empty f
    cp f empty/f
    cp --strip-trailing-slashes dlink/ new
    cp -r dlink/ new
    umask=077 | cp f new
    umask=077 | cp -r d new
    umask=077 | cp -a d new
    user=1000 | cp f new
    user=1000 | cp f g
    user=1000 before='chmod 777 d2' | cp f d2
    user=1000 before='chmod 777 d2' | cp -p odd d2/new
    sorted user=1000 before='chmod 777 d2' | cp -a d d2/new
    user=1000 before='chmod 777 d2' before='chmod 600 f' | cp f g d2
    user=1000 before='chmod 777 d2' before='chmod 700 d' | cp -r d d2/new
    user=1000 before='chmod 777 d2' before='chmod 711 d/sub' | cp -r d d2/new
    user=1000 before='chmod 777 . d2' | cp f d2/x
    user=1000 before='chmod 777 d2' | cp -f f d2/x
    mv f new
    mv f g
    mv f d
    mv f d/
    mv f new/
    mv f nosuch/new
    mv f f
    mv f ./f
    mv f hard
    mv f link
    mv link f
    mv link new
    mv dangling new
    mv f dangling
    mv nosuch new
    mv nosuch f d
    mv f g d
    mv -v f g d
    mv f g nosuch
    mv f g old
    mv f
    mv
    mv -z f g
    mv d new
    mv d d2
    mv d empty/
    mv d f
    mv f/ new
    mv d/ new
    mv d d
    mv d d/sub
    mv d d/sub/new
    mv dlink d2
    mv dlink/ new
    mv d2 dlink
    mv -v f new
    mv -v f g
    mv -v d d2
    mv -i f g
    in=y\\n | mv -i f g
    in=n\\n | mv -i f g
    mv -f f ro
    mv f ro
    mv -n f g
    mv -nv f g
    mv -n f new
    mv -u old g
    mv -u newer old
    mv -b f g
    mv -bv f g
    mv --backup=t f g
    mv -S .old f g
    mv -T f d
    mv -T d d2
    mv -T d empty
    mv -Tv empty d2
    mv -t d f g
    mv -t nosuch f
    mv -t d -T f
    mv --no-copy f new
    mv --update=none f g
    mv --update=none-fail f g
    mv --exchange f g
    mv empty full
    mv full/a empty
    mv d/x d2/x full
    mv d2 full/a
    mv 'a b' "it's"
    mv . new
    mv .. new
    mv d/. new
    mv f ''
    mv '' f
    mv --strip-trailing-slashes d/ new
    mv -if f g
    mv -fi f g
    user=1000 | mv f new
    user=1000 | mv f g
    user=1000 before='chmod 777 .' | mv f new
    user=1000 before='chmod 777 .' | mv ro new
    user=1000 before='chmod 1777 .' | mv f new
    user=1000 before='chmod 777 .' | mv d d2
    user=1000 before='chmod 777 d2' | mv d2/x d2/y
    install f new
    install f g new
    install f d
    install f g d
    install -m 644 f new
    install -m 4755 f new
    install -m u=rw f new
    install -m x f new
    install -d new
    install -d new/deep/er
    install -d -m 700 new/deep
    install -d d
    install -d f
    install -v -d new/deep
    install -D f new/deep/er
    install -v -D f new/deep/er
    install -t d f g
    install -D -t new f g
    install -o 1000 -g 1000 f new
    install -o daemon -g daemon f new
    install -o nosuch f new
    install -g nosuch f new
    install -p old new
    install -v f new
    install -v f g
    install -v -D -t new/deep f g
    install -m 77777 f new
    install -c f new
    install d new
    install nosuch new
    install f
    install
    install -z f
    install f nosuch/new
    install -b f g
    install f link
    install -T f d
    user=1000 | install f new
    user=1000 | install -d new
    user=1000 before='chmod 777 d2' | install -o root f d2/new
    `,
  ),
];
