"""Forms of complaints: filed by anybody, followed by number and code, written down and answered by officers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from licensing.enums import ReportChannel, ReportKind

TAKEN_DOWN = [(value, label) for value, label in ReportChannel.choices if value != ReportChannel.PORTAL]


class ReportForm(forms.Form):
    """A complaint, or an anonymous report that somebody asked for money."""

    kind = forms.ChoiceField(
        label=_("Tentang apa?"), choices=ReportKind.choices, widget=forms.RadioSelect, initial=ReportKind.COMPLAINT
    )
    text = forms.CharField(
        label=_("Ceritakan apa yang terjadi"),
        min_length=15,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Kapan, di mana, dan apa yang diminta atau dikatakan. Jangan tulis NIK."),
    )
    application_number = forms.CharField(
        label=_("Nomor permohonan"),
        max_length=20,
        required=False,
        help_text=_("Petugas yang menangani permohonan itu tidak dapat melihat laporan Anda."),
    )
    letter_code = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    contact = forms.CharField(
        label=_("Nomor WhatsApp atau pos-el Anda"),
        max_length=120,
        required=False,
        help_text=_("Boleh dikosongkan; laporan tanpa nama tetap kami baca dan jawab."),
    )
    website = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"autocomplete": "off"}))

    def is_robot(self) -> bool:
        """True when the honeypot, which people never see, was filled."""
        return bool(self.data.get("website"))


class NamedReportForm(ReportForm):
    """The same for somebody who is signed in: with the name, only if they say so."""

    named = forms.BooleanField(
        label=_("Cantumkan nama saya, agar jawaban masuk ke Pesan saya"), required=False, initial=False
    )
    field_order = ("kind", "text", "application_number", "letter_code", "named", "contact", "website")


class RecordedReportForm(ReportForm):
    """What an officer writes down for somebody who called, wrote or came."""

    channel = forms.ChoiceField(label=_("Diterima melalui"), choices=TAKEN_DOWN, widget=forms.RadioSelect)
    field_order = ("channel", "text", "application_number", "contact")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed through
        for name in ("kind", "letter_code", "website"):
            del self.fields[name]
        self.fields["contact"].label = _("Nomor WhatsApp atau pos-el pelapor")
        self.fields["contact"].help_text = _("Kosongkan bila pelapor tidak mau menyebutnya.")
        self.fields["application_number"].help_text = ""


class ReportTrackForm(forms.Form):
    """Number and code; sent by POST, so the code stands in no address."""

    number = forms.CharField(
        label=_("Nomor laporan"),
        max_length=24,
        help_text=_("Misalnya P-1674-2026-0001."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    code = forms.CharField(
        label=_("Kode"),
        max_length=16,
        help_text=_("Sepuluh huruf dan angka yang Anda terima saat melapor."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


class AnswerForm(forms.Form):
    """The answer the reporter will read."""

    answer = forms.CharField(
        label=_("Jawaban untuk pelapor"),
        min_length=20,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Dibaca pelapor apa adanya. Jangan menyebut nama petugas lain atau data pribadi."),
    )


class ReportFilter(forms.Form):
    """What of the list is shown; unknown values are left out."""

    keadaan = forms.ChoiceField(
        label=_("Keadaan"),
        required=False,
        choices=[
            ("", _("Semua")),
            ("terbuka", _("Belum dijawab")),
            ("lewat", _("Lewat waktu")),
            ("dijawab", _("Sudah dijawab")),
        ],
    )
    q = forms.CharField(
        label=_("Cari nomor"), required=False, max_length=24, widget=forms.TextInput(attrs={"type": "search"})
    )
    bulan = forms.RegexField(regex=r"^2\d{3}-(0[1-9]|1[0-2])$", required=False, widget=forms.HiddenInput)
