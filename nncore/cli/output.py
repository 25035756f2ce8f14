"""What a command leaves behind: a file, whose place is looked at before the work begins, and a last line of JSON."""

from __future__ import annotations

import json
import os
from pathlib import Path


def file_to_write(path: Path, suffix: str = "") -> Path:
    """`path`, ending with `suffix`, where a command will write. Raises ValueError with what would be right if it cannot."""
    if path.is_dir():
        raise ValueError(f"{path} cannot be written: it is a folder; the name of a file in it would be right")
    path = path if path.name.endswith(suffix) else path.with_name(path.name + suffix)
    folder = Path(os.path.realpath(path)).parent  # of a symbolic link, where it leads to
    if not folder.is_dir():
        raise ValueError(f"{path} cannot be written: there is no folder {folder}; make it first, or name another")
    beside = path.is_file() or not path.exists()  # a file is written beside its place first, a device or a pipe is not
    if (beside and not os.access(folder, os.W_OK)) or (path.exists() and not os.access(path, os.W_OK)):
        raise ValueError(f"{path} cannot be written: that is not allowed here; a folder of your own would be right")
    return path


def last_line(**values) -> None:
    """Print the result as JSON, for a program to read."""
    print(json.dumps(values))
