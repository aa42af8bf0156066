"""Facilities and businesses, and the people who answer for them."""

from facilities.models.facility import Facility, FacilityPerson

__all__ = ["Facility", "FacilityPerson"]
