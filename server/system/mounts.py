"""On what kind of file system a folder is. Linux was run; on macOS and Windows psutil's answer was not tried."""

from __future__ import annotations

import os
from pathlib import Path

import psutil

from server.domain.awaited import Volume

# Other hosts write there too: no event comes from them, and no lease knows of them.
_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "afpfs", "webdav", "davfs", "9p", "ceph", "glusterfs", "lustre"}
    | {"afs", "beegfs", "gpfs", "virtiofs", "vboxsf", "prl_fs", "vmhgfs", "drvfs", "ncpfs", "ocfs2", "gfs2"}
)
# Of those, shared folders of a virtual machine or a container; behind them is a disk of this machine.
_HOST_FOLDERS = frozenset({"9p", "virtiofs", "vboxsf", "prl_fs", "vmhgfs", "drvfs"})
# FUSE drivers of disks that are plugged in here (NTFS, exFAT).
_LOCAL_FUSE = frozenset({"fuseblk", "fuse.ntfs", "fuse.ntfs-3g", "fuse.exfat", "fuse.exfat-fuse", "fuse.ext2"})

_REMOTE_FUSE = frozenset({"sshfs", *(f"fuse.{name}" for name in ("sshfs", "rclone", "ceph", "glusterfs", "s3fs"))})


def is_network(path: str) -> bool:
    """Whether other hosts, or programs behind FUSE, may change files there without this system knowing."""
    if path.startswith("\\\\"):
        return True
    mount = _mount_of(path)
    if mount is None:
        return False
    kind, options = mount[0].lower(), mount[1].split(",")
    fuse = kind.startswith("fuse") or kind in ("macfuse", "osxfuse")
    return kind in _NETWORK or (fuse and kind not in _LOCAL_FUSE) or "remote" in options


def network_kind(path: str) -> str | None:
    """The kind of network file system a folder is on ("nfs4"); None where its disk is, or may be, in this machine."""
    if path.startswith("\\\\"):
        return "smb"
    mount = _mount_of(os.path.realpath(path))
    kind = mount[0].lower() if mount else ""
    remote = kind in _NETWORK - _HOST_FOLDERS or kind in _REMOTE_FUSE
    return kind if remote else None


def _mount_of(path: str) -> tuple[str, str] | None:
    """Type and options of the innermost mount above `path`; of two in one place the later one is what is seen."""
    best: tuple[int, str, str] | None = None
    for part in psutil.disk_partitions(all=True):
        inside = Path(path).is_relative_to(part.mountpoint)
        if inside and (best is None or len(part.mountpoint) >= best[0]):
            best = (len(part.mountpoint), part.fstype, part.opts)
    return None if best is None else best[1:]


def most_folder_watches() -> int | None:
    """How many folders the kernel tells one user about (inotify(7)); None where there is no such limit."""
    try:
        return int(Path("/proc/sys/fs/inotify/max_user_watches").read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def folder_identity(path: str) -> tuple[object, ...] | None:
    """By what a folder that is there is known again, else None. Two cards read in one slot share device and inode (the
    root of FAT is always 1, that of ext4 2): the file system's own id and the birth of its root tell them apart."""
    try:
        facts = os.stat(path)  # noqa: PTH116  the path may hold bytes that are no text
        os.scandir(path).close()
        system = os.statvfs(path).f_fsid if hasattr(os, "statvfs") else 0
    except OSError:
        return None
    born = getattr(facts, "st_birthtime_ns", getattr(facts, "st_birthtime", None))  # Linux: from Python 3.15 on
    return facts.st_dev, facts.st_ino, system, born


def mounts_below(folder: str) -> tuple[str, ...]:
    """Where disks are mounted in a folder. Nobody is told when one is: a watch sees the folder underneath it."""
    if os.name == "nt":
        return ()
    mounts = {part.mountpoint for part in psutil.disk_partitions(all=True)}
    return tuple(sorted(at for at in mounts if at != folder and Path(at).is_relative_to(folder)))


class SystemDisks:
    """`Disks` by the system's own calls. Works wherever a mount shows in the path; by id on Linux with udev only."""

    def free(self, folder: str) -> int | None:
        there = _nearest(folder)
        if there is None or not hasattr(os, "statvfs"):
            return _free_elsewhere(there)
        try:
            facts = os.statvfs(there)
        except OSError:
            return None
        return facts.f_bavail * facts.f_frsize

    def device(self, folder: str) -> object:
        there = _nearest(folder)
        return None if there is None else os.stat(there).st_dev  # noqa: PTH116

    def volume_of(self, path: str) -> Volume | None:
        at = _nearest(path)
        while at is not None and not os.path.ismount(at):
            at = os.path.dirname(at)  # noqa: PTH120
        if at is None or (at == os.path.dirname(at) and os.name == "posix"):  # noqa: PTH120
            return None
        return Volume(at, _volume_id(at))

    def is_there(self, volume: Volume) -> bool:
        # A disk that was pulled out stays mounted for a while, but has no id any more.
        return os.path.ismount(volume.at) and volume.id in (None, _volume_id(volume.at))


def _nearest(path: str) -> str | None:
    """The path, or the nearest folder above it that is there."""
    at = os.path.abspath(path)  # noqa: PTH100
    while not os.path.exists(at):  # noqa: PTH110
        above = os.path.dirname(at)  # noqa: PTH120
        if above == at:
            return None
        at = above
    return at


def _free_elsewhere(there: str | None) -> int | None:
    try:
        return None if there is None else psutil.disk_usage(there).free
    except OSError:
        return None


def _volume_id(at: str) -> str | None:
    """The file system's UUID as udev links it; None where there is none (shares, tmpfs, other systems)."""
    try:
        device = os.stat(at).st_dev  # noqa: PTH116
        with os.scandir("/dev/disk/by-uuid") as links:
            return next((link.name for link in links if link.stat().st_rdev == device), None)
    except OSError:
        return None
