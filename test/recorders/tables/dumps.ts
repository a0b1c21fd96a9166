import { type CaseTable, lines } from '../cases.ts';

const FILES = {
  abc: 'abcdefghijklmnopqrstuvwxyz\n',
  bin: '\x00\x01\x02text here\x7f\x80\xff\r\n\tmore text that is long\x00end',
  same: 'A'.repeat(100),
  empty: '',
  one: 'x',
  ten: '1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n',
  'd/': '',
};

export const DUMPS: readonly CaseTable[] = [
  {
    name: 'dumps',
    setup: FILES,
    cases: [
      ...lines(`
        od abc
        od -c abc
        od -c bin
        od -x abc
        od -b abc
        od -d abc
        od -o abc
        od -a bin
        od -t x1 abc
        od -t x1z bin
        od -t o1 abc
        od -t c abc
        od -t d1 bin
        od -t u1 bin
        od -t x2 abc
        od -t x4 abc
        od -t d2 abc
        od -t d4 abc
        od -An -c abc
        od -An -t x1 abc
        od -A x -t x1z bin
        od -A d -c abc
        od -Ad -c abc
        od -tx1 -c abc
        od -N 5 -c abc
        od -j 3 -c abc
        od -j 3 -N 4 -t x1 abc
        od -v same
        od same
        od -c same
        od -w8 -c abc
        od -w4 -t x1 abc
        od empty
        od -c one
        od nosuch
        od d
        od abc nosuch one
        od -Q abc
        od -t q abc
        od -s abc
        od -i abc
        od -l abc
        od -h abc
        hexdump abc
        hexdump -C abc
        hexdump -C bin
        hexdump -C same
        hexdump -Cv same
        hexdump -c abc
        hexdump -b abc
        hexdump -d abc
        hexdump -o abc
        hexdump -x abc
        hexdump -n 5 -C abc
        hexdump -s 3 -C abc
        hexdump -C empty
        hexdump -C one
        hexdump -C nosuch
        hexdump -C abc one
        hexdump -Q abc
        hexdump bin
        xxd abc
        xxd bin
        xxd -p abc
        xxd -p bin
        xxd -l 5 abc
        xxd -s 3 abc
        xxd -c 8 abc
        xxd -g 1 abc
        xxd -g 4 abc
        xxd -u bin
        xxd -i one
        xxd -r -p abc
        xxd nosuch
        xxd empty
        xxd -Q abc
        strings bin
        strings -n 3 bin
        strings -t x bin
        strings -t d bin
        strings -f bin
        strings -a bin
        strings nosuch
        strings abc bin
        strings -n 30 bin
        strings -o bin
        strings -Q bin
      `),
      ...lines('od -c\nod -An -tx1\nhexdump -C\nxxd\nstrings\nxxd -p\nod -c -', {
        stdin: 'hello\nwor\x00ld\n',
        pipe: true,
      }),
      ...lines('xxd -r -p', { stdin: '68656c6c6f0a\n', pipe: true }),
      ...lines('xxd -r', { stdin: '00000000: 6162 6364  abcd\n00000004: 650a  e.\n', pipe: true }),
      ...lines(
        `
        split ten
        split -l 3 ten
        split -l 4 ten part-
        split -b 5 ten
        split -b 1k same big.
        split -n 3 ten
        split -d -l 5 ten
        split -a 3 -l 5 ten
        split -C 6 ten
        split -3 ten
        split --additional-suffix=.txt -l 5 ten
        split --numeric-suffixes -l 5 ten n
        split --verbose -l 5 ten
        split empty
        split nosuch
        split -l 0 ten
        split -l x ten
        split -b 0 ten
        split -a 1 -l 1 ten
        split -x ten
        split ten a b
        split -n x ten
        split --bogus ten
        split -t 5 -l 1 ten
        `,
        { after: true, dialect: 'gnu' },
      ),
      ...lines('split -l 1\nsplit -l 1 - p', { stdin: 'a\nb\nc', after: true, dialect: 'gnu' }),
    ],
  },
  {
    name: 'columns',
    setup: {
      a: 'apple 1\nbanana 2\ncherry 3\n',
      b: 'apple red\ncherry dark\ndate brown\n',
      tabs: 'a\tb\tc\n\tx\n',
      spaces: 'a       b       c\n        x\n',
      csv1: '1,a\n2,b\n',
      csv2: '1,x\n3,y\n',
      unsorted: 'b 1\na 2\n',
      bin: '\\x00',
    },
    cases: [
      ...lines(`
        join a b
        join -a 1 a b
        join -a 2 a b
        join -v 1 a b
        join -t , csv1 csv2
        join -1 2 -2 1 a b
        join -o 1.1,2.2 a b
        join -e NONE -a 1 -o 0,1.2,2.2 a b
        join a nosuch
        join a
        join -i a b
        join unsorted b
        join --bogus a b
        unexpand spaces
        unexpand -a spaces
        expand tabs
        expand -t 4 tabs
        expand -i tabs
        expand nosuch
        expand -t x tabs
        expr 1 + 2
        expr 3 '*' 4
        expr 7 / 2
        expr 7 % 2
        expr 1 = 1
        expr a '<' b
        expr length hello
        expr substr hello 2 3
        expr index hello l
        expr match abc 'a.'
        expr abc : 'a\\(.\\)'
        expr abc : b
        expr 1 / 0
        expr 1 +
        expr a + 1
        expr
        expr 0
        expr '(' 1 + 2 ')' '*' 3
        expr 5 '|' 0
        expr 0 '&' 5
        sha1sum a
        md5sum nosuch
        mountpoint /
        mountpoint -q /etc
        mountpoint /etc
        mountpoint /nosuch
        logname
        users
        nice echo x
        nice nosuch
        setsid echo hi
        printenv HOME
        printenv NOSUCH
        shred -u csv1
        shred nosuch
        shred
        shred -n 1 -z -v csv2
        pidof nosuchprogram
        pidof
        pgrep nosuchprogram
        pgrep
        pkill nosuchprogram
        pkill
        killall nosuchprogram
        killall
        killall -l
        tty
        wget
        wget -q http://127.0.0.1:9/
        wget http://127.0.0.1:9/x
        wget -O - http://nosuchhost.invalid/
        nc
        nc 127.0.0.1 9
        nc -z 127.0.0.1 9
        nc nosuchhost.invalid 80
        watch
        watch -n
        watch --bogus
        less a
        less -N a
        less nosuch
        less
        less a b
        more a
        more nosuch
        more a b
        more
        less -Q a
        more --bogus
        vi --bogus
      `),
      ...lines('less\nmore\nexpand\nunexpand -a\njoin - b', {}),
      ...lines('nl -ba a\nexpr 1 + 1', {}),
    ],
  },
];
