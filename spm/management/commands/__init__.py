"""Commands of SPM."""
