"""Files of arrays that are mapped, not read: a header that checks itself, then the arrays, checked by sums of their blocks.

A file that is cut, altered or of another format raises Damaged; nothing of it is then used.
"""

import hashlib
import mmap
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np
import orjson

_MAGIC = b"ORIENTA1"
_ALIGNED = 64
_BLOCK_WORDS = 1 << 17
_FIXED = len(_MAGIC) + 8 + 32


class Damaged(Exception):
    """A file of arrays that cannot be trusted."""


def flattened(value: Any, name: str = "") -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    """The arrays of a dataclass by name, those of a part as "part.array", and all the rest likewise."""
    arrays: dict[str, np.ndarray] = {}
    meta: dict[str, Any] = {}
    for key, part in value.items() if isinstance(value, Mapping) else ((field.name, getattr(value, field.name)) for field in fields(value)):
        path = f"{name}.{key}" if name else key
        if isinstance(part, np.ndarray):
            arrays[path] = part
        elif isinstance(part, Mapping) or is_dataclass(part):
            inner, rest = flattened(part, path)
            arrays |= inner
            meta |= rest
        else:
            meta[path] = part
    return arrays, meta


def part(values: Mapping[str, Any], name: str) -> dict[str, Any]:
    """What stands under "name.", by the rest of its name; lists of the meta as the tuples they were."""
    start = f"{name}." if name else ""
    return {
        key.removeprefix(start): _tuples(value)
        for key, value in values.items()
        if key.startswith(start) and "." not in key.removeprefix(start)
    }


def _tuples(value: Any) -> Any:
    """Lists of one list hold all lists or none."""
    if not isinstance(value, list):
        return value
    return tuple(map(_tuples, value) if value and isinstance(value[0], list) else value)


def write_arrays(path: Path, arrays: Mapping[str, np.ndarray], meta: Mapping[str, Any]) -> None:
    """One file: the arrays, and `meta`, which is anything JSON can hold."""
    listed, size = [], 0
    for name, array in arrays.items():
        listed.append({"name": name, "dtype": array.dtype.str, "shape": array.shape, "offset": size})
        size += -(-array.nbytes // _ALIGNED) * _ALIGNED
    data = np.zeros(max(size, _ALIGNED), dtype=np.uint8)
    for entry, array in zip(listed, arrays.values(), strict=True):
        start = entry["offset"]
        data[start : start + array.nbytes] = np.ascontiguousarray(array).reshape(-1).view(np.uint8)  # type: ignore[operator]
    header = orjson.dumps({"meta": meta, "arrays": listed, "size": len(data), "sums": _sums(data).tolist()})
    with path.open("wb") as file:
        file.write(_MAGIC + len(header).to_bytes(8, "little") + hashlib.sha256(header).digest() + header)
        file.write(b"\0" * (_data_start(len(header)) - _FIXED - len(header)))
        data.tofile(file)


def read_arrays(path: Path) -> dict[str, Any]:
    """The arrays, mapped for reading only, and the meta, by name. Raises Damaged."""
    try:
        with path.open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        raise Damaged(f"{path.name}: {error}") from error
    length = int.from_bytes(mapped[len(_MAGIC) : len(_MAGIC) + 8], "little")
    header = mapped[_FIXED : _FIXED + length]
    if mapped[: len(_MAGIC)] != _MAGIC or hashlib.sha256(header).digest() != mapped[len(_MAGIC) + 8 : _FIXED]:
        raise Damaged(f"{path.name}: not a file of arrays, or its header was altered")
    held = orjson.loads(header)
    start = _data_start(length)
    if len(mapped) != start + held["size"]:
        raise Damaged(f"{path.name}: {len(mapped)} bytes, {start + held['size']} expected")
    data = np.frombuffer(mapped, dtype=np.uint8, offset=start)
    if _sums(data).tolist() != held["sums"]:
        raise Damaged(f"{path.name}: some block was altered")
    return {**held["meta"], **{entry["name"]: _array(data, entry) for entry in held["arrays"]}}


def _array(data: np.ndarray, entry: Mapping[str, Any]) -> np.ndarray:
    dtype, shape = np.dtype(entry["dtype"]), tuple(entry["shape"])
    size = int(np.prod(shape)) * dtype.itemsize
    return data[entry["offset"] : entry["offset"] + size].view(dtype).reshape(shape) if size else np.empty(shape, dtype)


def _data_start(header_length: int) -> int:
    return -(-(_FIXED + header_length) // _ALIGNED) * _ALIGNED


def _sums(data: np.ndarray) -> np.ndarray:
    """One sum a block of 1 MiB: any word that changes changes one, at the speed at which memory is read."""
    words = data.view(np.uint64)
    whole = len(words) // _BLOCK_WORDS * _BLOCK_WORDS
    blocks = words[:whole].reshape(-1, _BLOCK_WORDS).sum(axis=1, dtype=np.uint64)
    return np.append(blocks, words[whole:].sum(dtype=np.uint64))
