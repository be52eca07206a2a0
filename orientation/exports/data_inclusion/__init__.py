"""data·inclusion, schema v1: every resource as a service, and whoever runs it somewhere as a structure.

What the schema cannot say is left out: ages and sex (in words only), catchment areas other than official ones, care at home, places,
capacity, second phones, identifiers other than the SIRET, hours that are not in OpenStreetMap's syntax, needs without a theme
of their own. A resource without any date since 2000, or already closed, cannot be written at all.
"""

from orientation.exports.data_inclusion.files import write
from orientation.exports.data_inclusion.service import NEVER_MORE, SAID_EXACTLY, SAID_OR_LEFT_OUT, reason_to_stay

__all__ = ["NEVER_MORE", "SAID_EXACTLY", "SAID_OR_LEFT_OUT", "reason_to_stay", "write"]
