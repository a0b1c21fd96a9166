#!/usr/bin/env python3
"""Records what a real terminal shows of docker's commands and of the keys typed to them:
   terminal.py SHELL CASES.json OUT.json
SHELL is a command on a disposable host with a Docker Engine: `SHELL exec PROGRAM...` runs one there on this terminal, `SHELL sh
SCRIPT` a script without one. A case is {name, before, line, steps: [[wait for, keys, pause]], after}; all are typed at one
interactive bash of 80 columns. test/machine/recorded/terminal.json holds both the cases and what was recorded."""
import os,pty,sys,json,time,select,struct,fcntl,termios,re,subprocess,signal
eng=sys.argv[1]; cases=json.load(open(sys.argv[2])); out=[]
def run(sh): subprocess.run([eng,'sh',sh],stdin=subprocess.DEVNULL,stdout=subprocess.DEVNULL,stderr=subprocess.DEVNULL)
pid,fd=pty.fork()
if pid==0:
    for sg in (signal.SIGINT,signal.SIGHUP,signal.SIGQUIT): signal.signal(sg,signal.SIG_DFL)
    os.environ['TERM']='xterm'
    os.execvp(eng,[eng,'exec','bash','--norc','--noprofile','--noediting','-i'])
fcntl.ioctl(fd,termios.TIOCSWINSZ,struct.pack('HHHH',24,80,0,0))
buf=b''
def pump(t,until=None,pos=0):
    global buf
    end=time.time()+t
    while time.time()<end:
        r,_,_=select.select([fd],[],[],max(0,min(0.1,end-time.time())))
        if r:
            d=os.read(fd,65536)
            buf+=d
        if until and re.search(until.encode(),buf[pos:],re.S): return True
    return until is None
def send(s): os.write(fd,s.encode())
pump(3); send("PS1='PROMPT:$?> '; stty cols 80 rows 24; cd /root\n"); pump(10,r'PROMPT:0> $')
for c in cases:
    if c.get('before'): run(c['before'])
    start=len(buf); pos=start
    send(c['line']+'\n'); ok=True
    for w,s,p in c['steps']:
        if w and not pump(25,w,pos): ok=False
        pump(p); pos=len(buf); send(s)
    done=pump(c.get('end',25),r'PROMPT:\d+> $',pos)
    o=buf[start:].decode('utf8','replace')
    if not done:
        run("pkill -KILL -x docker; true"); pump(10,r'PROMPT:\d+> $',len(buf)-1)
        send('\n'); pump(3)
    o=o.split('\r\n',1)[1] if o.startswith(c['line']) else o
    m=re.search(r'PROMPT:(\d+)> $',o); code=int(m[1]) if m else None
    o=re.sub(r'PROMPT:\d+> $','',o)
    out.append(dict(name=c['name'],before=c.get('before',''),line=c['line'],steps=c['steps'],output=o,exit=code,after=c.get('after',''),met=ok))
    print(c['name'],code,'' if ok else 'UNMET',repr(o)[:700]); sys.stdout.flush()
    json.dump(out,open(sys.argv[3],'w'),indent=1)
    if c.get('after'): run(c['after'])
os.kill(pid,9)
