"""What inspections decide and change; other apps enter here."""
