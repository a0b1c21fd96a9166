/** Lines for redis-cli, in one session; recorded with and without --no-raw by redis.ts. */
export const REDIS_LINES: readonly string[] = `
set greeting hello
get greeting
get nosuch
incr n
decr n
incrby n 10
decrby n 3
incr greeting
append greeting ' world'
strlen greeting
getset greeting new
lpush l a b c
rpush l d "e f"
lrange l 0 -1
lrange l 1 2
lrange l -2 -1
lrange nosuch 0 -1
lrange l 0 x
llen l
lindex l 0
lindex l 99
lrem l 1 a
lset l 0 z
lset l 99 z
ltrim l 0 1
lpop l
rpop l
rpop l
lpop l 2
sadd s x
sadd s x
sismember s x
scard s
smembers s
srem s x nosuch
hset h f v g w
hset h f
hget h f
hget h nosuch
hgetall h
hkeys h
hvals h
hlen h
hexists h f
hincrby h count 5
hdel h f g nosuch
zadd z 1 a 2.5 b
zadd z x a
zrange z 0 -1
zrange z 0 -1 withscores
zscore z b
zincrby z 2 a
zcard z
zrem z a
exists n l nosuch
type z
type nosuch
ttl n
ttl nosuch
expire n 100
ttl n
persist n
persist n
expire nosuch 1
set t 1 ex 100
ttl t
set t 2 nx
set t 2 xx
set t 3 foo
set t 3 ex 0
set t 3 ex
setnx u 1
setnx u 2
setex v 10 x
mset a 1 b 2
mset a
mget a b nosuch
rename a c
rename nosuch c
del a b c nosuch
getdel u
dbsize
dbsize x
ping
ping hello
ping a b
echo hi
echo
foo
foo bar
get
lpush n x
select 1
set other 1
dbsize
select 99
select x
select 0
multi
set q 1
incr q
exec
exec
multi
set q 9
discard
discard
get q
save
info keyspace
config get save
config get appendonly
config get nosuch
config set save "60 5"
config get save
config set nosuch 1
config set appendonly maybe
bgsave
client getname
flushdb
keys *
flushall
dbsize
set bin "a\\x00b\\n"
get bin
set 'single quoted' "double \\"quoted\\""
get 'single quoted'
`
  .trim()
  .split('\n');
