"""Phones, mails and sites that everybody may see. What a record keeps for professionals or for crises is left out, silently."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from orientation.sources import fields
from orientation.sources.ror.fhir import Extensions, Json, extensions, first_code, first_word, objects, section, word

_EVERYBODY = frozenset({"1"})
_FAX, _FILE_TRANSFER = "6", "5"
# TRE_R287, in the order a coordinator should try them; the empty one stands for those not said or not known.
_PURPOSES = ("02", "03", "01", "07", "06", "", "05", "04", "15", "09", "17", "10")
# Alerts, duties and bed management.
_NOT_FOR_ORIENTATION = frozenset({"08", "11", "12", "13", "14", "16"})
_LEVELS = (
    "rorconfidentialitylevel",
    "rortelecomconfidentialitylevel",
    "rorcontactconfidentialitylevel",
    "rorcontacttelecomconfidentialitylevel",
)
_SECURE_MAIL = "mssante"


@dataclass(frozen=True, slots=True)
class Contact:
    phones: tuple[str, ...] = ()
    email: str | None = None
    website: str | None = None

    def __bool__(self) -> bool:
        return bool(self.phones or self.email or self.website)


class _Address(NamedTuple):
    """One way to reach somebody, as written; `channel`: TRE_R200."""

    written: str
    channel: str | None
    rank: int


_UNSAID = Contact()


class StatedContact(NamedTuple):
    """A contact extension of an offer: whether it is, in part or whole, for others than everybody; the addresses it shows to all."""

    extension: Json
    is_restricted: bool
    addresses: list[_Address]


def stated_contacts(found: Extensions) -> list[StatedContact]:
    return [_stated(one) for one in found.get("rorhealthcareservicecontact", ())]


def contact_of_offer(stated: Iterable[StatedContact], telecoms: object, is_ror: bool) -> Contact:
    """What the contact extensions of an offer show, then its own telecoms (its secure mail boxes, in the ROR)."""
    addresses = [one for contact in stated for one in contact.addresses]
    if telecoms is not None:
        addresses.extend(_of_telecoms(telecoms, frozenset(), is_ror, len(_PURPOSES)))
    return _contact(addresses)


def contact_of_organisation(contacts: object, telecoms: object, is_ror: bool) -> Contact:
    if contacts is None and telecoms is None:
        return _UNSAID
    addresses = [
        one
        for contact in objects(contacts)
        if (rank := _rank(first_code(section(contact, "purpose")))) is not None
        for one in _of_telecoms(contact.get("telecom"), _levels(extensions(contact)), is_ror, rank)
    ]
    return _contact([*addresses, *_of_telecoms(telecoms, frozenset(), is_ror, len(_PURPOSES))])


def _stated(extension: Json) -> StatedContact:
    inside = extensions(extension)
    rank, level = _rank(first_word(inside, "purposecontact")), _levels(inside)
    is_restricted = not level <= _EVERYBODY
    addresses = []
    for one in inside.get("rorhealthcareservicecontacttelecom", ()):
        telecom = extensions(one)
        own = _levels(telecom)
        is_restricted = is_restricted or not own <= _EVERYBODY
        written = first_word(telecom, "telecomaddress")
        if rank is not None and written and level | own == _EVERYBODY:
            addresses.append(_Address(written, first_word(telecom, "rortelecomcommunicationchannel"), rank))
    return StatedContact(extension, is_restricted, addresses)


def _of_telecoms(telecoms: object, levels: frozenset[str], is_ror: bool, rank: int) -> Iterator[_Address]:
    """Outside the ROR's own profiles nothing states a level, and what is published is public."""
    for one in objects(telecoms):
        found, written = extensions(one), word(one.get("value"))
        said = levels | _levels(found)
        if written and (said == _EVERYBODY or not (said or is_ror)):
            channel = first_word(found, "rortelecomcommunicationchannel")
            yield _Address(written, channel or (_FAX if word(one.get("system")) == "fax" else None), rank)


def _levels(found: Extensions) -> frozenset[str]:
    return frozenset([level for name in _LEVELS if name in found and (level := first_word(found, name))])


def _rank(purpose: str | None) -> int | None:
    """Place in the order of purposes; None for a contact that is not for orientation."""
    code = (purpose or "").zfill(2) if purpose else ""
    if code in _NOT_FOR_ORIENTATION:
        return None
    return _PURPOSES.index(code if code in _PURPOSES else "")


def _contact(addresses: list[_Address]) -> Contact:
    if not addresses:
        return _UNSAID
    phones: dict[str, None] = {}
    mails: list[str] = []
    sites: list[str] = []
    for one in sorted(addresses, key=lambda address: address.rank):
        if one.channel in (_FAX, _FILE_TRANSFER):
            continue
        if mail := fields.email(one.written):
            mails.append(mail)
        elif site := _site(one):
            sites.append(site)
        elif phone := fields.phone(one.written):
            phones[phone] = None
    mails.sort(key=lambda mail: _SECURE_MAIL in mail)
    return Contact(tuple(phones), mails[0] if mails else None, sites[0] if sites else None)


def _site(address: _Address) -> str | None:
    if any(character.isalpha() for character in address.written):
        return fields.website(address.written)
    return None
