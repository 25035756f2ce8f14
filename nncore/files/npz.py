"""An .npz may come from anywhere: its arrays are read only if they are plain, and not before their size is known to be right."""

from __future__ import annotations

import io
import zipfile

import numpy as np

HEADER_LIMIT = 4096  # bytes that the .npy format may spend before an array's data


def read_array(archive: zipfile.ZipFile, name: str, limit: int) -> np.ndarray:
    """The array `name` of an .npz, if it is there and takes at most `limit` bytes."""
    member = f"{name}.npy"
    if member not in archive.namelist():
        raise ValueError(f"the file holds no {name!r}; one saved by Inkling does")
    if archive.getinfo(member).file_size > limit + HEADER_LIMIT:
        raise ValueError(f"{name!r} takes {archive.getinfo(member).file_size:,} bytes; at most {limit:,} would be right")
    data = io.BytesIO(archive.read(member))
    version = np.lib.format.read_magic(data)
    header = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}.get(version)
    shape, _, dtype = header(data) if header else ((), False, np.dtype("O"))
    if dtype.hasobject or int(np.prod(shape, dtype=object)) * dtype.itemsize != len(data.getvalue()) - data.tell():
        raise ValueError(f"{name!r} is not a plain array of numbers or text; a file saved by Inkling holds nothing else")
    data.seek(0)
    return np.lib.format.read_array(data, allow_pickle=False)


def read_numbers(archive: zipfile.ZipFile, name: str, size: int, kind: str = "f") -> np.ndarray:
    """The array `name` of an .npz, which must hold `size` finite numbers, of kind f for float or i for int."""
    values = read_array(archive, name, size * np.dtype(np.float64).itemsize)
    if values.shape != (size,) or values.dtype.kind != kind or not np.isfinite(values).all():
        raise ValueError(f"the file holds {name} {values.dtype} {values.shape}; its experiment needs ({size},) finite numbers")
    return values
