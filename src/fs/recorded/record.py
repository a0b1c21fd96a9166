#!/usr/bin/env python3
"""Records what Linux answers to random file system calls: record.py [ext4|overlay] RUNS > FILE.json.txt

Needs root on Linux, and a folder on ext4 to work in (the first argument after RUNS, default /var/tmp). Each run makes
the same tree, chroots into it and makes calls as root and as user 1000; a call is one line, `UID CALL ARGUMENTS`, and its
answer is an errno or a result. At the end the whole tree is listed; of an overlay, its upper layer too.
"""
import errno, json, os, platform, random, shutil, stat, subprocess, sys, tempfile

OLD = 1_000_000
# (layer, path, kind, mode, uid, gid): layers 1 and 2 are merged when it is an overlay, 2 above.
TREE = [
    (1, 'd', 'dir', 0o755, 0, 0), (1, 'd/f', 'in d', 0o644, 0, 0), (1, 'd/e', 'dir', 0o755, 1000, 1000),
    (1, 'd/e/f', 'deep', 0o644, 1000, 1000), (2, 'd', 'dir', 0o755, 0, 0), (2, 'd/g', 'upper g', 0o664, 0, 1000),
    (1, 'p', 'dir', 0o700, 0, 0), (1, 'p/f', 'private', 0o644, 0, 0),
    (2, 't', 'dir', 0o1777, 0, 0), (2, 't/r', "root's", 0o644, 0, 0), (2, 't/u', "user's", 0o644, 1000, 1000),
    (2, 't/d', 'dir', 0o755, 0, 0), (1, 'o', 'dir', 0o755, 1000, 1000), (1, 'o/f', 'own', 0o600, 1000, 1000),
    (1, 'o/d', 'dir', 0o755, 0, 0), (2, 'o', 'dir', 0o755, 1000, 1000), (2, 's', 'dir', 0o2775, 0, 1000),
    (1, 'f', 'top', 0o644, 0, 0), (1, 'x', 'setuid', 0o6755, 1000, 1000), (1, 'w', 'all may write', 0o666, 0, 0),
    (1, 'ld', '-> d', 0o777, 0, 0), (1, 'lf', '-> d/f', 0o777, 0, 0), (2, 'la', '-> /o/f', 0o777, 0, 0),
    (1, 'lu', '-> ../d', 0o777, 1000, 1000), (1, 'no', '-> nowhere', 0o777, 0, 0), (1, 'll', '-> ll', 0o777, 0, 0),
    (1, 'd/up', '-> ..', 0o777, 0, 0),
]
PLACES = ['d', 'd', 'd/f', 'd/e', 'd/e/f', 'd/g', 'p', 'p/f', 't', 't/r', 't/u', 't/d', 'o', 'o/f', 'o/d', 's', 'f', 'x', 'w', 'ld',
          'lf', 'la', 'lu', 'no', 'll', 'd/up', 'n', 'm', 'd/n', 'o/n', 't/n', 's/n', 's/m', 'n/m', 'ld/f', 'ld/n', 'd/up/o/f', 'll/n', 'f/n',
          'p/n', 'no/n', 'o/d/n', 't/d/n', 'm/n', 'd/e/n']
MODES = [0o755, 0o644, 0o600, 0o700, 0o777, 0o1777, 0o2755, 0o4755, 0o000]


def path(r):
    p = '/' + r.choice(PLACES)
    roll = r.random()
    return p + ('/' if roll < 0.06 else '/.' if roll < 0.08 else '/..' if roll < 0.1 else '//' if roll < 0.11 else '')


def call(r):
    kinds = ('mkdir mkdir rmdir rmdir unlink unlink unlink rename rename rename rename link link symlink symlink create create create '
             'create exclusive append append read read directory nofollow chmod chmod chown chown lchown truncate readlink stat '
             'lstat list list access settime touch fifo').split()
    kind = r.choice(kinds)
    uid = r.choice([0, 0, 1000])
    args = [path(r)]
    if kind in ('mkdir', 'chmod'): args.append('%o' % r.choice(MODES))
    if kind in ('rename', 'link'): args.append(path(r))
    if kind == 'symlink': args.insert(0, r.choice(['d', '/o', 'f', 'n', '../d/e', '/']))
    if kind in ('chown', 'lchown'): args += [str(r.choice([0, 1000, 7, -1])), str(r.choice([0, 1000, 7, -1]))]
    if kind == 'truncate': args.append(str(r.choice([0, 2, 20])))
    if kind == 'access': args.append(r.choice(['r', 'w', 'x', 'rw', 'f']))
    if kind in ('create', 'append'): args.append(r.choice(['one', 'second', 'x']))
    return [uid, kind, *args]


def show(st, name=''):
    kind = {stat.S_IFDIR: 'directory', stat.S_IFREG: 'file', stat.S_IFLNK: 'symlink', stat.S_IFIFO: 'fifo', stat.S_IFCHR: 'chardev'}[stat.S_IFMT(st.st_mode)]
    size = st.st_size if kind in ('file', 'symlink') else '-'
    mtime = int(st.st_mtime) - OLD if st.st_mtime < OLD * 2 else 'now'
    return f'{kind} {stat.S_IMODE(st.st_mode):o} {st.st_uid}:{st.st_gid} {st.st_nlink} {size} {mtime}'


def perform(kind, a):
    if kind == 'mkdir': return os.mkdir(a[0], int(a[1], 8))
    if kind == 'rmdir': return os.rmdir(a[0])
    if kind == 'unlink': return os.unlink(a[0])
    if kind == 'rename': return os.rename(a[0], a[1])
    if kind == 'link': return os.link(a[0], a[1], follow_symlinks=False)
    if kind == 'symlink': return os.symlink(a[0], a[1])
    if kind == 'fifo': return os.mkfifo(a[0], 0o644)
    if kind == 'chmod': return os.chmod(a[0], int(a[1], 8))
    if kind in ('chown', 'lchown'): return getattr(os, kind)(a[0], int(a[1]), int(a[2]))
    if kind == 'truncate': return os.truncate(a[0], int(a[1]))
    if kind == 'readlink': return os.readlink(a[0])
    if kind == 'stat': return show(os.stat(a[0]))
    if kind == 'lstat': return show(os.lstat(a[0]))
    if kind == 'list': return ' '.join(sorted(os.listdir(a[0])))
    if kind == 'settime': return os.utime(a[0], (OLD + 500, OLD + 500))
    if kind == 'touch': return os.utime(a[0])
    if kind == 'access':
        want = sum({'r': os.R_OK, 'w': os.W_OK, 'x': os.X_OK, 'f': os.F_OK}[c] for c in a[1])
        if os.geteuid() == 0 or True:
            return 'yes' if os.access(a[0], want, effective_ids=True) else 'no'
    flags = {'create': os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 'exclusive': os.O_RDWR | os.O_CREAT | os.O_EXCL,
             'append': os.O_WRONLY | os.O_APPEND, 'read': os.O_RDONLY | os.O_NONBLOCK, 'directory': os.O_RDONLY | os.O_DIRECTORY,
             'nofollow': os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK}[kind]
    fd = os.open(a[0], flags | os.O_NONBLOCK, 0o644)
    try:
        if kind in ('create', 'append'): os.write(fd, a[1].encode())
        if kind == 'read' and stat.S_ISREG(os.fstat(fd).st_mode): return os.read(fd, 100).decode()
    finally:
        os.close(fd)


def listing(top):
    lines = []
    for base, dirs, files in os.walk(top):
        dirs.sort()
        for name in sorted(dirs + files):
            p = os.path.join(base, name)
            st = os.lstat(p)
            rest = ''
            if stat.S_ISLNK(st.st_mode): rest = ' -> ' + os.readlink(p)
            if stat.S_ISREG(st.st_mode): rest = ' ' + open(p).read()
            if stat.S_ISDIR(st.st_mode):
                try: rest = ' opaque' if os.getxattr(p, 'trusted.overlay.opaque', follow_symlinks=False) == b'y' else ''
                except OSError: pass
            lines.append(os.path.relpath(p, top) + ' ' + show(st) + rest)
    return sorted(lines)


def make(top, layer):
    for i, (at, p, kind, mode, uid, gid) in enumerate(TREE):
        p = os.path.join(top, p)
        if layer and at != layer or os.path.lexists(p): continue
        if kind == 'dir': os.makedirs(p, exist_ok=True)
        elif kind.startswith('-> '): os.symlink(kind[3:], p)
        else: open(p, 'w').write(kind)
    for i, (at, p, kind, mode, uid, gid) in reversed(list(enumerate(TREE))):
        p = os.path.join(top, p)
        if layer and at != layer: continue
        os.lchown(p, uid, gid)
        if not kind.startswith('-> '): os.chmod(p, mode)
        os.utime(p, (OLD + i, OLD + i), follow_symlinks=False)


def inside(root, calls, pipe):
    os.chroot(root)
    os.chdir('/')
    os.umask(0)
    os.setgroups([0])
    answers = []
    for uid, kind, *args in calls:
        os.setegid(uid)
        os.setgroups([uid]) if uid == 0 else None
        if uid: os.setgroups([uid])
        os.seteuid(uid)
        try:
            result = perform(kind, args)
            answers.append('ok' if result is None else str(result))
        except OSError as error:
            answers.append(errno.errorcode[error.errno])
        os.seteuid(0)
        os.setegid(0)
    os.write(pipe, json.dumps([answers, listing('/')]).encode())


def run(kind, seed, base):
    r = random.Random(seed)
    calls = [call(r) for _ in range(40)]
    work = tempfile.mkdtemp(dir=base)
    root = os.path.join(work, 'm')
    os.mkdir(root)
    os.chmod(work, 0o755)
    if kind == 'overlay':
        for name in 'l1', 'l2', 'u', 'w': os.mkdir(os.path.join(work, name))
        for layer in 1, 2: make(os.path.join(work, f'l{layer}'), layer)
        subprocess.check_call(['mount', '-t', 'overlay', 'overlay', '-o',
                               f'lowerdir={work}/l2:{work}/l1,upperdir={work}/u,workdir={work}/w,index=off', root])
    else: make(root, 0)
    try:
        ours, theirs = os.pipe()
        if os.fork() == 0:
            try: inside(root, calls, theirs)
            finally: os._exit(0)
        os.close(theirs)
        text = b''.join(iter(lambda: os.read(ours, 65536), b''))
        os.close(ours)
        os.wait()
        answers, tree = json.loads(text)
        lines = [' '.join(map(str, c)) + ' = ' + a for c, a in zip(calls, answers)]
        result = {'seed': seed, 'calls': lines, 'tree': tree}
        if kind == 'overlay': result['upper'] = listing(os.path.join(work, 'u'))
        return result
    finally:
        if kind == 'overlay': subprocess.check_call(['umount', root])
        shutil.rmtree(work)


if __name__ == '__main__':
    kind, runs = sys.argv[1], int(sys.argv[2])
    base = sys.argv[3] if len(sys.argv) > 3 else '/var/tmp'
    names = ['layer', 'path', 'kind', 'mode', 'uid', 'gid']
    out = {'kernel': platform.release().split('-')[0], 'kind': kind, 'initial': [dict(zip(names, t)) for t in TREE],
           'runs': [run(kind, seed, base) for seed in range(1, runs + 1)]}
    json.dump(out, sys.stdout, indent=0, ensure_ascii=False)
    print()
