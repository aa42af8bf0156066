"""Sets of people, officials and calendar versions."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.models import BaseUserManager
from django.db import models
from django.db.models import Q

from core.crypto import keyed_hashes

if TYPE_CHECKING:
    from accounts.models import CalendarVersion, User


class UserManager(BaseUserManager["User"]):
    """Creates accounts and finds them by e-mail or phone."""

    def create_user(self, email: str | None = None, password: str | None = None, **fields: Any) -> "User":
        """Create an account with an e-mail, a phone (`phone="+62…"`), or both."""
        phone = fields.pop("phone", None)
        user = self.model(email=self.normalize_email(email) if email else None, **fields)
        user.set_phone(phone)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create an administrator of configuration; holds no role and moves no file."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find by e-mail or E.164 phone; Django's own sign-in calls this. Raises User.DoesNotExist."""
        if username and username.startswith("+"):
            return self.get(phone_hash__in=keyed_hashes(username, "phone"))
        return self.get(email=(username or "").lower())

    def by_contact(self, *, email: str | None = None, phone: str | None = None) -> "User | None":
        """Return the active account with this e-mail or this E.164 phone, or None."""
        if email:
            return self.filter(email=email.lower(), is_active=True).first()
        if phone:
            return self.filter(phone_hash__in=keyed_hashes(phone, "phone"), is_active=True).first()
        return None


class DatedQuerySet(models.QuerySet[Any]):
    """Rows that hold from `starts_on` to `ends_on`, both days included."""

    def in_force(self, on: date) -> Self:
        """Rows that hold on `on`."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on)


class MembershipQuerySet(DatedQuerySet):
    """Role memberships."""

    def of_role(self, *roles: str) -> Self:
        """Memberships in any of `roles`."""
        return self.filter(role__in=roles)


class InvitationQuerySet(models.QuerySet[Any]):
    """Invitations of staff."""

    def waiting(self) -> Self:
        """Those a second person has to confirm or refuse."""
        return self.filter(confirmed_at=None, refused_at=None)

    def open(self, at: datetime) -> Self:
        """Those the guest may accept at `at`."""
        return self.filter(confirmed_at__isnull=False, refused_at=None, accepted_at=None, expires_at__gt=at)


class OfficialQuerySet(DatedQuerySet):
    """Officials and their absences."""


class ActingQuerySet(DatedQuerySet):
    """Acting appointments."""

    def confirmed(self) -> Self:
        """Those a second person confirmed; only they let somebody sign."""
        return self.filter(state="confirmed")

    def proposed(self) -> Self:
        """Those that wait for a second person."""
        return self.filter(state="proposed")


class CalendarVersionQuerySet(models.QuerySet["CalendarVersion"]):
    """Versions of an office's calendar."""

    def confirmed(self) -> Self:
        """Versions that were in force at some time."""
        return self.filter(state="confirmed")

    def newest(self, office_id: int) -> "CalendarVersion | None":
        """The version open clocks use now; its long snapshot is read only when asked for."""
        return self.confirmed().defer("snapshot").filter(office_id=office_id).order_by("-number").first()

    def known_at(self, office_id: int, at: datetime) -> "CalendarVersion | None":
        """The version recorded last before `at`."""
        return self.confirmed().filter(office_id=office_id, recorded_at__lte=at).order_by("-number").first()


class WebhookSubscriptionQuerySet(models.QuerySet[Any]):
    """Subscriptions of agencies' systems."""

    def current(self) -> Self:
        """Those nobody ended."""
        return self.filter(ended_at=None)

    def listening(self, region: str) -> Self:
        """Those that get news of `region`: their office's region is this one or lies above it."""
        parts = region.split(".")
        above = [".".join(parts[:length]) for length in range(1, len(parts) + 1)]
        return self.filter(
            client__office__region_id__in=above, client__is_active=True, off_reason="", ended_at=None
        ).select_related("client__office")


class WebhookMessageQuerySet(models.QuerySet[Any]):
    """Messages to other systems."""

    def dead(self) -> Self:
        """Given up, also where the worker died on every attempt and could not say so itself."""
        return self.filter(Q(state="dead") | Q(state="pending", job__state="dead"))
