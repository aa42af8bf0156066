"""`/spm/…` for agencies and officers."""
