"""API clients of other systems: who asks, who decides, the secret shown once, switching off."""
