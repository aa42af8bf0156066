"""Input shapes of the people pages."""
