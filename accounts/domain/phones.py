"""The one door for phone numbers: any usual spelling in, E.164 kept, `0800-0000-123` shown."""

import phonenumbers
from django.conf import settings

from accounts.exceptions import PhoneUnreadable


def e164(text: str) -> str:
    """Return `text` as E.164, for example +628000000123; a number without country code is a local one.

    Asks only whether the number is possible, so that numbers of demo people pass (DECISIONS 5).
    Raises PhoneUnreadable.
    """
    try:
        number = phonenumbers.parse(text, settings.PHONENUMBER_DEFAULT_REGION)
    except phonenumbers.NumberParseException as error:
        raise PhoneUnreadable from error
    if not phonenumbers.is_possible_number(number):
        raise PhoneUnreadable
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def can_be_called(number: str) -> bool:
    """Tell whether an E.164 number exists in a numbering plan; a real send asks this first."""
    return phonenumbers.is_valid_number(phonenumbers.parse(number))
