"""Facilities and businesses, their kinds and closures, and the people who answer for them."""

from facilities.models.facility import Facility, FacilityClosure, FacilityPerson
from facilities.models.kind import Kind

__all__ = ["Facility", "FacilityClosure", "FacilityPerson", "Kind"]
