import { type CaseTable, lines } from '../cases.ts';

const POEM = 'the cat sat\non the mat\nThe end\n\nfoo.bar\nfoo-bar\nfoobar\nabcabc\n123 456\ntab\there\n';
const FILES = {
  poem: POEM,
  other: 'another cat\nno match\n',
  open: 'last cat',
  empty: '',
  bin: 'text\nbin\0ary cat\n',
  'd/': '',
  'd/f': 'cat in d\n',
  'd/sub/g': 'deep cat\n',
  'd/h.txt': 'nothing\n',
  pats: 'cat\nfoo\n',
  conf: 'key=value\n# comment\nport = 8080\nname="x y"\n\npath=/a/b/c\n',
  words: 'one two three\nfour five six\n',
};

export const PATTERNS: readonly CaseTable[] = [
  {
    name: 'grep',
    setup: FILES,
    cases: [
      ...lines(`
        grep cat poem
        grep cat poem other
        grep cat nosuch
        grep cat poem nosuch other
        grep -s cat nosuch
        grep -q cat poem
        grep -q dog poem
        grep -q cat nosuch poem
        grep dog poem
        grep -i the poem
        grep -v the poem
        grep -n the poem
        grep -c the poem
        grep -c the poem other
        grep -c dog poem
        grep -l cat poem other pats
        grep -L cat poem other words
        grep -o 'foo.' poem
        grep -on bar poem
        grep -ob bar poem
        grep -w foo poem
        grep -x foobar poem
        grep -h cat poem other
        grep -H cat poem
        grep -e cat -e foo poem
        grep -f pats poem
        grep -f nosuch poem
        grep -f empty poem
        grep -m 1 the poem
        grep -m1 -c the poem
        grep -A 1 mat poem
        grep -B 1 mat poem
        grep -C 1 end poem
        grep -1 end poem
        grep -A1 -n cat poem other
        grep -A 1 -e sat -e 123 poem
        grep --no-group-separator -A 0 foo poem
        grep -A 0 bar poem
        grep '[a' poem
        grep 'a[' poem
        grep '[^' poem
        grep '[[:alpha' poem
        grep -E '[' poem
        grep -E 'x[a' poem
        grep '[[' poem
        grep 'a\\{1,2' poem
        grep -i '[' poem
        grep -w '[' poem
        grep -o '[' poem
        grep -r --include=*.txt noth d
        grep -r --exclude=g cat d
        grep -r --exclude-dir=sub cat d
        grep cat d
        grep cat d poem
        grep -s cat d
        grep -d skip cat d poem
        grep cat bin
        grep -a cat bin
        grep -c cat bin
        grep -l cat bin
        grep text bin
        grep -I cat bin poem
        grep -E 'cat|mat' poem
        grep -E '(abc){2}' poem
        grep -E '^(foo|The)' poem
        grep -E 'fo+' poem
        grep -E 'x*' empty
        grep -E 'a{1,2}b' poem
        grep -E '[0-9]+ [0-9]+' poem
        grep 'fo\\{2\\}' poem
        grep '\\(abc\\)\\1' poem
        grep '^$' poem
        grep -c '^$' poem
        grep -c . poem
        grep '' poem
        grep -c '' poem
        grep -F foo.bar poem
        grep 'foo.bar' poem
        grep -F -e . poem
        grep -Fx foobar poem
        grep -Fw foo poem
        grep -P '\\d+' poem
        grep -oP '\\d+(?= )' poem
        grep '[[:digit:]]' poem
        grep '[[:upper:]]' poem
        grep '[^[:alnum:]]' poem
        grep '\\bcat\\b' poem
        grep '\\<the\\>' poem
        grep '\\w\\+' words
        grep 'cat\\|mat' poem
        grep -i CAT poem
        grep -y CAT poem
        grep '*' poem
        grep -E '*a' poem
        grep -E '+' poem
        grep '[' poem
        grep -E '(' poem
        grep '\\(' poem
        grep -E ')' poem
        grep '\\)' poem
        grep -E 'a{1' poem
        grep 'a\\{1' poem
        grep 'a\\{2,1\\}' poem
        grep '[z-a]' poem
        grep '[[:bogus:]]' poem
        grep '[:space:]' poem
        grep '\\' poem
        grep -E 'a{99999}' poem
        grep '\\1' poem
        grep -E '()' words
        grep -e
        grep
        grep -x
        grep -n
        grep --bogus cat poem
        grep -z cat poem
        grep -Q cat poem
        grep cat -- -x
        grep -- -bar poem
        grep -e -bar poem
        grep --count the poem
        grep --line-number --ignore-case THE poem
        grep --invert-match the poem
        grep --color=always cat poem
        grep --color=auto cat poem
        grep --color=never cat poem
        grep --only-matching at poem
        grep --quiet cat poem
        grep --max-count=1 the poem
        grep --context=1 end poem
        grep --regexp=cat poem
        grep --fixed-strings . poem
        grep --files-with-matches cat poem other
        grep -A x cat poem
        grep -m x cat poem
        grep -vc the poem
        grep -vn the poem
        grep -ow foo poem
        grep -io THE poem
        grep -vo the poem
        grep -lv cat poem other
        grep -Z -l cat poem
        grep --label=in cat -
        grep -T -n cat poem
        grep -nb cat poem
        grep -U cat poem
        grep -u cat poem
        grep cat open
        grep -c cat open
        grep -E 'a|' words
        grep -E '^|x' words
        grep 'a\\?b' poem
        grep -E 'b?ar$' poem
        grep -E -w 'foo|bar' poem
        grep -o 'o*' words
        grep -o '' words
        grep -ix 'THE END' poem
        grep -e cat poem -e dog
        grep cat poem -n
        egrep 'cat|mat' poem
        fgrep foo.bar poem
        egrep
        egrep -c 'a+' poem
        grep '\\t' poem
        grep '\\d' poem
        grep -E '\\d+' poem
        grep -P '(' poem
        grep -v '^#' conf
        grep -v -e '^#' -e '^$' conf
        grep '=' conf
        grep -E '^[a-z]+ ?=' conf
        grep 'key\\(.*\\)value' conf
        grep -E 'one|one two' words
        grep -oE 'one|one two' words
        grep -oE '(four|four five)( six)?' words
      `),
      ...lines(
        'grep -r cat d\ngrep -r cat\ngrep -r cat .\ngrep -rn cat d\ngrep -rl cat d\ngrep -rh cat d\ngrep -R cat d poem\ngrep -rc cat d',
        { unordered: true },
      ),
      ...lines(
        'grep cat\ngrep -c cat\ngrep -n cat -\ngrep -H cat\ngrep -l cat\ngrep cat - other\ngrep -r cat -\ngrep -L cat\ngrep -q cat\ngrep -m1 cat\ngrep -vc cat\ngrep .',
        {
          stdin: 'a cat\ndog\nanother cat\n',
          pipe: true,
        },
      ),
      ...lines('grep cat poem nosuch d other', { merge: true }),
      ...lines('grep -f - poem', { stdin: 'mat\nend\n' }),
    ],
  },
  {
    name: 'sed',
    setup: { ...FILES, abc: 'a\nb\nc\nd\ne\n', cont: 'one\\\ntwo\nthree\n', script: 's/a/X/\n$d\n', two: 'x\ny\n' },
    cases: [
      ...lines(`
        sed p abc
        sed -n p abc
        sed -n 2p abc
        sed -n 2,4p abc
        sed -n '$p' abc
        sed -n '2,$p' abc
        sed 2d abc
        sed '$d' abc
        sed 2,3d abc
        sed '/b/d' abc
        sed '/b/,/d/d' abc
        sed '/b/!d' abc
        sed '2!d' abc
        sed '/b/,+1d' abc
        sed '2,~2d' abc
        sed '1~2d' abc
        sed '0~2d' abc
        sed '0,/a/d' abc
        sed '2q' abc
        sed '2Q' abc
        sed 'q5' abc
        sed '3Q7' abc
        sed = abc
        sed -n '$=' abc
        sed -n '/b/=' abc
        sed 's/a/A/' abc
        sed 's/at/AT/' poem
        sed 's/a/A/g' poem
        sed 's/a/A/2' poem
        sed 's/a/A/2g' poem
        sed 's/the/THE/I' poem
        sed 's/the/THE/i' poem
        sed -n 's/the/THE/p' poem
        sed -n 's/the/THE/gp' poem
        sed 's/cat/[&]/' poem
        sed 's/cat/\\&/' poem
        sed 's/\\(foo\\)\\(.*\\)/\\2\\1/' poem
        sed -E 's/(foo)(.*)/\\2\\1/' poem
        sed -r 's/([a-z]+) ([a-z]+)/\\2 \\1/' words
        sed 's|/a/b|/x|' conf
        sed 's,a,b,g' conf
        sed 's#^\\#.*##' conf
        sed 's/ /\\n/g' words
        sed 's/ /\\t/g' words
        sed 's/^/> /' words
        sed 's/$/!/' words
        sed 's/[aeiou]//g' words
        sed 's/o*/x/g' words
        sed 's/b*/x/2' words
        sed 's/x*/-/g' two
        sed 's/.*/\\U&/' words
        sed 's/\\w\\+/\\u&/g' words
        sed 's/one/\\U&\\E two/' words
        sed 's/.*/\\L&/' poem
        sed 's/(one|two)/<\\1>/g' words
        sed -E 's/(one|two)/<\\1>/g' words
        sed -e 's/a/1/' -e 's/b/2/' abc
        sed 's/a/1/;s/b/2/' abc
        sed '1s/a/X/;3s/c/Y/' abc
        sed -f script abc
        sed -f nosuch abc
        sed 'a\\after' abc
        sed '2a after' abc
        sed '2i before' abc
        sed '2c changed' abc
        sed '2,3c changed' abc
        sed '$!{2,3c changed
        }' abc
        sed '/b/a\\
        line one\\
        line two' abc
        sed '2i\\  indented' abc
        sed '1i\\
        top' abc
        sed '$a end' abc
        sed '$a\\' open
        sed 'a foo' open
        sed p open
        sed -n '$p' open two
        sed y/abc/xyz/ abc
        sed 'y/a\\/b/1\\n2/' abc
        sed y/abc/xy/ abc
        sed N abc
        sed 'N;s/\\n/-/' abc
        sed 'N;N;s/\\n/,/g' abc
        sed '$!N;P;D' abc
        sed ':a;N;$!ba;s/\\n/ /g' abc
        sed -e ':a' -e 'N;$!ba' -e 's/\\n/+/g' abc
        sed 'G' two
        sed '1!G;h;$!d' abc
        sed -n '1!G;h;$p' abc
        sed 'H;$!d;x' abc
        sed 'x;p;x' two
        sed 'n;d' abc
        sed '$!n;s/b/B/' abc
        sed -n 'l' poem
        sed -n 'l 10' poem
        sed 's/a/b/;t;s/b/c/' abc
        sed ':x;s/^\\(.\\{1,5\\}\\)$/ \\1/;tx' abc
        sed 's/a/X/;tend;s/^/-/;:end' abc
        sed '/a/{s/a/1/;p}' abc
        sed '/a/ { s/a/1/ ; p }' abc
        sed -n '/b/{n;p}' abc
        sed 'r two' abc
        sed '2r two' abc
        sed '2r nosuch' abc
        sed '/b/w out' abc
        sed -n '/b/w /dev/stdout' abc
        sed 's/b/B/w out' abc
        sed z abc
        sed F two
        sed -s -n '$p' abc two
        sed -n '$p' abc two
        sed -s 1d abc two
        sed p nosuch
        sed p two nosuch abc
        sed p d
        sed p empty
        sed '' two
        sed
        sed -n
        sed -x p two
        sed --bogus p two
        sed k abc
        sed 'p;k' abc
        sed 's/a/b' abc
        sed 's/a' abc
        sed s abc
        sed 's/a/b/x' abc
        sed 's/a/b/gg' abc
        sed 's/a/b/pp' abc
        sed 's/a/b/0' abc
        sed 's/a/b/12g3' abc
        sed 's/\\(a/b/' abc
        sed 's/a\\)/b/' abc
        sed 's/a/\\1/' abc
        sed 's/[/x/' abc
        sed '{p' abc
        sed 'p}' abc
        sed b abc
        sed 'bnowhere' abc
        sed 't nowhere' abc
        sed ':' abc
        sed '1,2,3p' abc
        sed '1,p' abc
        sed ',2p' abc
        sed '/a/,p' abc
        sed '/a' abc
        sed a abc
        sed y/a/ abc
        sed '0p' abc
        sed '3,1p' abc
        sed -n '2,1p' abc
        sed -n '/c/,2p' abc
        sed '=;p;d x' abc
        sed 'pp' abc
        sed '2dp' abc
        sed '1!!p' abc
        sed 'dx' abc
        sed 'q x' abc
        sed '1,2=' abc
        sed '1,2q' abc
        sed '1,2i x' abc
        sed -e p -e
        sed -e 'i\\' -e 'hello' two
        sed '1~0p' abc
        sed -n '2~3p' abc
        sed 's/a/x\\
        y/' abc
        sed '#n
        p' two
        sed -n '# comment
        p' two
        sed 'p # comment' two
        sed -z 's/\\n/,/g' abc
        sed --expression=p two
        sed --quiet p two
        sed --silent 1p two
        sed --regexp-extended 's/(a)/<\\1>/' abc
        sed -u p two
        sed -l 5 -n l words
        sed --posix p two
        sed -E 's/a|b/X/' abc
        sed -E 's/one|one two/X/' words
        sed -E 's/(a|ab)(c|bcd)/[\\1][\\2]/' poem
        sed 's/\\./,/' poem
        sed 's/[.]/,/' poem
        sed 's/[^,]*,//' poem
        sed 's/\\s\\+/_/g' words
        sed 's/\\bt/T/g' words
        sed 's/\\<./(&)/g' words
        sed '/^$/d' poem
        sed '/^#/d;/^$/d' conf
        sed -n 's/^port *= *//p' conf
        sed 's/=.*//' conf
        sed '/port/s/8080/9090/' conf
        sed '\\,/a/b,d' conf
        sed '\\|#|d' conf
        sed '/KEY/Id' conf
        sed 's/"\\([^"]*\\)"/<\\1>/' conf
        sed 's/a\\|b/X/g' abc
        sed 's/a\\+/X/' abc
        sed 's/a\\?/X/' abc
        sed 's/a\\{1\\}/X/' abc
        sed 's/&/x/' abc
        sed 's/a/a&b/' abc
        sed "s/'/x/" abc
        sed 'y/abc/ABC/;s/A/[&]/' abc
        sed 's//X/' abc
        sed '/b/s//X/' abc
        sed 'M' abc
        sed 's/^b/X/M' abc
        sed 'N;s/^b/X/M' abc
        sed 'N;s/a$/X/M' abc
        sed '2{p;d}' abc
        sed '2{p;d' abc
        sed -n -e '1p' -- two
        sed -n '$!p' abc
        sed '1d;n;d' abc
        sed 's/\\x41/B/;s/\\o101/C/' abc
        sed 's/a/\\x41/' abc
        sed 's/[a/]/X/' conf
        sed 's/\\//X/g' conf
        sed 's/a\\nb/X/' abc
        sed 'N;s/a\\nb/X/' abc
        sed 's/.\\{2\\}$//' words
        sed 'c\\' two
        sed 'i\\' two
        sed '5!s/^/x/' abc
        sed '2,4{/c/d}' abc
        sed '2,4!d' abc
        sed 10q abc
        sed -n '/a/,/c/{//!p}' abc
        sed 'D' two
        sed 'P' two
        sed '1{h;d};G' abc
        sed 's/a/b/ ; s/b/c/' abc
        sed '1 d' abc
        sed '1,3 {d}' abc
        sed '/a/ d' abc
        sed 'R two' abc
        sed 'W out' two
        sed 'v' two
        sed -n '/start/,/end/p' poem
      `),
      ...lines('sed p\nsed -n 1p\nsed s/i/I/\nsed p -\nsed -n $=\nsed q\nsed 1d - two', {
        stdin: 'in1\nin2\n',
        pipe: true,
      }),
      ...lines(
        `
        sed -i s/a/X/ abc
        sed -i s/a/X/ abc two
        sed -i.bak s/a/X/ abc
        sed -ibak s/x/Q/ two
        sed -i -e s/a/X/ abc
        sed -n -i 1p abc
        sed -i s/a/X/ nosuch
        sed -i s/a/X/ nosuch two
        sed -i
        sed -i p
        sed -i 1d abc two
        sed -i '$d' abc two
        sed --in-place s/x/X/ two
        sed --in-place=.orig s/x/X/ two
        sed -i -E 's/(x)/<\\1>/' two
        sed -Ei 's/(x)/<\\1>/' two
        sed -iE 's/(x)/<\\1>/' two
        sed -i k two
        sed -i 's/x' two
        sed 'w out' two
        sed -n '/x/w out1
        /y/w out2' two
        sed -s 'w no/such' two
        sed -i s/cat/dog/ open
        sed -i 'a more' open
        sed -i '$a more' open
        sed -i '/b/!d' abc
        `,
        { after: true, setup: { mode: { content: 'm\n', mode: 0o640, owner: '5:6' } } },
      ),
      ...lines('sed -i s/m/M/ mode\nsed -i.b s/m/M/ mode\nsed -i s/a/X/ ln', {
        after: true,
        setup: { mode: { content: 'm\n', mode: 0o640, owner: '5:6' }, ln: { link: 'abc' } },
      }),
      ...lines('sed -i s/x/X/ d', { mask: [["'d......'", "'dXXXXXX'"]] }),
      ...lines("sed -i q abc\nsed -i 2q abc\nsed -i 'bak/*' two", { after: true, dialect: 'gnu' }),
      ...lines("sed '2e echo hi' abc\nsed 's/b/echo hi/e' abc\nsed '2e' abc", { needs: ['sh'] }),
      ...lines('sed p two nosuch abc d', { merge: true, dialect: 'busybox' }),
    ],
  },
  {
    name: 'diff',
    setup: {
      one: 'a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\n',
      two: 'a\nB\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\nm\n',
      three: 'a\nc\nd\nX\nY\ne\nf\ng\nh\ni\nj\nl\n',
      same: 'a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\n',
      open: 'a\nb',
      closed: 'a\nb\n',
      opened: 'a\nc',
      spaces: 'a  b\n c\n',
      tight: 'a b\nc\n',
      upper: 'A\nB\n',
      lower: 'a\nb\n',
      blanks: 'a\n\n\nb\n',
      empty: '',
      bin1: 'x\0y\n',
      bin2: 'x\0z\n',
      'd1/': '',
      'd1/same': 's\n',
      'd1/diff': 'left\n',
      'd1/only1': '1\n',
      'd1/sub/f': 'f\n',
      'd1/kind': 'file\n',
      'd2/': '',
      'd2/same': 's\n',
      'd2/diff': 'right\n',
      'd2/only2': '2\n',
      'd2/sub/f': 'F\n',
      'd2/sub/g': 'g\n',
      'd2/kind/': '',
      long1: Array.from({ length: 40 }, (_, i) => `line ${i}\n`).join(''),
      long2: Array.from({ length: 40 }, (_, i) =>
        i === 3 || i === 20 ? `LINE ${i}\n` : i === 33 ? '' : `line ${i}\n`,
      ).join(''),
    },
    cases: [
      ...lines(`
        diff one same
        diff one two
        diff one three
        diff two three
        diff one one
        diff empty one
        diff one empty
        diff open closed
        diff open opened
        diff closed opened
        diff -u one two
        diff -u one three
        diff -u open closed
        diff -u open opened
        diff -u empty closed
        diff -u closed empty
        diff -U 1 one two
        diff -U0 one two
        diff -u1 one two
        diff -1 one two
        diff --unified=1 one two
        diff -c one two
        diff -C 1 one two
        diff -c one three
        diff -c open opened
        diff -q one two
        diff -q one same
        diff -s one same
        diff -qs one same
        diff -i upper lower
        diff -b spaces tight
        diff -w spaces tight
        diff -B blanks lower
        diff bin1 bin2
        diff -q bin1 bin2
        diff -a bin1 bin2
        diff d1 d2
        diff -r d1 d2
        diff -rq d1 d2
        diff -ru d1 d2
        diff -rN d1 d2
        diff -ruN d1 d2
        diff -rs d1 d2
        diff one d1
        diff d1 one
        diff d1/same d2
        diff d1 d1
        diff -r d1 d1
        diff one nosuch
        diff nosuch one
        diff nosuch1 nosuch2
        diff -N one nosuch
        diff -N nosuch one
        diff one
        diff
        diff one two three
        diff -x one two
        diff --bogus one two
        diff -y one two
        diff --side-by-side -W 40 one three
        diff -e one two
        diff -n one two
        diff --brief one two
        diff --report-identical-files one same
        diff --recursive d1 d2
        diff -r -x diff d1 d2
        diff -r --exclude=only* d1 d2
        diff --color=always one two
        diff -u --label L1 --label L2 one two
        diff -L x -u one two
        diff -p -u one two
        diff -t one two
        diff -T one two
        diff -d one three
        diff long1 long2
        diff -u long1 long2
        diff -ru d1/sub d2/sub
        diff -r d1 nosuch
        diff -I a upper lower
        diff --suppress-common-lines -y one two
        diff --normal one two
        diff --strip-trailing-cr one two
        diff -E one two
        diff -S x -r d1 d2
        cmp one two
        cmp one same
        cmp -s one two
        cmp -s one same
        cmp -l one two
        cmp -b one two
        cmp -lb one two
        cmp one empty
        cmp empty one
        cmp open closed
        cmp closed open
        cmp one nosuch
        cmp nosuch one
        cmp -s nosuch one
        cmp one
        cmp
        cmp one d1
        cmp d1 one
        cmp -n 1 one two
        cmp -n 2 one two
        cmp -i 3 one two
        cmp -i 1:2 one two
        cmp -x one two
        cmp one two 1
        cmp one two 1 2
        cmp one two x
        cmp one two 1 2 3
        cmp bin1 bin2
        cmp -l bin1 bin2
        cmp --silent one two
        cmp --verbose one two
        cmp -n x one two
        cmp long1 long2
      `).map((one) => ({
        ...one,
        mask: [['^(---|\\+\\+\\+|\\*\\*\\*) (\\S+)\\t.*$', '$1 $2 TIME']] as const,
      })),
      ...lines('diff - one\ndiff one -\ndiff -u - one\ncmp - one\ncmp one -\ncmp one\ndiff - -', {
        stdin: 'a\nx\n',
        mask: [['^(---|\\+\\+\\+|\\*\\*\\*) (\\S+)\\t.*$', '$1 $2 TIME']],
      }),
    ],
  },
];
