"""Bundles of the ROR (FHIR R4): offers with their place and who runs them, in the official elements and codes.

A code is written only where the tables of meanings say what the resource says and no more. What the elements do not say, or not exactly,
stands once, in an extension of ours (`sources.ror.own`): a bundle imported again gives the same resources. Sources are not in it.
"""

from orientation.exports.ror.files import write

__all__ = ["write"]
