"""Health facilities and health-related businesses."""
