"""The directory as it is searched: its columns and its names, of one version."""

from dataclasses import dataclass

from orientation.directory.columns import Columns


@dataclass(frozen=True, eq=False)
class Directory:
    columns: Columns

    @property
    def version(self) -> str:
        return self.columns.version
