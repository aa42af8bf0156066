"""Social communication: campaigns to a segment of facilities, news, visits proposed after a complaint."""

from django.conf import settings
from django.db import models
from django.utils.translation import get_language, gettext_lazy as _

from core.identifiers import public_id
from inspections.enums import CampaignState, ProposalSource, ProposalState
from inspections.querysets import CampaignQuerySet, NewsQuerySet, VisitProposalQuerySet

LONGEST_TEXT = 320  # with frame and link it stays below the limit of a message


class Campaign(models.Model):
    """One message to the persons in charge of all facilities of a segment, sent once.

    The segment: a kind of facility, a kecamatan, a licence type and "ends within so many days"; what is empty does
    not narrow. Counts are those of the sending; before it they are null.
    """

    public_id = models.CharField(max_length=24, unique=True, default=public_id, editable=False)
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("judul"), max_length=80)
    text = models.CharField(_("isi pesan"), max_length=LONGEST_TEXT)
    facility_kind = models.CharField(_("jenis fasilitas"), max_length=24, blank=True, default="")
    region = models.ForeignKey(
        "accounts.Region",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kecamatan"),
    )
    # Code of a recommendation type (string, DECISIONS 2).
    type_code = models.CharField(_("jenis izin"), max_length=40, blank=True, default="")
    ends_within = models.PositiveSmallIntegerField(_("izin berakhir dalam (hari)"), null=True, blank=True)
    state = models.CharField(_("keadaan"), max_length=8, choices=CampaignState.choices, default=CampaignState.DRAFT)
    version = models.PositiveIntegerField(default=1, editable=False)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(_("ditulis pada"))
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sent_at = models.DateTimeField(_("dikirim pada"), null=True, blank=True)
    facility_count = models.PositiveIntegerField(_("fasilitas"), null=True, blank=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ("-drafted_at", "-id")
        verbose_name = _("kampanye")
        verbose_name_plural = _("kampanye")
        constraints = [
            models.CheckConstraint(
                name="campaign_sent_has_moment", condition=~models.Q(state="sent") | models.Q(sent_at__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return self.title


class CampaignRecipient(models.Model):
    """A facility of the segment at sending; `user` null = nobody in charge has an account, so nobody was told."""

    campaign = models.ForeignKey("inspections.Campaign", on_delete=models.CASCADE, related_name="recipients")
    facility = models.ForeignKey("facilities.Facility", on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    message = models.ForeignKey(
        "accounts.InboxMessage", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("campaign", "facility__name", "id")
        verbose_name = _("penerima kampanye")
        verbose_name_plural = _("penerima kampanye")
        constraints = [
            models.UniqueConstraint(fields=("campaign", "facility", "user"), name="campaign_recipient_once"),
            models.UniqueConstraint(
                fields=("campaign", "facility"),
                condition=models.Q(user__isnull=True),
                name="campaign_recipient_nobody_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.facility_id}"


class NewsItem(models.Model):
    """A piece of news on the public site from `starts_on` to `ends_on` (null = until withdrawn). Plain text."""

    public_id = models.CharField(max_length=24, unique=True, default=public_id, editable=False)
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("judul"), max_length=120)
    title_en = models.CharField(_("judul (Inggris)"), max_length=120, blank=True, default="")
    text = models.TextField(_("isi"))
    text_en = models.TextField(_("isi (Inggris)"), blank=True, default="")
    starts_on = models.DateField(_("tayang mulai"))
    ends_on = models.DateField(_("tayang sampai"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("ditarik pada"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("dibuat pada"))

    objects = NewsQuerySet.as_manager()

    class Meta:
        ordering = ("-starts_on", "-id")
        verbose_name = _("kabar")
        verbose_name_plural = _("kabar")
        constraints = [
            models.CheckConstraint(
                name="news_ends_after_start",
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def shown_title(self) -> str:
        """Title in the reader's language, Indonesian where there is no other."""
        return self.title_en if get_language() == "en" and self.title_en else self.title

    @property
    def shown_text(self) -> str:
        """Text in the reader's language, Indonesian where there is no other."""
        return self.text_en if get_language() == "en" and self.text_en else self.text


class VisitProposal(models.Model):
    """A visit somebody asks for beside the risk score, for example after a complaint; `reference` is its number."""

    public_id = models.CharField(max_length=24, unique=True, default=public_id, editable=False)
    facility = models.ForeignKey("facilities.Facility", on_delete=models.PROTECT, related_name="visit_proposals")
    source = models.CharField(_("asal"), max_length=12, choices=ProposalSource.choices)
    reference = models.CharField(_("rujukan"), max_length=40)
    note = models.CharField(_("yang perlu diperiksa"), max_length=300)
    state = models.CharField(_("keadaan"), max_length=10, choices=ProposalState.choices, default=ProposalState.OPEN)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("diusulkan pada"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("diputuskan pada"), null=True, blank=True)
    decision_note = models.CharField(_("catatan keputusan"), max_length=300, blank=True, default="")
    visit = models.ForeignKey(
        "inspections.Visit", on_delete=models.PROTECT, null=True, blank=True, related_name="proposals"
    )

    objects = VisitProposalQuerySet.as_manager()

    class Meta:
        ordering = ("-proposed_at", "-id")
        verbose_name = _("usulan kunjungan")
        verbose_name_plural = _("usulan kunjungan")
        constraints = [
            models.UniqueConstraint(fields=("source", "reference", "facility"), name="visit_proposal_once"),
            models.CheckConstraint(
                name="visit_proposal_decided",
                condition=models.Q(state="open") | models.Q(decided_at__isnull=False, decided_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.facility_id}"
