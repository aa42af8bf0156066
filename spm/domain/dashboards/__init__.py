"""ILP dashboards: what they count, of which area, and how much of it a person sees."""
