"""The register of people for other systems."""
