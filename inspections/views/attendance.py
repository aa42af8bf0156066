"""The attendance list of a guidance session, to print: to be signed before, as noted afterwards."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.generic import View

from core import formats
from core.pdf import render_pdf
from inspections.enums import SessionState
from inspections.models import GuidanceAttendee
from inspections.views.guidance import SessionMixin
from inspections.views.scope import pdf_inline

DOTS = "." * 24  # room to sign
SHEETS = ("letters/letter.css", "letters/paper-a4.css")


class GuidanceAttendanceView(SessionMixin, View):
    """Names, places and who came; empty boxes for signatures while it lies ahead."""

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:  # noqa: ARG002  # the mixin reads both
        session = self.session
        zone = session.office.time_zone
        is_held = session.state == SessionState.HELD
        when = f"{formats.full_moment(session.starts_at, zone)} – {formats.zoned_time(session.ends_at, zone)}"
        leader = _("Pembina: %(name)s") % {"name": session.leader.name}
        context = {
            "judul": _("Daftar hadir: %(topic)s") % {"topic": session.topic},
            "kantor": session.office.name,
            "keterangan": f"{when}. {session.place}. {leader}.",
            "kepala": ("No.", _("Nama"), _("Fasilitas"), _("Hadir") if is_held else _("Tanda tangan")),
            "baris": [
                (
                    str(number),
                    ", ".join(part for part in (row.name, row.position) if part),
                    row.facility.name if row.facility else "–",
                    _attendance(row) if is_held else DOTS,
                )
                for number, row in enumerate(session.attendees.select_related("facility"), start=1)
            ],
        }
        pdf = render_pdf("inspections/attendance_print.html", context, stylesheets=SHEETS)
        return pdf_inline(pdf, name=f"daftar-hadir-{session.public_id}.pdf")


def _attendance(row: GuidanceAttendee) -> str:
    return _("hadir") if row.present else _("tidak hadir")
