"""The directory as it is searched: its columns and its names, of one version."""

from dataclasses import dataclass

from orientation.directory.columns import Columns
from orientation.directory.names import NameMatch, Names, find


@dataclass(frozen=True, eq=False)
class Directory:
    columns: Columns
    names: Names

    @property
    def version(self) -> str:
        return self.columns.version

    def find(self, typed: str, *, commune: str | None = None, limit: int = 10) -> list[NameMatch]:
        """The resources whose name looks most like what was typed, those of the commune first among equals."""
        return find(self.names, self.columns, typed, commune=commune, limit=limit)
