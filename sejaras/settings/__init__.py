"""Settings: `base` reads the environment; `dev`, `test` and `prod` differ only where they must."""
