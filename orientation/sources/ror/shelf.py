"""What offers refer to, kept small until it is asked for: a country's places and organisations weigh a gigabyte as they are written."""

from collections.abc import Iterable
from dataclasses import dataclass

import zstandard

_LEVEL = 1
_SAMPLE_BYTES = 32 << 10


@dataclass(slots=True, frozen=True)
class Piece:
    """One resource: `mark`, the fingerprint of what it says; `part_of`, what it names as the whole it belongs to."""

    mark: bytes
    packed: bytes
    part_of: str | None


class Packer:
    """Makes pieces several times smaller by what they share with the first ones."""

    def __init__(self) -> None:
        self._sample = bytearray()
        self._compress, self._decompress = zstandard.ZstdCompressor(_LEVEL).compress, zstandard.ZstdDecompressor().decompress
        self._alike = b""

    def pack(self, held: bytes) -> bytes:
        """The first bytes of the sample are kept as they are: nothing was yet learnt from them."""
        if len(self._sample) < _SAMPLE_BYTES:
            self._sample += held
            if len(self._sample) >= _SAMPLE_BYTES:
                self._learn()
            return b"=" + held
        return b"~" + self._compress(held)

    def unpacked(self, packed: bytes) -> bytes:
        return packed[1:] if packed.startswith(b"=") else self._decompress(packed[1:])

    def _learn(self) -> None:
        alike = zstandard.ZstdCompressionDict(bytes(self._sample), dict_type=zstandard.DICT_TYPE_RAWCONTENT)
        parameters = zstandard.ZstdCompressionParameters.from_level(_LEVEL)
        alike.precompute_compress(compression_params=parameters)
        self._compress = zstandard.ZstdCompressor(dict_data=alike, compression_params=parameters).compress
        self._decompress = zstandard.ZstdDecompressor(dict_data=alike).decompress


class Shelf:
    """Pieces of one type by reference. Two regions may use one reference for two things: a file's own comes first."""

    def __init__(self) -> None:
        self._held: dict[str, Piece] = {}
        self._of_file: dict[tuple[int, str], Piece] = {}

    def put(self, keys: Iterable[str], file: int, one: Piece) -> None:
        for key in keys:
            known = self._held.setdefault(key, one)
            if known.mark != one.mark:
                self._of_file[file, key] = one

    def find(self, key: str | None, file: int) -> Piece | None:
        if key is None:
            return None
        return (self._of_file.get((file, key)) if self._of_file else None) or self._held.get(key)
