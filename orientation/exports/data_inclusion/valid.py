"""Records checked by the published schema before they leave."""

from typing import Any

from data_inclusion.schema import v1
from pydantic import BaseModel, ValidationError

Json = dict[str, Any]


def valid_service(record: Json) -> Json:
    return _valid(v1.Service, record)


def valid_structure(record: Json) -> Json:
    return _valid(v1.Structure, record)


def _valid(model: type[BaseModel], record: Json) -> Json:
    """The record, less the optional values that the schema refuses (an address that is no mail, a number that is no postcode).

    Raises ValidationError when what it requires is wrong, which whoever makes records prevents.
    """
    try:
        model.model_validate(record)
        return record
    except ValidationError as error:
        refused = {str(fault["loc"][0]) for fault in error.errors(include_url=False, include_input=False) if fault["loc"]}
        if any(model.model_fields[name].is_required() for name in refused):
            raise
        return _valid(model, {name: None if name in refused else value for name, value in record.items()})
