"""The registers in SATUSEHAT, the platform of the Ministry of Health. Off until it is set up (docs/how-to)."""
