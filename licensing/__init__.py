"""Applications, recommendation types, clocks, licences."""
