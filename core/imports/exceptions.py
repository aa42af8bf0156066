"""Refusals of an import as a whole."""

from django.utils.translation import gettext_lazy as _

from core.exceptions import Conflict, RuleBroken


class WrongState(Conflict):
    """The import is somewhere else on its way: another tab, a second click."""

    code = "import_state"
    message = _("Impor ini sudah berada di langkah lain. Muat ulang halaman.")


class NothingToWrite(RuleBroken):
    """Every good row stands in the register already."""

    code = "import_changes_nothing"
    message = _("Tidak ada yang perlu disimpan: semua baris yang benar sudah sama dengan register.")


class HasFlaws(RuleBroken):
    """All or nothing was chosen, and there are flaws."""

    code = "import_has_flaws"
    message = _("Masih ada %(count)s baris yang salah. Perbaiki berkasnya, atau simpan baris yang benar saja.")


class ColumnsMissing(RuleBroken):
    """Columns that must be there are mapped to nothing, or two to the same."""

    code = "import_columns"
    message = _("Pilih kolom untuk: %(names)s.")


class ColumnTwice(RuleBroken):
    """Two columns read the same heading."""

    code = "import_column_twice"
    message = _("Satu kolom berkas dipakai dua kali: %(names)s.")


class Erased(RuleBroken):
    """The rows are gone, and with them the way back."""

    code = "import_erased"
    message = _("Baris impor ini sudah dihapus sesuai masa simpan, jadi tidak dapat dibatalkan lagi.")
