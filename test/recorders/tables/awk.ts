import { type CaseTable, lines } from '../cases.ts';

const FILES = {
  data: 'alice 30 london\nbob 25 paris\ncarol 35 london\n\ndave 40 rome\n',
  csv: 'name,qty,price\npen,3,1.50\nbook,2,12\n"a b",1,0.99\n',
  pw: 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/home:/bin/false\n',
  nums: '1\n2\n3.5\n-4\n0x10\nabc\n1e3\n 7 \n',
  prog: 'BEGIN { n = 0 }\n/london/ { n++ }\nEND { print n }\n',
  lib: 'function f(x) { return x * 2 }\n',
  empty: '',
};

export const AWK: readonly CaseTable[] = [
  {
    name: 'awk',
    setup: FILES,
    cases: [
      ...lines(`
        awk '{print}' data
        awk '{print $1}' data
        awk '{print $1, $3}' data
        awk '{print $1 $3}' data
        awk '{print $NF}' data
        awk '{print $(NF-1)}' pw
        awk '{print NR, NF, $0}' data
        awk 'NR==2' data
        awk 'NR>1 && NR<4' data
        awk 'NR==2,NR==3' data
        awk '/london/' data
        awk '/london/{print $1}' data
        awk '!/london/' data
        awk '$3=="london"' data
        awk '$2>28' data
        awk '$2>28{print $1}' data
        awk '$1~/^[ab]/' data
        awk '$1!~/^[ab]/' data
        awk 'END{print NR}' data
        awk 'END{print $0}' data
        awk 'BEGIN{print "hi"}'
        awk 'BEGIN{print 1+2*3, 7%3, 2^10, 2**3, 1/3}'
        awk 'BEGIN{print 10/4, int(7/2), -7%3, 1e6, 1e20, 100000*100000, 0.1+0.2}'
        awk 'BEGIN{print 1==1.0, "a"<"b", "10"<"9", 10<9, "abc"<1}'
        awk '{s+=$2} END{print s, s/NR}' data
        awk '{c[$3]++} END{for(k in c) n+=c[k]; print n, c["london"], c["none"]}' data
        awk -F: '{print $1, $7}' pw
        awk -F : '{print $1}' pw
        awk -F, '{print $2}' csv
        awk -F, 'NR>1{t+=$2*$3} END{printf "%.2f\\n", t}' csv
        awk -F'[:/]' '{print $6, NF}' pw
        awk -Ft '{print $1}' pw
        awk -F'\\t' '{print $1}' data
        awk -F '|' '{print $1}' data
        awk -F. '{print $1}' csv
        awk -v x=5 'BEGIN{print x+1}'
        awk -v s='a\\tb' 'BEGIN{print s}'
        awk -vx=7 'BEGIN{print x}'
        awk '{print x}' x=1 data x=2 pw
        awk -f prog data
        awk -f nosuch data
        awk -f lib -f prog data
        awk 'BEGIN{OFS="-"}{print $1,$2}' data
        awk 'BEGIN{OFS="-"}{$1=$1;print}' data
        awk 'BEGIN{FS=":"}{print $1}' pw
        awk 'BEGIN{ORS="|"}{print $1}END{printf "\\n"}' data
        awk 'BEGIN{RS=""}{print NR": "$1" "NF}' data
        awk 'BEGIN{RS=" "}{print NR, $0}' data
        awk '{$2="X";print}' data
        awk '{$5="new";print NF": "$0}' data
        awk '{NF=2;print}' data
        awk '{$0="a b c";print $2, NF}' data
        awk 'BEGIN{printf "%d %s %5.2f|%-5s|%5s|%05d|%x|%o|%c|%c|%%|%e|%g|%i\\n", 42.9, "str", 3.14159, "ab", "cd", 42, 255, 8, 65, "hello", 12345.678, 0.0001, 7}'
        awk 'BEGIN{printf "%s %s\\n", "one"}'
        awk 'BEGIN{printf "no newline"}'
        awk 'BEGIN{printf("%s-%s\\n", "a", "b")}'
        awk 'BEGIN{print length("hello"), length(12345), length()}'
        awk '{print length}' data
        awk '{print length($1)}' data
        awk 'BEGIN{print substr("hello",2,3), substr("hello",2), substr("hello",0), substr("hello",-1,3), substr("hello",4,100) "|" substr("hello",10) "|"}'
        awk 'BEGIN{print index("hello","l"), index("hello","z")}'
        awk 'BEGIN{print toupper("aBc"), tolower("aBc")}'
        awk 'BEGIN{s="hello world"; n=gsub(/o/,"0",s); print n, s}'
        awk '{gsub(/o/,"0")}1' data
        awk '{sub(/l/,"[&]")}1' data
        awk '{sub(/l/,"\\\\&")}1' data
        awk 'BEGIN{s="aaa"; sub("a","b",s); print s; gsub("a*","x",s); print s}'
        awk 'BEGIN{n=split("a:b:c",arr,":"); print n, arr[1], arr[3]}'
        awk 'BEGIN{n=split("  a b  c ",arr); print n, arr[1], arr[3]}'
        awk 'BEGIN{n=split("abc",arr,""); print n, arr[1]}'
        awk 'BEGIN{n=split("",arr); print n}'
        awk 'BEGIN{n=split("a1b22c",arr,/[0-9]+/); print n, arr[2], arr[3]}'
        awk 'BEGIN{print match("foobar",/o+/), RSTART, RLENGTH; print match("x",/y/), RSTART, RLENGTH}'
        awk 'BEGIN{for(i=0;i<3;i++) print i}'
        awk 'BEGIN{while(i<3) print i++; do print i--; while(i>1)}'
        awk 'BEGIN{if(1) print "y"; else print "n"; if(0) print "y"; else if (1) print "z"}'
        awk 'BEGIN{for(;;){if(++i>3)break; if(i==2)continue; print i}}'
        awk 'BEGIN{a["x"]=1; if("x" in a) print "in"; if(!("y" in a)) print "out"; delete a["x"]; print length(a)}'
        awk 'BEGIN{a[1,2]=3; for(k in a){split(k,p,SUBSEP); print p[1], p[2], a[k]}; if((1,2) in a) print "yes"}'
        awk 'function f(a,b){return a+b} BEGIN{print f(1,2)}'
        awk 'function fact(n){return n<=1?1:n*fact(n-1)} BEGIN{print fact(10)}'
        awk 'function g(a){a[1]=5} BEGIN{g(x); print x[1]}'
        awk 'BEGIN{x = 5; x += 2; x *= 3; x -= 1; x /= 4; x %= 3; x ^= 2; print x, x++, ++x, x--, --x}'
        awk 'BEGIN{print 1 " " 2, 1 2, -1 " " -1}'
        awk 'BEGIN{print 1>2 ? "a" : "b"}'
        awk 'BEGIN{print (1>2) ? "a" : "b"; print !0, !1, !"", !"a", 1&&0, 1||0}'
        awk 'BEGIN{print "a" > "out"; print "b" >> "out"; close("out"); while((getline l < "out") > 0) print "got", l}'
        awk 'NR==1{next}{print $1}' data
        awk 'NR==2{exit}{print $1}END{print "end"}' data
        awk 'BEGIN{exit 3}'
        awk '{exit 1}END{print "e"}' data
        awk 'BEGIN{exit}END{print "e"}'
        awk '{getline; print}' data
        awk 'BEGIN{while((getline line < "data")>0) n++; print n}'
        awk 'BEGIN{getline; print "first:", $0}{print}' data
        awk '{getline x; print x}' data
        awk 'BEGIN{"echo hi" | getline x; print x}'
        awk 'BEGIN{print "b\\na" | "sort"}'
        awk 'BEGIN{system("echo sys"); r=system("exit 3"); print r}'
        awk '{print FILENAME, FNR, NR}' pw data
        awk 'BEGIN{print ARGC, ARGV[0], ARGV[1]}' data
        awk 'BEGIN{print ENVIRON["HOME"]}'
        awk 'BEGIN{CONVFMT="%.2g"; a=3.14159; b=a ""; print b; OFMT="%.3f"; print a}'
        awk 'BEGIN{print sin(0), cos(0), exp(0), log(1), sqrt(16), atan2(0,1), int(-3.9)}'
        awk '{print $1+0}' nums
        awk '$1>2' nums
        awk '{print ($1==2), ($1=="2")}' nums
        awk 'length($0)>12' data
        awk 'NF' data
        awk '!seen[$3]++' data
        awk 'NR%2' data
        awk '{print > "/dev/stderr"}' csv
        awk '{print $1 > "/dev/stdout"}' csv
        awk '{ print $1 } # comment
        END { print "done" }' pw
        awk '
        BEGIN {
        x = 1
        y = 2; z = 3
        }
        { a = a $1 }
        END { print x + y + z; print a }' data
        awk 'BEGIN { if (1)
        print "nl"
        else
        print "no" }'
        awk '/alice/,/carol/' data
        awk '/bob/,0' data
        awk '{ $3 = ""; print }' data
        awk '{ printf "%-10s|%5d\\n", $1, $2 }' data
        awk '{ print NR ":" $0 }' pw
        awk 'BEGIN { "date +%Y" | getline y; print (y > 2000) }'
        awk 'BEGIN { while (("echo a; echo b" | getline x) > 0) print "r", x }'
        awk 'BEGIN{print length("h\\303\\251")}'
        awk 'BEGIN{print "a\\/b", "q\\"q", "tab\\there"}'
        awk 'BEGIN{print index("a.b","."), "a.b" ~ /a\\.b/, "axb" ~ "a.b"}'
        awk 'BEGIN{print "A" ~ /[[:upper:]]/, "a" ~ /^[^a]$/}'
        awk 'BEGIN{print 1,2 > "/dev/stdout"}'
        awk 'BEGIN { x["a"]; for (k in x) print k }'
        awk 'BEGIN { printf "%s\\n" , 1e300*1e300 }'
        awk 'BEGIN { print -0, 1e-5, 123456789, 1234567890123, 3.0, "3.0"+0 }'
        awk 'BEGIN { print substr("hello", 1.5, 2.3) }'
        awk 'BEGIN { print tolower(123) + 1 }'
        awk 'BEGIN { $0 = "x y z"; print NF, $2; $5 = "e"; print; print NF }'
        awk 'BEGIN { $3 = "c"; print; print NF }'
        awk 'BEGIN{printf "%*d|\\n", 5, 42}'
        awk 'BEGIN{printf "%5%|\\n"}'
        awk 'BEGIN{printf "%z\\n"}'
        awk 'BEGIN{print 1' data
        awk '{print $1' data
        awk 'BEGIN{print 1}}'
        awk '{print foo(}' data
        awk 'BEGIN{foo()}'
        awk 'BEGIN{print 1/0}'
        awk 'BEGIN{print 5%0}'
        awk 'BEGIN{getline x < "nosuch"; print x; r = (getline y < "nosuch"); print r}'
        awk '{print}' nosuch
        awk '{print $1}' data nosuch pw
        awk '{print $-1}' data
        awk '/[/' data
        awk '/(/' data
        awk 'BEGIN{print "unterminated}'
        awk
        awk -F
        awk -x '{print}' data
        awk --bogus
        awk ''
        awk '' data
        awk 'BEGIN{}' nosuch
        awk 'END{print "x"}' empty
        awk 1 data
        awk 0 data
        awk '"a"' csv
        awk 'BEGIN{a = "x"; a[1] = 2}'
        awk 'BEGIN{return 1}'
        awk 'BEGIN{next}'
        awk 'function f(f){}'
        awk 'BEGIN{print length(x)}'
        awk 'BEGIN{print toupper(substr("abc",1,1)) substr("abc",2)}'
        awk 'BEGIN{print "x" > "/no/such"}'
        awk 'BEGIN{print systime() > 1000000000}'
        awk 'BEGIN{print rand() < 1}'
        awk 'BEGIN{print strftime("%Y", 0)}'
        awk 'BEGIN{print gensub(/a/,"b","g","banana")}'
        awk 'BEGIN{print and(5,3), or(5,3), xor(5,3), lshift(1,4), rshift(16,2)}'
        awk 'BEGIN{fflush(); print "ok"; fflush("/dev/stdout")}'
        awk 'BEGIN { printf "a" "b" "\\n" }'
        awk 'BEGIN{print(1)(2)}'
        awk 'BEGIN{print (1,2) in a}'
        awk 'BEGIN { a["b"]=1; delete a; print length(a) }'
        awk '{ nextfile } END { print NR }' data pw
      `),
      ...lines(
        "awk '{print $1}'\nawk '{print $2}' -\nawk 'END{print NR}'\nawk '{print}' - pw\nawk 'BEGIN{getline; print $2}'",
        {
          stdin: 'in put\nsecond line\n',
          pipe: true,
        },
      ),
    ].map((one) =>
      one.argv.some(
        (word) =>
          /system\(|getline x; print x\}|\| "sort|" \| getline|\| getline/.test(word) && /echo|sort|date/.test(word),
      )
        ? { ...one, needs: ['sh', 'sort'] }
        : one,
    ),
  },
];
