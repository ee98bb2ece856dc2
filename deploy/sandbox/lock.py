"""One sandbox a directory: a lock that a dead process cannot leave behind."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.sandbox.words import SandboxError

LOCK = "lock"


@contextmanager
def alone_in(home: Path, *, keep: bool) -> Iterator[None]:
    """Hold the directory for this process alone, emptied first unless `keep`.

    Raises:
        SandboxError: another sandbox runs here, or the directory cannot be written.
    """
    handle = _prepared(home, keep=keep)
    try:
        yield
    finally:
        # Removed while still held: whoever waits for it will look at the name again.
        (home / LOCK).unlink(missing_ok=True)
        os.close(handle)


def _prepared(home: Path, *, keep: bool) -> int:
    try:
        home.mkdir(parents=True, exist_ok=True)
        handle = _take(home / LOCK)
        if not keep:
            _empty(home)
    except OSError as fault:
        raise SandboxError(
            f"目录 {home} 不可写（{fault.strerror}）：请给出写权限，或用 SANDBOX_HOME 换一个目录。",
            f"Cannot write to {home} ({fault.strerror}): make it writable, or choose another"
            " by SANDBOX_HOME.",
        ) from fault
    return handle


def _take(path: Path) -> int:
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(handle, 20).decode(errors="replace").strip() or "?"
            os.close(handle)
            raise SandboxError(
                f"演示环境已在运行（进程 {holder}）：请先在那个窗口按 Ctrl-C 结束它。",
                f"The sandbox is already running (process {holder}): end that one with Ctrl-C.",
            ) from None
        if _is(path, handle):
            os.ftruncate(handle, 0)
            os.write(handle, str(os.getpid()).encode())
            return handle
        os.close(handle)


def _is(path: Path, handle: int) -> bool:
    try:
        return path.stat().st_ino == os.fstat(handle).st_ino
    except FileNotFoundError:
        return False


def _empty(home: Path) -> None:
    for entry in home.iterdir():
        if entry.name == LOCK:
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
