"""`/outreach/…` for agencies' systems and officers."""
