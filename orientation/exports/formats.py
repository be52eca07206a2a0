"""The formats the directory leaves in, by the name they are asked for."""

from pathlib import Path

from orientation.exports.leaving import Leaving
from orientation.exports.output import opened
from orientation.vocabulary import Vocabulary


def write(format: str, leaving: Leaving, vocabulary: Vocabulary, output: Path | None) -> int:
    """Write the resources that leave; returns how many. `output`: a file or, where a format has several, a folder; None: standard output.

    Each format brings its own libraries, which are loaded only when it is asked for.
    """
    match format:
        case "csv":
            from orientation.exports import sheet

            with opened(output) as stream:
                return sheet.write(leaving(), leaving.context.gazetteer, stream)
        case "geojson":
            from orientation.exports import geojson

            with opened(output) as stream:
                return geojson.write(leaving(), stream)
        case "data-inclusion":
            from orientation.exports import data_inclusion

            return data_inclusion.write(leaving, vocabulary, output)
        case "ror":
            from orientation.exports import ror

            return ror.write(leaving, output)
        case _:
            raise ValueError(f"no format is called {format!r}")
