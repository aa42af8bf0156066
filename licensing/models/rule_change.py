"""Changes of rules on their way: drafted, tried on past files, proposed by one person and confirmed by another."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from licensing.enums import BacktestState, ClockName, RuleChangeKind, RuleChangeState
from licensing.querysets import RuleChangeQuerySet


class RuleChange(models.Model):
    """One dated change. `content` holds the new rule; in force it lives in its own table, this row stays as its story.

    requirements: `{"rows": [...]}` the whole set of `type_code`; allowance: `{"days": "1"}` for `clock` and
    `type_code` (empty = all types); place_limit: `{"limit": 3}` for `profession_code`; type: the columns of
    `type_code` that people edit (`rulebook.changes.TYPE_FIELDS`).
    """

    kind = models.CharField(_("jenis perubahan"), max_length=12, choices=RuleChangeKind.choices)
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    type_code = models.CharField(_("jenis"), max_length=40, blank=True, default="")
    clock = models.CharField(_("jam"), max_length=16, choices=ClockName.choices, blank=True, default="")
    profession_code = models.CharField(_("profesi"), max_length=40, blank=True, default="")
    content = models.JSONField(_("isi"))
    valid_from = models.DateField(_("berlaku mulai"))
    decree = models.CharField(_("dasar penetapan"), max_length=200)
    reason = models.CharField(_("alasan"), max_length=500)
    state = models.CharField(
        _("keadaan"), max_length=10, choices=RuleChangeState.choices, default=RuleChangeState.DRAFT
    )
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    proposed_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.CharField(_("alasan menolak"), max_length=300, blank=True, default="")

    objects = RuleChangeQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = _("perubahan aturan")
        verbose_name_plural = _("perubahan aturan")
        constraints = [
            models.CheckConstraint(
                name="rule_change_two_people",
                condition=~models.Q(state="confirmed") | ~models.Q(decided_by=models.F("proposed_by")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.type_code or self.profession_code or self.clock} {self.valid_from}"


class PlaceLimit(models.Model):
    """How many places of practice a profession may have from a day on; before it, the shipped column holds."""

    profession_code = models.CharField(_("profesi"), max_length=40)
    limit = models.PositiveSmallIntegerField(_("batas tempat"))
    valid_from = models.DateField(_("berlaku mulai"))
    decree = models.CharField(_("dasar penetapan"), max_length=200)

    class Meta:
        ordering = ("profession_code", "valid_from")
        verbose_name = _("batas tempat praktik")
        verbose_name_plural = _("batas tempat praktik")
        constraints = [
            models.UniqueConstraint(fields=("profession_code", "valid_from"), name="place_limit_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.profession_code} {self.limit} {self.valid_from}"


class BacktestRun(models.Model):
    """A draft rule tried on the files of the last months. Kept apart: it refers to files by number and changes none."""

    change = models.ForeignKey("licensing.RuleChange", on_delete=models.CASCADE, related_name="backtests")
    months = models.PositiveSmallIntegerField(_("bulan"))
    since = models.DateTimeField()
    until = models.DateTimeField()
    state = models.CharField(max_length=8, choices=BacktestState.choices, default=BacktestState.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-requested_at", "-pk")
        verbose_name = _("uji aturan")
        verbose_name_plural = _("uji aturan")

    def __str__(self) -> str:
        return f"{self.change_id} {self.months} {self.state}"


class BacktestRow(models.Model):
    """What the draft rule would have meant for one file. `reasons` are codes and words, never personal data."""

    run = models.ForeignKey("licensing.BacktestRun", on_delete=models.CASCADE, related_name="rows")
    number = models.CharField(max_length=16)
    type_code = models.CharField(max_length=40)
    applicant_key = models.CharField(max_length=64, blank=True, default="")
    fails = models.BooleanField()
    reasons = models.JSONField(default=list)
    added_documents = models.SmallIntegerField(default=0)
    on_time_before = models.BooleanField(null=True)
    on_time_after = models.BooleanField(null=True)

    class Meta:
        ordering = ("run", "number")
        verbose_name = _("hasil uji aturan")
        verbose_name_plural = _("hasil uji aturan")
        constraints = [models.UniqueConstraint(fields=("run", "number"), name="backtest_row_once")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.number}"
