"""What the outreach service hears of other apps."""
