"""The registers as FHIR R4."""
