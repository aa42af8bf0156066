"""Context of PENOLAKAN: the reasoned refusal with the ways to object."""

from dataclasses import dataclass
from typing import ClassVar

from letters.content import Filled, LetterBody


@dataclass(frozen=True, kw_only=True)
class Alasan(Filled):
    """One reason. `uraian_alasan` ends in a full stop; `ketentuan` names the rule that is not met."""

    uraian_alasan: str
    ketentuan: str


@dataclass(frozen=True, kw_only=True)
class Penolakan(LetterBody):
    """Refusal. Terms are working days as figures, with words beside them (UU 30/2014 Ps. 77-78, a setting).

    `instansi` and its neighbours after a coordination.
    """

    kind: ClassVar[str] = "PENOLAKAN"

    jenis_permohonan: str
    nomor_permohonan: str
    tanggal_permohonan: str
    daftar_dasar: tuple[str, ...] = ()
    daftar_alasan: tuple[Alasan, ...]
    pejabat_keberatan: str
    hari_keberatan: str
    hari_keberatan_terbilang: str
    tanggal_keberatan: str
    pejabat_banding: str
    hari_banding: str
    hari_banding_terbilang: str
    instansi: str | None = None
    nomor_jawaban: str | None = None
    tanggal_jawaban: str | None = None
