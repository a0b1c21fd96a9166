import { type CaseTable, lines } from '../cases.ts';

const FRUIT = 'banana\napple\ncherry\napple\ndate\nbanana\nBanana\n';
const TEN = '1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n';
const FILES = {
  a: 'one\ntwo\nthree\n',
  b: 'four\nfive\n',
  open: 'no newline',
  empty: '',
  ten: TEN,
  'd/': '',
  'd/in': 'inside\n',
  link: { link: 'a' },
  loose: { link: 'nowhere' },
  blank: 'x\n\n\n\ny\n\n',
  odd: 'tab\there\x01\x7f\x80\xff\r\n',
};

export const STREAMS: readonly CaseTable[] = [
  {
    name: 'cat',
    setup: FILES,
    cases: [
      ...lines(`
        cat a
        cat a b
        cat open a
        cat empty
        cat link
        cat loose
        cat nosuch
        cat a nosuch b
        cat nosuch1 nosuch2
        cat d
        cat d a
        cat a/x
        cat ''
        cat -n a b
        cat -n open a
        cat -b blank
        cat -s blank
        cat -sn blank
        cat -E a open
        cat -T odd
        cat -v odd
        cat -e odd
        cat -t odd
        cat -A odd
        cat -u a
        cat -nb blank
        cat --number a
        cat --show-all odd
        cat --squeeze-blank blank
        cat -z a
        cat --bogus a
        cat -n -- a
        cat -- -x

        cat -nE blank
        tac a
        tac a b
        tac open a
        tac nosuch
        tac a nosuch b
        tac d
        tac empty
        tac -s x a
        tac -x a
      `),
      ...lines('cat\ncat -\ncat a - b\ncat -n\ncat - -\ntac\ntac -', { stdin: 'in1\nin2\n' }),
      ...lines('cat a nosuch b d', { merge: true }),
    ],
  },
  {
    name: 'head-tail',
    setup: FILES,
    cases: [
      ...lines(`
        head ten
        head -n 3 ten
        head -n3 ten
        head -3 ten
        head -n 0 ten
        head -n -3 ten
        head -n -20 ten
        head -n +3 ten
        head -c 5 ten
        head -c -5 ten
        head -c 1k ten
        head -c 1b ten
        head -c 2KB ten
        head -n 1K ten
        head -c 5x ten
        head -n x ten
        head -n '' ten
        head -n 5.5 ten
        head -c x ten
        head -n
        head a b
        head -n 1 a b
        head -q -n 1 a b
        head -v -n 1 a
        head -n 1 a nosuch b
        head nosuch
        head d
        head a d b
        head -n 1 open empty a
        head --lines=2 a
        head --lines 2 a
        head --bytes=2 a
        head -x a
        head --bogus a
        head -z -n 1 a
        head -1 a b
        head -1q a b
        head -2c a
        head -n 2 -c 4 ten
        head -c 4 -n 2 ten
        head -c 1M a
        head -99999999999999999999 a
        tail -n 99999999999999999999999 a
        tail ten
        tail -n 3 ten
        tail -n3 ten
        tail -3 ten
        tail +3 ten
        tail -n +8 ten
        tail -n +0 ten
        tail -n +1 ten
        tail -n +20 ten
        tail -n 0 ten
        tail -n -3 ten
        tail -c 5 ten
        tail -c +5 ten
        tail -c -5 ten
        tail -c 1k ten
        tail -n x ten
        tail -c x ten
        tail -n 1 open
        tail -n 1 a b
        tail a b
        tail -q -n 1 a b
        tail -v -n 1 a
        tail nosuch
        tail -n 1 a nosuch b
        tail d
        tail -n 1 a d
        tail empty
        tail --lines=2 a
        tail --bytes=3 a
        tail -x a
        tail -1 a b
        tail -c 0 a
        tail -2c a
        tail -n 2 -c 4 ten
        tail -f nosuch
        tail -n
      `),
      ...lines(
        'head -n 2\nhead -n 2 -\nhead -n 1 - a\nhead -c 3\ntail -n 2\ntail -n 1 - a\ntail -c 3\ntail -n +2\ntail -c +3\ntail -n 1 -',
        {
          stdin: TEN,
        },
      ),
      ...lines('head -n 2\ntail -n 2', { stdin: 'x' }),
      ...lines('head -n 1 a nosuch d b\ntail -n 1 a nosuch d b', { merge: true }),
      ...lines('tail -n 2\ntail -c 3\nhead -n -2\nhead -c -3\ntail -n +3', { stdin: TEN, pipe: true }),
    ],
  },
  {
    name: 'wc',
    setup: { ...FILES, big: `${'word another\n'.repeat(2000)}`, utf: 'h\xc3\xa9llo w\xc3\xb6rld\n' },
    cases: [
      ...lines(`
        wc a
        wc a b
        wc -l a
        wc -l a b
        wc -w a
        wc -c a
        wc -m utf
        wc -L a utf
        wc -lw a
        wc -wl a
        wc -cl a
        wc -lc a b
        wc open
        wc -l open
        wc empty
        wc big a
        wc -l big a
        wc nosuch
        wc a nosuch
        wc -l a nosuch b
        wc d
        wc -c d
        wc d a
        wc -l d
        wc utf
        wc odd
        wc -x a
        wc --lines a
        wc --words a
        wc --bytes a
        wc --chars utf
        wc --max-line-length a
        wc --total=never a b
        wc --total=always a
        wc --total=only a b
        wc --total=x a
        wc -L odd
        wc -lwcmL a
      `),
      ...lines('wc\nwc -l\nwc -\nwc -l - a\nwc -c\nwc -w\nwc -lw\nwc -L', { stdin: 'one two\nthree\n' }),
      ...lines('wc\nwc -l\nwc -lw', { stdin: '' }),
      ...lines('wc\nwc -l\nwc -lw\nwc -c\nwc -l - a\nwc - a', { stdin: 'one two\nthree\n', pipe: true }),
      ...lines('wc a nosuch d b', { merge: true }),
    ],
  },
  {
    name: 'sort-uniq',
    setup: {
      ...FILES,
      fruit: FRUIT,
      num: '10\n9\n2\n-1\n2.5\nx\n\n 3\n1e3\n+4\n',
      human: '1K\n2M\n500\n1G\n3k\n',
      ver: 'v1.10\nv1.9\nv1.2.3\nv1\nfile10\nfile9\n',
      keys: 'b:2:x\na:10:y\nc:1:z\na:2:w\n',
      spaces: 'b  2\na   10\n c 1\na 2\n',
      months: 'MAR\nJAN\nfoo\nDEC\nfeb\n',
      mixed: 'b\nA\na\nB\n_\n1\n',
      groups: 'a\na\nb\nc\nc\nc\n',
      fields: '1 x\n2 x\n3 y\n',
    },
    cases: [
      ...lines(`
        sort fruit
        sort -r fruit
        sort -u fruit
        sort -f mixed
        sort mixed
        sort -fu mixed
        sort -fr mixed
        sort -n num
        sort -rn num
        sort -nu num
        sort -g num
        sort -h human
        sort -V ver
        sort -M months
        sort -d mixed
        sort -b spaces
        sort -k2 spaces
        sort -k 2n spaces
        sort -k2,2n spaces
        sort -k1,1 -k2,2n spaces
        sort -t: -k2 keys
        sort -t: -k2n keys
        sort -t: -k2,2n keys
        sort -t : -k 1,1 -k 2,2nr keys
        sort -t: -k1.1,1.1 keys
        sort -t '\\0' keys
        sort -t xy keys
        sort -t '' keys
        sort -s -t: -k1,1 keys
        sort -c fruit
        sort -c a
        sort -C fruit
        sort -c mixed
        sort -cu groups
        sort -m a b
        sort a b
        sort -o out fruit
        sort nosuch
        sort a nosuch
        sort d
        sort -k 0 keys
        sort -k x keys
        sort -k 1,x keys
        sort -x a
        sort --bogus
        sort --reverse fruit
        sort --unique fruit
        sort --key=2 --field-separator=: keys
        sort --numeric-sort num
        sort --parallel=2 fruit
        sort -z a
        sort open a
        sort -i odd
        sort -hr human
        sort -rV ver
        uniq groups
        uniq -c groups
        uniq -d groups
        uniq -u groups
        uniq -D groups
        uniq -i mixed
        uniq -ci fruit
        uniq -f 1 fields
        uniq -cf1 fields
        uniq -s 1 fields
        uniq -w 1 groups
        uniq -c empty
        uniq -c open
        uniq nosuch
        uniq d
        uniq groups out extra
        uniq -x groups
        uniq --count groups
        uniq --repeated groups
        uniq -du groups
        uniq -f x groups
      `),
      ...lines('sort\nsort -\nsort -r\nuniq\nuniq -c\nuniq -\nsort -u', { stdin: 'b\na\nb\nb' }),
      ...lines('sort -o fruit fruit\nsort -u -o new fruit\nuniq groups out\nsort -o d fruit\nsort -o no/x fruit', {
        after: true,
      }),
    ],
  },
  {
    name: 'cut-tr',
    setup: {
      ...FILES,
      csv: 'a,b,c\nd,e,f\nplain\n',
      tabs: 'x\ty\tz\n1\t2\t3\nnone\n',
      words: 'a  b c\n x y\nlone\nqxxr x s\n',
    },
    cases: [
      ...lines(`
        cut -c1 a
        cut -c1-2 a
        cut -c 1,3 a
        cut -c 2- a
        cut -c -2 a
        cut -c 3-1 a
        cut -c 0 a
        cut -c 0-2 a
        cut -c x a
        cut -c - a
        cut -c 1-x a
        cut -c '' a
        cut -c 1,2,2-3 a
        cut -b 2 a
        cut -f1 tabs
        cut -f 2,3 tabs
        cut -f3,1 tabs
        cut -s -f1 tabs
        cut -d, -f2 csv
        cut -d , -f 1,3 csv
        cut -d, -f2- csv
        cut -d, -s -f1 csv
        cut -d, -f9 csv
        cut -d,, -f1 csv
        cut -d '' -f1 csv
        cut -d, --output-delimiter=: -f1,2 csv
        cut -c 1,3 --output-delimiter=: a
        cut --complement -d, -f2 csv
        cut --complement -c 1 a
        cut a
        cut -f1 -c1 a
        cut -d, -c1 a
        cut -s -c1 a
        cut -f1 nosuch
        cut -f1 tabs nosuch csv
        cut -f1 d
        cut -f0 tabs
        cut -f a tabs
        cut -f
        cut -x a
        cut --fields=1 tabs
        cut --delimiter=, --fields=2 csv
        cut --characters=1-2 a
        cut -c1 open empty
        cut -f1 open
        cut -n -b 1 a
        cut -z -c1 a
        cut -F 1 a
        cut -f 1-2,4- -d o a
        cut -w -f 2 a
        cut -d, -f1,9 csv
        cut -d, -f1,5-7 csv
        cut -d, -f4-5,8 csv
        cut -d, -f8,9 csv
        cut -d, -f2-9 csv
        cut -d, -f1-2,3 csv
        cut -d, -f3,1,1 csv
        cut -F 2 words
        cut -F 1,3 words
        cut -F 2- words
        cut -d x -F 2 words
        cut -O : -d, -f 1,2 csv
        cut -D -d, -f 2,1 csv
        cut -c 2,1 a
        cut -D -c 2,1 a
        tr a b extra
        tr
        tr a
        tr -d
        tr -x a b
        tr '[:bogus:]' b
        tr a ''
        tr z-a b
      `),
      ...lines(
        `
        cut -c1-3
        cut -d' ' -f1
        cut -d' ' -f2 -
        tr a-z A-Z
        tr '[:lower:]' '[:upper:]'
        tr '[:upper:]' '[:lower:]'
        tr -d 'l'
        tr -d '\\n'
        tr ' ' '\\n'
        tr -s l
        tr -s 'a-z'
        tr -s ' ' '\\n'
        tr -cd 'a-z\\n'
        tr -c 'a-z\\n' '*'
        tr -C 'a-z\\n' '*'
        tr -dc '[:digit:]'
        tr -ds l o
        tr -d l o
        tr abc xy
        tr -t abcd xy
        tr '[a-c]' '[x-z]'
        tr 'a-c' 'x*'
        tr 'a-z' '[x*]'
        tr 'a-z' '[x*3]y'
        tr '\\101' x
        tr '\\t' ' '
        tr '[:space:]' _
        tr '[:punct:]' _
        tr '[:alnum:]' '#'
        tr '[=h=]' J
        tr -- - _
        tr a-z n-za-m
        tr -cs a-z '\\n'
        tr '\\\\' /
        tr 'hello' 'HELLO'
        tr '' x
        tr --delete l
        tr --squeeze-repeats l
        tr --complement --delete 'a-z\\n'
        tr l '\\-'
        tr '[:lower:]' x
        tr '[:lower:]' '[:digit:]'
        tr '\\e' x
        tr a 'b\\'
        tr 0-9 a-j
        `,
        { stdin: 'hello World  foo-bar, A1\\B2\nbook keeper\tTAB 123\n' },
      ),
    ],
  },
  {
    name: 'small',
    setup: {
      ...FILES,
      left: 'a\nb\nd\n',
      right: 'b\nc\nd\n',
      unsorted: 'b\na\n',
      long: 'the quick brown fox jumps over the lazy dog\nshort\n',
    },
    cases: [
      ...lines(`
        nl a
        nl blank
        nl -ba blank
        nl -b a a b
        nl -w 3 -s : a
        nl -v 10 -i 5 a
        nl -n ln a
        nl -n rz a
        nl -b n a
        nl nosuch
        nl d
        nl -x a
        nl -b x a
        nl -n xx a
        rev a b
        rev open
        rev nosuch
        rev a nosuch
        fold -w 10 long
        fold -w10 -s long
        fold -s -w 12 long
        fold -b -w 7 long
        fold long
        fold -w x long
        fold -w 0 long
        fold -10 long
        fold nosuch
        paste a b
        paste -s a
        paste -d, a b
        paste -d ,: a b ten
        paste -s -d, a
        paste -sd '\\n,' a
        paste a nosuch
        paste -d '' a b
        paste -x a
        paste b a
        paste b a ten
        paste a b ten empty
        paste empty a
        paste a empty b
        paste open a
        paste -d, b b ten
        paste -d ,: b a ten b
        paste empty empty
        paste -s a b empty
        paste -s nosuch a
        comm left right
        comm -12 left right
        comm -23 left right
        comm -3 left right
        comm left nosuch
        comm unsorted right
        comm left
        comm left right x
        comm --total left right
        comm --output-delimiter=, left right
        seq 3
        seq 2 5
        seq 1 2 9
        seq 5 -2 1
        seq 5 1
        seq -w 8 11
        seq -s , 4
        seq -s, 1 3
        seq -f %03g 3
        seq 0.5 2
        seq 1 0.5 3
        seq -3 -1
        seq x
        seq 1 x
        seq
        seq 1 2 3 4
        seq -x 3
        seq -w -5 5 10
        seq 1.00 2
        seq -f %d 3
        seq -f %.2f 2
        seq -s '\\n' 2
        seq 1e2 102
        seq --separator=: 3
        seq --equal-width 9 10
        seq 0x10 0x12
        seq 9999999 10000001
        seq 1 3.9
      `),
      ...lines('nl\nnl -\nrev\nfold -w 3\npaste - -\npaste -s\npaste -d: - - -\npaste - a\ncomm - right', {
        stdin: 'b\nc\nxyzzy\n',
      }),
      ...lines(
        'tee\ntee out\ntee out1 out2\ntee -a a\ntee a\ntee d\ntee no/such x\ntee -i out\ntee --append a b\ntee -\ntee',
        {
          stdin: 'tea\ntime',
          after: true,
        },
      ),
      ...lines(
        `
        xargs
        xargs echo
        xargs echo x
        xargs -n 1
        xargs -n 2 echo
        xargs -n1 echo -
        xargs -I {} echo <{}>
        xargs -I% echo % and %
        xargs -i echo [{}]
        xargs -L 1 echo
        xargs -0 echo
        xargs -d '\\n' echo
        xargs -t echo
        xargs -tn 1 echo
        xargs -r echo
        xargs nosuch
        xargs false
        xargs -n x echo
        xargs -x echo
        xargs --bogus echo
        xargs -s 30 echo
        xargs -E a echo
        xargs -n 0 echo
        xargs --max-args=1 echo
        xargs -a ten echo
        xargs /etc
        `,
        { stdin: 'a b\n"c d" \'e f\' g\\ h\n  i\n', mask: [['sh: line \\d+: +\\d+', 'sh: N']] },
      ),
      ...lines(
        `
        xargs sh -c 'exit 255'
        xargs sh -c 'exit 3'
        xargs -n 1 sh -c 'exit 255'
        xargs -I {} sh -c 'echo {}'
        xargs sh -c 'kill -9 $$'
        xargs sh -c 'echo $0 $@'
        `,
        { stdin: 'a b\n"c d" \'e f\' g\\ h\n  i\n', needs: ['sh'] },
      ),
      ...lines('xargs\nxargs echo\nxargs -r echo\nxargs -I{} echo {}\nxargs -n 1 echo', { stdin: '' }),
      ...lines('xargs echo\nxargs -n 1 echo\nxargs -I{} echo {}', { stdin: 'it\'s "bad\n' }),
      ...lines('xargs -0 -n 1 echo\nxargs -0 -I {} echo <{}>', { stdin: 'a b\0c\nd\0' }),
      ...lines('xargs rm', { stdin: 'a\nb\nnosuch\n', after: true }),
    ],
  },
];

/** Commands that watch: what they print while something else goes on. */
const later = (words: string, script: string) => ({
  argv: ['sh', '-c', `timeout 3 ${words} & sleep 0.6; ${script}; wait`],
  setup: { log: 'old\n', two: 'other\n' },
  needs: ['sh', 'sleep', 'rm', 'mv'],
  mask: [['^Terminated\\n', '']] as const,
});

export const FOLLOW: CaseTable = {
  name: 'follow',
  cases: [
    later('tail -f log', 'echo new >> log'),
    later('tail -n 0 -f log', 'echo new >> log; sleep 1.1; echo more >> log'),
    later('tail -f log two', 'echo new >> log; sleep 1.1; echo more >> log; sleep 1.1; echo x >> two'),
    later('tail -f log', ': > log; sleep 1.1; echo again >> log'),
    later('tail -f log', 'rm log; sleep 1.1; echo again > log'),
    later('tail -F log', 'rm log; sleep 1.1; echo again > log; sleep 1.1'),
    later('tail -F log', 'echo fresh > x; mv x log; sleep 1.1'),
    later('tail -F nosuch', 'echo born > nosuch; sleep 1.1'),
    later('tail -f nosuch log', 'echo new >> log; sleep 1.1'),
    later('tail -fn1 log', 'echo new >> log; sleep 1.1'),
    later('tail -q -f log two', 'echo new >> log; sleep 1.1; echo y >> two; sleep 1.1'),
  ],
};
