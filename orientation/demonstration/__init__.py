"""The demonstration directory: invented services on real communes, written in the formats real directories come in.

What exists where is data (`kinds.csv`, `territories.yaml`, `words.yaml`); the same seed gives the same bytes.
"""

from orientation.demonstration.build import DAY, build

__all__ = ["DAY", "build"]
