import { type Case, type CaseTable, lines } from '../cases.ts';

const LONG = `d/${'long'.repeat(30)}`;
const TREE: NonNullable<CaseTable['setup']> = {
  'd/': '',
  'd/a': 'alpha\n',
  'd/b': { content: 'beta\n', mode: 0o600, owner: '4321:4322' },
  'd/sub/c': 'gamma\n',
  'd/sub/': { mode: 0o750 },
  'd/empty/': '',
  'd/run': { content: '#!/bin/sh\n', mode: 0o755 },
  'd/link': { link: 'a' },
  'd/big': 'x'.repeat(1500),
  'other/': '',
  one: '1\n',
  two: { content: '2\n', mode: 0o4755 },
  junk: 'this is no archive at all\n',
  none: '',
  list: 'one\nd/a\n',
};
const HARD: NonNullable<CaseTable['setup']> = { 'd/hard': { hardlink: 'd/a' } };
const MADE = ['tar cf a.tar d one two', 'tar czf a.tgz d one', 'gzip -k one'];

/** What gzip makes depends on its version. */
const GZIPPED = [['\\x1f\\x8b[\\s\\S]*', 'GZIPPED']] as const;

const each = (text: string, more: Omit<Case, 'argv'> = {}) => lines(text, more);

export const ARCHIVES: readonly CaseTable[] = [
  {
    name: 'tar',
    setup: TREE,
    cases: [
      ...each(`
        tar cf - one
        tar cf - two
        tar cf - d/b
        tar cf - d/empty
        tar -cf - one
        tar -c -f - one
        tar --create --file=- one
        tar c one
        tar cf - -C d a
        tar cf - nosuch
        tar cf - one nosuch
        tar cf - /etc/nosuch
        tar cf out.tar nosuch
        tar cf - --owner=5 --group=6 one
        tar cf - --owner=joe:5 --group=staff:6 one
        tar cf - --numeric-owner one
        tar cf - --mode=600 one
        tar cf - --mtime=@1600000000 one
        tar cf - -T list
        tar cf - --format=ustar one
        tar cf - --sort=name d/sub
        tar cf no/such.tar one
        tar cf d one
        tar cvf - one two
        tar cvf /dev/null one two
        tar -cvvf /dev/null one d/link
        tar cf
        tar
        tar -x
        tar xf
        tar -c
        tar cf x.tar
        tar -cf x.tar
        tar cxf a.tar
        tar -f a.tar
        tar --bogus
        tar -Q
        tar Q
        tar tf nosuch.tar
        tar xf nosuch.tar
        tar xzf nosuch.tgz
        tar tf junk
        tar xf junk
        tar tf none
        tar xf none
        tar tf one
        tar tzf junk
        tar xzf junk
        tar tzf none
        tar tf d
        tar tjf junk
        tar tJf junk
        tar --zstd -cf o.zst one
        tar xf junk -C other
        tar cf - -C nosuch one
        tar xf none -C nosuch
        tar -C nosuch -xf none
        tar --help extra
      `).filter(({ argv }) => argv[1] !== '--help'),
      ...each(
        'tar tf\ntar xf\ntar t\ntar x\ntar tf -\ntar xf -\ntar -xf -\ntar tz\ntar xz\ntar tzf -\ntar xzf -\ntar xvf -\ntar tvf -',
        {
          stdin: '',
          pipe: true,
        },
      ),
      ...each('tar tf -\ntar xf -\ntar tzf -\ntar xzf -', { stdin: 'garbage that is no archive\n', pipe: true }),
      ...each('tar tf -\ntar xf -', { stdin: 'g'.repeat(1024), pipe: true }),
      ...each('tar tf -\ntar xvf -', { stdin: '\0'.repeat(1024), pipe: true }),
      ...each(
        `
        tar tf a.tar
        tar tvf a.tar
        tar -tf a.tar
        tar -t -v -f a.tar
        tar tf a.tar d/a
        tar tf a.tar d/sub
        tar tf a.tar nosuch
        tar tf a.tar one nosuch d/a
        tar tvf a.tar d/link d/b two
        tar tf a.tar --exclude=d/sub
        tar tf a.tar --exclude d/sub
        tar tf a.tar --exclude=*b*
        tar --exclude=one -tf a.tar
        tar tzf a.tgz
        tar tf a.tgz
        tar tzf a.tar
        tar xOf a.tar one
        tar xOf a.tar d/a d/b
        tar xf a.tar -O one
        tar xf a.tar nosuch -O
        tar xzOf a.tgz d/a
        tar --to-stdout -xf a.tar one
        tar tf a.tar --strip-components=1
        tar --numeric-owner -tvf a.tar d/b one
        tar tvvf a.tar one
        tar tf a.tar --wildcards d/*
        tar tf a.tar d/
        tar tf a.tar ./one
        tar tf a.tar /one
        tar df a.tar
        tar -rf a.tar list
        tar tf a.tar -v one
        tar --list --file a.tar one
        tar --list --verbose --file=a.tar one
        tar tfv a.tar one
        tar ft a.tar one
        tar -tfa.tar one
        tar t -f a.tar one
        tar -ft a.tar
        tar tf a.tar -C d
        tar -tf a.tar --occurrence=1 one
        tar xvOf a.tar one
        `,
        { before: MADE, unordered: true },
      ).map(listing),
      ...each(
        `
        tar xf ../a.tar
        tar xvf ../a.tar
        tar xf ../a.tar one d/sub
        tar xf ../a.tar d/nosuch
        tar xf ../a.tar -C sub
        tar -C sub -xf ../a.tar
        tar xpf ../a.tar
        tar xf ../a.tar --no-same-owner
        tar xf ../a.tar --no-same-permissions
        tar xf ../a.tar --strip-components=1
        tar xf ../a.tar --strip-components 1
        tar xvf ../a.tar --strip 1
        tar xvf ../a.tar --strip-components=2
        tar xmf ../a.tar
        tar xf ../a.tar --exclude=d/sub
        tar xf ../a.tar -X ../list
        tar xkf ../a.tar
        tar xf ../a.tar --skip-old-files
        tar xf ../a.tar --overwrite
        tar xzf ../a.tgz
        tar xvzf ../a.tgz
        tar -xzvf ../a.tgz
        tar -zxf ../a.tgz
        tar xf ../a.tgz
        tar xzf ../a.tar
        tar xof ../a.tar
        tar xUf ../a.tar
        tar --extract --file=../a.tar one
        tar -x -f ../a.tar two
        tar xf ../a.tar ./one
        tar xf ../a.tar --owner=5
        tar xf ../a.tar -T ../list
        tar xf ../a.tar --keep-old-files
        `,
        { after: true, unordered: true },
      ).map(inside),
      ...each('tar xf a.tar\ntar xkf a.tar\ntar xf a.tar --skip-old-files\ntar xf a.tar one\ntar xUf a.tar one', {
        before: ['tar cf a.tar d one', 'cp junk one', 'rm d/a', 'rm -r d/empty'],
        after: true,
        unordered: true,
      }),
      ...each('tar cf - d/a d/hard\ntar cvf /dev/null d/hard d/a', { setup: HARD }),
      ...each('tar tf h.tar\ntar tvf h.tar\ntar xvf h.tar -C other', {
        setup: HARD,
        before: ['tar cf h.tar d/a d/hard'],
      }),
      ...each('tar xf h.tar -C other', { setup: HARD, before: ['tar cf h.tar d/a d/hard'], after: true }),
      ...each(`tar cf - ${LONG}`, { setup: { [LONG]: 'long\n' } }),
      ...each(`tar tf l.tar\ntar tvf l.tar\ntar xvf l.tar -C other`, {
        setup: { [LONG]: 'long\n', 'd/ll': { link: 'x'.repeat(120) } },
        before: [`tar cf l.tar ${LONG} d/ll`],
      }).map(listing),
      ...each(`
        tar cf /dev/null /etc/passwd
        tar cf /dev/null /etc/passwd /etc/group
        tar cf /dev/null /etc/passwd /etc/nosuch
        tar cf /dev/null /etc/nosuch /etc/passwd
        tar cf /dev/null one /etc/passwd
        tar cf /dev/null /etc/passwd one
        tar cvf /dev/null /etc/passwd /etc/passwd
        tar cf /dev/null ../etc/nosuch one
        tar cvf /dev/null d/../one
        tar cvf /dev/null one one
        tar cPvf /dev/null /etc/passwd
        tar cf /dev/null -T nolist
        tar cf /dev/null -X nolist d
        tar cf /dev/null --exclude
        tar xf a.tar --strip-components=x
        tar --format=foo -cf /dev/null one
        tar cf /dev/null --mode=zz one
        tar cf - --owner=nosuchuser one
        tar cvf /dev/null --transform=s,^d,D, d/sub
        tar cf - --transform=s,^d/,D/x, d/sub/c
        tar cvf /dev/null --no-recursion d
        tar cvf /dev/null -T list
      `),
      ...lines('tar cjf out.tbz one\ntar cJf out.txz one\ntar cf - d/link', { dialect: 'gnu' }),
      ...each('tar tf -\ntar xf -\ntar tzf -', {
        before: ['tar czf a.tgz one'],
        stdin: '\x1f\x8b\x08\x00\x00\x00\x00\x00',
        pipe: true,
      }),
      ...each('tar tf x.tar\ntar xvf x.tar -C other', { before: ['tar cPf x.tar /etc/passwd'] }),
      ...each(
        'tar cf x.tar -C d .\ntar cvf x.tar -C d .\ntar cvf x.tar d/\ntar cvf x.tar ./d\ntar cvf x.tar d --exclude=sub\ntar cvf x.tar --exclude=d/sub d\ntar cvf x.tar --exclude *b* d\ntar cvf x.tar .\ntar cf d/x.tar d\ntar cvf x.tar -C d a -C sub c\ntar cvf x.tar d/sub d/sub/c\ntar cvzf x.tgz d\ntar cvf x.tar d one --remove-files\ntar cvf x.tar -X list d one',
        {
          unordered: true,
        },
      ),
      ...each('tar tf x.tar', { before: ['tar cf x.tar -C d .'], unordered: true }),
      ...each('tar tvf x.tar', { before: ['tar cf x.tar -C d .'], unordered: true }).map(listing),
      ...each('tar xvf x.tar -C other', { before: ['tar cf x.tar -C d .'], unordered: true }),
      ...each('tar xf x.tar -C other', { before: ['tar cf x.tar -C d .'], after: true }),
      ...each('tar tf t.tar\ntar xf t.tar -C other\ntar xvf t.tar -C other\ntar tvf t.tar', {
        before: ['tar cf a.tar one two d/big', 'dd if=a.tar of=t.tar bs=1 count=700'],
      }),
      ...each('tar tf t.tar\ntar xf t.tar -C other', {
        before: ['tar cf a.tar one two d/big', 'dd if=a.tar of=t.tar bs=512 count=2'],
      }),
      ...each('tar tf t.tar\ntar xf t.tar -C other\ntar xvf t.tar -C other', {
        before: ['tar cf a.tar one d/big', 'dd if=a.tar of=t.tar bs=512 count=4'],
      }),
      ...each('tar tzf t.tgz\ntar xzf t.tgz -C other', {
        before: ['tar czf a.tgz d', 'dd if=a.tgz of=t.tgz bs=1 count=60'],
      }),
      ...each('tar rf a.tar two\ntar uf a.tar two\ntar Af a.tar a.tar', { before: ['tar cf a.tar one'] }),
      ...each('tar tf a.tar', { before: ['tar cf a.tar one', 'tar rf a.tar two'], dialect: 'gnu' }),
      ...each('tar cf - one nosuch d/sub/c', { merge: true, mask: [['[\\s\\S]*\\0', 'ARCHIVE']] }),
    ],
  },
  {
    name: 'gzip',
    setup: TREE,
    cases: [
      ...each(`
        gzip nosuch
        gzip one nosuch
        gzip d
        gzip -d junk
        gunzip junk
        gunzip nosuch
        gunzip one
        gzip -t junk
        gzip -t nosuch
        gzip -l junk
        gzip -l nosuch
        zcat junk
        zcat nosuch
        zcat one
        zcat d
        gzip -x
        gzip --bogus
        gunzip -x
        zcat -x
        gzip -S .z nosuch
        gzip -h x
        gunzip none
        zcat none
        gzip -t none
        gzip -dc junk
        gzip -cd none
        gzip -V x
      `).filter(({ argv }) => !['-h', '-V'].includes(argv[1]!)),
      ...each(
        `
        gzip one
        gzip -k one
        gzip -9 one
        gzip -1k one
        gzip -v one
        gzip -kv d/big
        gzip one two
        gzip two
        gzip -r d
        gzip -rk d
        gzip -f d/link
        gzip d/link
        gzip --keep one
        gzip --fast one
        gzip --best one
        gzip -n one
        gzip -N one
        gzip -q one
        gzip -S .zz one
        gzip --suffix=.zz one
        gzip none
        `,
        { after: true },
      ).map((one) => ({ ...one, mask: GZIPPED })),
      ...each(
        `
        gunzip one.gz
        gunzip -k one.gz
        gzip -d one.gz
        gzip -dk one.gz
        gunzip one
        gunzip -c one.gz
        gzip -dc one.gz
        zcat one.gz
        zcat one
        zcat one.gz d/big.gz
        zcat one.gz nosuch d/big.gz
        gunzip -v one.gz
        gunzip -t one.gz
        gzip -t one.gz
        gzip -tv one.gz
        gzip -l one.gz
        gzip -l one.gz one.gz
        gzip one.gz
        gzip -f one.gz
        gunzip -f one.gz
        gunzip one.gz nosuch
        gunzip -r d
        gunzip --stdout one.gz
        gzip --decompress --stdout one.gz
        gzip --test one.gz
        gzip --list one.gz
        zcat -f one
        gzip -cdf one
        gunzip two.tgz
        gunzip odd.zz
        gunzip -S .zz odd.zz
        gzip -dq odd.zz
        `,
        {
          before: ['gzip one', 'gzip d/big', 'cp d/big.gz two.tgz', 'cp one.gz odd.zz'],
          after: true,
          mask: [
            ['date  time', 'date  time'],
            [' [A-Z][a-z][a-z] [ \\d]\\d \\d\\d:\\d\\d ', ' MON DD HH:MM '],
          ],
        },
      ).map((one) => ({ ...one, mask: [...(one.mask ?? []), ...GZIPPED] })),
      ...each('gunzip one.gz\ngzip one', { before: ['gzip -k one'], after: true }).map((one) => ({
        ...one,
        mask: GZIPPED,
      })),
      ...each('gunzip -f one.gz\ngzip -f one', { before: ['gzip -k one'], after: true }).map((one) => ({
        ...one,
        mask: GZIPPED,
      })),
      ...each('gunzip\ngzip -d\nzcat\ngzip -t\ngunzip -c\ngzip -dc\ngzip -l\nzcat -', {
        stdin: 'not compressed\n',
        pipe: true,
      }),
      ...each('gunzip\ngzip -d\nzcat\ngzip -t\ngzip -dc', { stdin: '', pipe: true }),
      ...each('gunzip\ngzip -d\nzcat\ngzip -t\ngzip -dc\nzcat -\ngunzip -', {
        stdin: '\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xcbH\xcd\xc9\xc9\xe7\x02\x00 0:6\x06\x00\x00\x00',
        pipe: true,
      }),
      ...each('gunzip\nzcat\ngzip -t', {
        stdin: '\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xcbH\xcd\xc9\xc9\xe7\x02\x00 0:6',
        pipe: true,
      }),
      ...each('gunzip\nzcat\ngzip -t', {
        stdin: '\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xcbH\xcd\xc9\xc9\xe7\x02\x00 0:7\x06\x00\x00\x00',
        pipe: true,
      }),
      ...each('gunzip\nzcat\ngzip -t', {
        stdin:
          '\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xcbH\xcd\xc9\xc9\xe7\x02\x00 0:6\x06\x00\x00\x00trailing garbage',
        pipe: true,
      }),
      ...each('gunzip\nzcat\ngzip -t', {
        stdin: '\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xcbH\xcd\xc9\xc9\xe7\x02\x00 0:6\x06\x00\x00\x00'.repeat(2),
        pipe: true,
      }),
      ...each('gunzip\nzcat\ngzip -t', {
        stdin: '\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xff\xff\xff\xff',
        pipe: true,
      }),
    ],
  },
];

/** busybox's touch doesn't set the times of links. */
function listing(one: Case): Case {
  const long = /^-?t\S*v|^-?v\S*t/.test(one.argv[1] ?? '') || one.argv.includes('-v') || one.argv.includes('--verbose');
  if (!long) return one;
  return { ...one, mask: [['^(l\\S+ .*) \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d(:\\d\\d)?', '$1 TIME']] };
}

/** Runs where the archives are and what was packed is not. */
function inside(one: Case): Case {
  const setup = { 'sub/': '' };
  return {
    ...one,
    setup,
    argv: one.argv.map((word) => word.replace('../', '')),
    before: [...MADE, 'rm -rf d one two'],
  };
}
