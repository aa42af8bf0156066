"""The register of facilities for other systems."""
