"""Part of the SPM app."""
