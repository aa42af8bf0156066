"""The register from spreadsheets."""


def register() -> None:
    """Tell the importer about this app's kind."""
