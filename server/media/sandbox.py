"""The box around whatever opens an untrusted file: FFmpeg, and the probe's child.

As a program it is the launcher FFmpeg is started through: `python -I -S sandbox.py MEMORY_MB NICE PARENT_PID [GRANT
PATH]… -- EXECUTABLE ARG…` puts limits on itself, then becomes FFmpeg; the process id stays the same, so signals reach
FFmpeg itself. A launcher, because code between fork and exec is unsafe in a program with threads. It imports little:
it starts with every FFmpeg. `serve PARENT_PID` starts any number of them, each by a copy of this process, which saves
each the start of Python; see launch.py.

On Linux the box is Landlock (files, TCP; kernel documentation, userspace-api/landlock) and a seccomp filter (any other
socket, io_uring); what an older kernel lacks is left out, and `in_force` says what there is. Elsewhere only the limits.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
import sys

TYPE_CHECKING = False  # typing's own would cost every FFmpeg 3 ms
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

MARK = "RUSHES_CHILD"  # by which what FFmpeg started is known when FFmpeg itself is gone (server/system/processes.py)
SIGKILL = 9
PR_SET_PDEATHSIG, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 1, 22, 38
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same numbers on every architecture
_ABI_ONLY, _PATH_BENEATH, _FILTER_MODE = 1, 1, 2
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR, _TRUNCATE, _IOCTL = 1 << 0, 1 << 1, 1 << 2, 1 << 3, 1 << 14, 1 << 15
_REMOVE_FILE, _MAKE_FILE = 1 << 5, 1 << 8
_FOR_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL
_NET_TCP, _SCOPE_SOCKETS_AND_SIGNALS = 0b11, 0b11

GRANTS = {
    "list": _READ_DIR,
    "read": _READ_FILE | _READ_DIR,
    "run": _READ_FILE | _READ_DIR | _EXECUTE,
    "write": _READ_FILE | _WRITE_FILE | _TRUNCATE,  # this file, made if need be; no other in its folder
    "scratch": _READ_FILE | _READ_DIR | _WRITE_FILE | _TRUNCATE | _REMOVE_FILE | _MAKE_FILE,
    "device": _READ_FILE | _READ_DIR | _WRITE_FILE | _IOCTL,
}
# Programs and libraries as they come with the system: nobody's data.
SYSTEM = (
    *(("run", folder) for folder in ("/usr", "/bin", "/lib", "/lib64", "/nix/store", "/gnu/store")),
    *(("read", file) for file in ("/etc/ld.so.cache", "/proc/cpuinfo", "/proc/meminfo", "/dev/urandom")),
    *(("read", folder) for folder in ("/sys/devices/system/cpu", "/sys/devices/system/node")),
    ("device", "/dev/null"),
)  # fmt: skip
_AUDIT_ARCH = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}  # and the number of socket(2)
_IO_URING_SETUP, _X32 = 425, 0x40000000
_AF_UNIX = 1
_CLONE = {"x86_64": 56, "aarch64": 220}  # the number of clone(2)
_CLONE_PARENT, _SIGCHLD = 0x8000, 17
MOST_BYTES = 128 * 1024  # of one request; the kernel takes 200 kB at once unless it was told otherwise


class BoxError(OSError):
    """This kernel has a box, yet it could not be put on."""


def main(argv: list[str]) -> None:
    """Never returns."""
    if argv[0] == "serve":
        serve(int(argv[1]))
    memory_mb, niceness, parent = int(argv[0]), int(argv[1]), int(argv[2])
    end = argv.index("--")
    grants, command = list(zip(argv[3:end:2], argv[4:end:2], strict=True)), argv[end + 1 :]
    if sys.platform.startswith("linux"):
        die_with(parent)
    os.environ[MARK] = str(os.getpid())
    if os.name == "posix":
        limit(memory_mb)
        os.setpriority(os.PRIO_PROCESS, 0, min(19, os.getpriority(os.PRIO_PROCESS, 0) + niceness))
    try:
        _make_files(path for grant, path in grants if grant == "write")
        confine([*SYSTEM, *grants])
    except OSError as error:
        sys.exit(f"[fatal] {error.filename or 'The box'}: {error.strerror}")
    try:
        os.execv(command[0], command)
    except OSError as error:
        sys.exit(f"[fatal] {command[0]}: {error.strerror}")


def serve(parent: int) -> None:
    """Answers requests on standard input, a SOCK_SEQPACKET, until its other end is closed. A request is folder and
    words of a start, each ended by a zero byte, with the files that are to be its standard output and standard error.
    What is started is our parent's child, as if it had started it itself, and tells it its process id. Never returns.
    """
    import socket

    die_with(parent)
    caller = socket.socket(fileno=0)
    while True:
        request, files, _, _ = socket.recv_fds(caller, MOST_BYTES, 2)
        if not request:
            os._exit(0)
        if _make_sibling() == 0:
            _be_started(caller.send, [os.fsdecode(word) for word in request.split(b"\0")[:-1]], files)
        for file in files:
            os.close(file)


def can_serve() -> bool:
    """Whether this system can give a new process another parent than the one that made it."""
    return sys.platform.startswith("linux") and os.uname().machine in _CLONE and sys.maxsize > 2**32


def _make_sibling() -> int:
    """fork(2), but of a child of our parent."""
    number = _CLONE[os.uname().machine]
    return int(ctypes.PyDLL(None).syscall(number, _CLONE_PARENT | _SIGCHLD, 0, 0, 0, 0))


def _be_started(tell: Callable[[bytes], object], words: list[str], files: list[int]) -> None:
    """Never returns: nothing of the server may run twice."""
    try:
        os.setsid()
        tell(struct.pack("=i", os.getpid()))  # fails where nobody waits for it any more
        for number, file in enumerate([os.open(os.devnull, os.O_RDONLY), *files]):
            os.dup2(file, number)
            os.close(file)
        if words[0]:
            os.chdir(words[0])
        main(words[1:])
    except SystemExit as said:
        os.write(2, f"{said}\n".encode(errors="surrogateescape"))
    finally:
        os._exit(1)


def die_with(parent: int) -> None:
    """Ends this process as soon as the thread that made it has; `parent`: its process id."""
    _libc().prctl(PR_SET_PDEATHSIG, SIGKILL)
    if os.getppid() != parent:  # it was gone before we asked
        os._exit(1)


def limit(memory_mb: int) -> None:
    """Caps private memory, so that a decompression bomb fails; 0 = no cap. No core dumps: they hold footage."""
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if memory_mb > 0 and sys.platform.startswith("linux"):
        size = memory_mb * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_DATA, (size, size))


def confine(grants: Sequence[tuple[str, str]]) -> None:
    """From here on this process reaches the granted paths and nothing else, for good. A path that is not there is
    left out. Raises BoxError. Does nothing where there is no such box."""
    if not sys.platform.startswith("linux"):
        return
    _libc().prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    abi = landlock_abi()
    if abi > 0:
        _landlock(abi, grants)
    _forbid_sockets(unix=any(grant == "device" and path != "/dev/null" for grant, path in grants))


def landlock_abi() -> int:
    """The version of Landlock this kernel speaks; 0: none (too old, or switched off at boot)."""
    if not sys.platform.startswith("linux"):
        return 0
    return max(0, int(_libc().syscall(_CREATE_RULESET, None, 0, _ABI_ONLY)))


def in_force() -> dict[str, bool]:
    """{what an untrusted file is kept from: whether this machine does}"""
    abi, linux = landlock_abi(), sys.platform.startswith("linux")
    sockets = linux and os.uname().machine in _AUDIT_ARCH and sys.maxsize > 2**32
    return {"files": abi >= 1, "network": sockets or abi >= 4, "memory": linux, "time": True}


def _landlock(abi: int, grants: Iterable[tuple[str, str]]) -> None:
    handled = (1 << (16 if abi >= 5 else 15 if abi >= 3 else 14 if abi == 2 else 13)) - 1
    attributes = struct.pack("=QQQ", handled, _NET_TCP, _SCOPE_SOCKETS_AND_SIGNALS)
    size = 24 if abi >= 6 else 16 if abi >= 4 else 8
    ruleset = _call(_CREATE_RULESET, attributes, size, 0)
    for grant, path in grants:
        _grant(ruleset, GRANTS[grant] & handled, path)
    _call(_RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)


def _grant(ruleset: int, rights: int, path: str) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # whoever opens it will say what is wrong with it
    try:
        if not os.path.isdir(path):  # noqa: PTH112 (pathlib would triple the start of every FFmpeg)
            rights &= _FOR_FILES
        _call(_ADD_RULE, ruleset, _PATH_BENEATH, struct.pack("=Qi", rights, place), 0)
    finally:
        os.close(place)


def _forbid_sockets(*, unix: bool) -> None:
    """No socket of any kind but, with `unix`, those of this machine (graphics drivers); Landlock knows only TCP."""
    if os.uname().machine not in _AUDIT_ARCH or sys.maxsize < 2**32:
        return
    code = b"".join(_filter(*_AUDIT_ARCH[os.uname().machine], unix))
    program = ctypes.create_string_buffer(code)
    header = ctypes.create_string_buffer(struct.pack("@HP", len(code) // 8, ctypes.addressof(program)))
    if _libc().prctl(PR_SET_SECCOMP, _FILTER_MODE, header, 0, 0) != 0 and ctypes.get_errno() != errno.EINVAL:
        raise BoxError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def _filter(arch: int, socket: int, unix: bool) -> Iterable[bytes]:
    """Classic BPF (seccomp(2)); `seccomp_data` is nr, arch, instruction pointer, arguments. Another architecture's
    calls, x32 included, would go by other numbers, so they are refused."""
    load, equal, above, give = 0x20, 0x15, 0x35, 0x06
    allow, refuse = 0x7FFF0000, 0x00050000 | errno.EACCES
    yield _instruction(load, 4)
    yield _instruction(equal, arch, 0, 7)  # -> refuse
    yield _instruction(load, 0)
    yield _instruction(above, _X32, 5, 0)  # -> refuse
    yield _instruction(equal, _IO_URING_SETUP, 4, 0)  # -> refuse
    yield _instruction(equal, socket, 0, 2)  # -> allow
    yield _instruction(load, 16)  # the socket's family
    yield _instruction(equal, _AF_UNIX if unix else 0xFFFF, 0, 1)
    yield _instruction(give, allow)
    yield _instruction(give, refuse)


def _instruction(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)


def _make_files(paths: Iterable[str]) -> None:
    for path in paths:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o666))


def _call(number: int, *arguments: bytes | int) -> int:
    result = int(_libc().syscall(number, *arguments))
    if result < 0:
        raise BoxError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


if __name__ == "__main__":
    main(sys.argv[1:])
