"""Pages, one module by what the page is about."""
