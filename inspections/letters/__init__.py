"""Letter contexts, one module per letter."""
