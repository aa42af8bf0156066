"""SPM, ILP and network indicators."""
