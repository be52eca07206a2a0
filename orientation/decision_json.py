"""A decision as one line of JSON, and back, each value checked: what the store keeps is what is exported and what notebooks read."""

import json
from dataclasses import asdict
from datetime import date

from orientation.decision import Decision, Proposal


def dumps(decision: Decision) -> str:
    return json.dumps(asdict(decision), ensure_ascii=False, default=str)


def loads(line: str) -> Decision:
    """Raises ValueError, TypeError or KeyError for what is not a decision."""
    held = json.loads(line)
    if not isinstance(held, dict):
        raise ValueError("a decision is a JSON object")
    fields = {
        **held,
        "day": date.fromisoformat(str(held["day"])),
        "needs": tuple(held["needs"]),
        "proposals": tuple(Proposal(**proposal) for proposal in held.get("proposals") or ()),
    }
    return Decision(**fields)
