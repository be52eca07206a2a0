"""Entries are small and alike: zstd with a dictionary learnt from the first entries of a source makes them several times smaller."""

import threading
from collections.abc import Callable, Sequence

import zstandard
from sqlalchemy import Connection, select

from orientation.store.tables import DictionaryRow

_LEVEL = 3
_DICTIONARY_BYTES = 64 * 1024
_ENOUGH_SAMPLES = 300
_dictionary = DictionaryRow.__table__  # type: ignore[attr-defined]


class _Local(threading.local):
    """Decompressors, which threads cannot share."""

    def __init__(self) -> None:
        self.decompressors: dict[int, zstandard.ZstdDecompressor] = {}


# Ids are drawn by zstd from a dictionary's content, so that one id always means one dictionary, whatever the database.
_dictionaries: dict[int, zstandard.ZstdCompressionDict] = {}
_local = _Local()


def decompress(connection: Connection, value: bytes) -> bytes:
    """The bytes that were compressed; their dictionary is read from the database the first time it is met."""
    id = zstandard.get_frame_parameters(value).dict_id
    decompressors = _local.decompressors
    found = decompressors.get(id)
    if found is None:
        found = decompressors[id] = zstandard.ZstdDecompressor(dict_data=_load(connection, id)) if id else zstandard.ZstdDecompressor()
    return found.decompress(value)


def _load(connection: Connection, id: int) -> zstandard.ZstdCompressionDict:
    if id not in _dictionaries:
        data = connection.execute(select(_dictionary.c.data).where(_dictionary.c.id == id)).scalar_one()
        _dictionaries[id] = zstandard.ZstdCompressionDict(data)
    return _dictionaries[id]


Compress = Callable[[bytes], bytes]


class Compressors:
    """How the entries of each source are compressed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._by_source: dict[str, Compress] = {}
        self._taught: set[str] = set()

    def of(self, source: str) -> Compress:
        if source not in self._by_source:
            self._by_source[source] = _compress_with(self._stored(source))
        return self._by_source[source]

    def knows(self, source: str) -> bool:
        """Whether a source has its dictionary."""
        if source not in self._taught and self._stored(source) is not None:
            self._taught.add(source)
        return source in self._taught

    def learn(self, source: str, samples: Sequence[bytes]) -> None:
        """Teach a dictionary to a source that has none, when the samples are enough."""
        if len(samples) >= _ENOUGH_SAMPLES and not self.knows(source):
            self._by_source[source] = _compress_with(_learn(self._connection, source, samples))

    def _stored(self, source: str) -> bytes | None:
        return self._connection.execute(select(_dictionary.c.data).where(_dictionary.c.kind == source)).scalar()


def _compress_with(data: bytes | None) -> Compress:
    parameters = zstandard.ZstdCompressionParameters.from_level(_LEVEL, write_content_size=True, write_checksum=False, write_dict_id=True)
    if data is None:
        return zstandard.ZstdCompressor(compression_params=parameters).compress
    dictionary = zstandard.ZstdCompressionDict(data)
    dictionary.precompute_compress(compression_params=parameters)
    return zstandard.ZstdCompressor(dict_data=dictionary, compression_params=parameters).compress


def _learn(connection: Connection, source: str, samples: Sequence[bytes]) -> bytes | None:
    try:
        learnt = zstandard.train_dictionary(_DICTIONARY_BYTES, list(samples))
    except zstandard.ZstdError:  # entries too few or too short to have anything in common
        return None
    data = learnt.as_bytes()
    # Sources that say the same in the same words teach the same dictionary, which then serves them all.
    held = connection.execute(select(_dictionary.c.data).where(_dictionary.c.id == learnt.dict_id())).scalar()
    if held is not None:
        return data if held == data else None
    connection.execute(_dictionary.insert().values(id=learnt.dict_id(), kind=source, data=data))
    return data
