"""Records what Linux's line discipline echoes and delivers: types on a real pseudo-terminal.

python3 test/recorders/line-discipline.py > src/os/recorded/line-discipline.json
"""

import json
import os
import pty
import select
import termios

# Each case: what is typed, and how the terminal is set: r raw (-icanon -isig -icrnl -opost), c cbreak (-icanon),
# n no echo, s no signals; nothing: as a login has it.
CASES = [
    ("", "hi\r"), ("", "hi\n"), ("", "a\rb\r"), ("", "abc"), ("", "hi"), ("", "\r"), ("", "\x04"), ("", "ab\x04"),
    ("", "ab\x04\x04"), ("", "a\r\x04"), ("", "\x04b\r"),
    ("", "abx\x7fc\r"), ("", "\x7f\x7fa\r"), ("", "a\x7f\x7f\x7fb\r"), ("", "abc\x15de\r"), ("", "\x15a\r"),
    ("", "one two\x17x\r"), ("", "one two  \x17x\r"), ("", "one\x17\x17x\r"), ("", "/usr/bin\x17x\r"), ("", "a b.c\x17\r"),
    ("", "a\x01b\r"), ("", "a\x01\x7fb\r"), ("", "\x1b[A\r"), ("", "\x1b[A\x7f\x7f\x7fx\r"), ("", "a\tb\r"), ("", "a\t\x7fb\r"),
    ("", "abcdefgh\t\x7fx\r"), ("", "a\tb\x7f\x7fx\r"), ("", "\t\t\x7fx\r"), ("", "a\x01\t\x7fx\r"),
    ("", "é\r"), ("", "é\x7fe\r"), ("", "日本\x7f\r"), ("", "aé\x15x\r"), ("", "€ü \x17x\r"), ("", "a\x7f\x7f\x7fé\r"),
    ("", "\x16\x03\r"), ("", "a\x16\x7fb\r"), ("", "\x16\x16\r"), ("", "\x16\r\r"), ("", "\x16\x04\x04"),
    ("", "ab\x12c\r"), ("", "\x12\r"), ("", "a\x01b\x12c\r"),
    ("", "abc\x03de\r"), ("", "abc\r\x03"), ("", "\x03"), ("", "ab\x1cc\r"), ("", "ab\x1ac\r"), ("", "ab\r\x1acd\r"),
    ("", "a\x13b\x11c\r"), ("", "a\x13b\r"), ("", "\x11a\r"),
    ("", "x" * 10 + "\r" + "y" * 10 + "\r"),
    ("", "\x00a\r"), ("", "a\x1b\x7f\r"), ("", "\x0b\x0c\r"), ("", "a\x7f" * 3 + "\r"),
    ("n", "hi\r"), ("n", "hx\x7fi\r"), ("n", "a\x03b\r"), ("n", "\x04"),
    ("s", "a\x03b\r"), ("s", "a\x1a\x1c\r"),
    ("c", "hi\r"), ("c", "a\x7f\x15\x04"), ("c", "a\x03b"), ("c", "\x1b[A"), ("c", "a\tb\n"), ("c", "\x16a"), ("c", "a\x13b\x11c"),
    ("r", "hi\r"), ("r", "a\x03\x04\x7f\n"), ("r", "\x1b[A"), ("rn", "hi\r\n\x03"), ("cn", "hi\r"), ("cns", "a\x03\r"),
]


# Long lines: so many letters, then Enter. How much of them is echoed, and how long are the reads?
LONG = [4000, 4094, 4095, 4096, 5000]


def flags(fd: int, how: str) -> None:
    iflag, oflag, cflag, lflag, ispeed, ospeed, cc = termios.tcgetattr(fd)
    iflag = termios.ICRNL | termios.IXON | 0x4000  # IUTF8
    oflag = termios.OPOST | termios.ONLCR
    lflag = termios.ISIG | termios.ICANON | termios.ECHO | termios.ECHOE | termios.ECHOK | termios.IEXTEN
    lflag |= termios.ECHOCTL | termios.ECHOKE
    if "c" in how or "r" in how:
        lflag &= ~termios.ICANON
        cc[termios.VMIN], cc[termios.VTIME] = 1, 0
    if "r" in how:
        iflag &= ~(termios.ICRNL | termios.IXON)
        lflag &= ~(termios.ISIG | termios.IEXTEN)
        oflag = 0
    if "n" in how:
        lflag &= ~termios.ECHO
    if "s" in how:
        lflag &= ~termios.ISIG
    termios.tcsetattr(fd, termios.TCSANOW, [iflag, oflag, cflag, lflag, ispeed, ospeed, cc])


def drain(fd: int) -> bytes:
    out = b""
    while select.select([fd], [], [], 0.05)[0]:
        out += os.read(fd, 65536)
    return out


def run(how: str, typed: str) -> dict:
    master, slave = pty.openpty()
    flags(slave, how)
    os.set_blocking(master, False)
    os.set_blocking(slave, False)
    data = typed.encode()
    echoed = b""
    while data:
        data = data[os.write(master, data[:256]):]
        echoed += drain(master) if len(typed) > 256 else b""
    echoed += drain(master)
    delivered = []
    while len(delivered) < 20:
        try:
            delivered.append(os.read(slave, 65536).decode(errors="surrogateescape"))
        except BlockingIOError:
            break
    os.close(slave)
    os.close(master)
    return {"how": how, "typed": typed, "echoed": echoed.decode(errors="replace"), "delivered": delivered}


def long_line(length: int) -> dict:
    result = run("", "x" * length + "\r")
    return {"length": length, "echoed": len(result["echoed"]), "delivered": [len(read) for read in result["delivered"]]}


print(json.dumps({"cases": [run(*case) for case in CASES], "long": [long_line(length) for length in LONG]}, indent=1))
