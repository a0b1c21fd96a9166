"""
Records what programs that use the whole terminal show, into src/shell/screen/recorded/NAME.json.

  ENGINE='…' python3 test/recorders/screens.py [NAME...]

ENGINE is a command line that runs a program (its last words) on a Debian machine with busybox, on the terminal that it has.
Each session runs in a folder with the session's files, on a terminal of the given size; after each piece of typing the
program's output is read until it is quiet. All texts are Latin-1, one character a byte.
"""
import fcntl, json, os, pathlib, pty, select, shlex, signal, struct, sys, termios, time

HERE = pathlib.Path(__file__).parent
SESSIONS = json.loads((HERE / 'screens.json').read_text())
OUT = HERE.parent.parent / 'src/shell/screen/recorded'
ENGINE = shlex.split(os.environ['ENGINE'])
QUIET = 0.7
MARK = '@START@'


def size(fd, rows, columns):
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack('HHHH', rows, columns, 0, 0))


def quiet(fd, first=QUIET):
    out = b''
    wait = first
    while select.select([fd], [], [], wait)[0]:
        try:
            part = os.read(fd, 65536)
        except OSError:
            break
        if not part:
            break
        out += part
        wait = QUIET
    return out.decode('latin1')


def record(session):
    setup = 'rm -rf /tmp/screens; mkdir /tmp/screens; cd /tmp/screens; read -s _; '
    for name, content in session.get('files', {}).items():
        setup += f'printf %s {shlex.quote(content)} > {name}; '
    setup += f"touch -d '2023-11-14 22:13:20' * 2>/dev/null; printf {MARK}; exec {session['command']}"
    pid, fd = pty.fork()
    if pid == 0:
        os.environ['TERM'] = 'xterm'
        os.execvp(ENGINE[0], [*ENGINE, 'bash', '-c', setup])
    rows, columns = session['rows'], session['columns']
    size(fd, rows, columns)
    os.write(fd, b'\n')
    shown = ''
    while MARK not in shown:
        shown += quiet(fd)
    steps = [{'keys': '', 'shown': shown[shown.index(MARK) + len(MARK):] + quiet(fd)}]
    for keys in session['keys']:
        if isinstance(keys, dict):
            rows, columns = keys.get('rows', rows), keys.get('columns', columns)
            size(fd, rows, columns)
            steps.append({**keys, 'shown': quiet(fd)})
            continue
        os.write(fd, keys.encode('latin1'))
        steps.append({'keys': keys, 'shown': quiet(fd)})
    try:
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
    except ProcessLookupError:
        pass
    os.close(fd)
    return steps


for session in SESSIONS:
    if len(sys.argv) > 1 and session['name'] not in sys.argv[1:]:
        continue
    steps = record(session)
    OUT.mkdir(parents=True, exist_ok=True)
    kept = {key: session[key] for key in ('command', 'files', 'rows', 'columns') if key in session}
    (OUT / f"{session['name']}.json").write_text(json.dumps({**kept, 'steps': steps}, indent=1) + '\n')
    print(session['name'], len(steps))
