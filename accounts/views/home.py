"""`/beranda/`: each role's own home, and the people app's page for roles whose work has no pages yet."""

from typing import Any

from django.utils import timezone
from django.views.generic import RedirectView, TemplateView

from accounts.domain.duties import duties, figures
from accounts.domain.homes import OWN_HOME, home_url, menu
from accounts.enums import Role
from accounts.models import InboxMessage
from accounts.rules import viewer_of
from accounts.views.person_form import signed_in


class HomeView(RedirectView):
    """On to the home of the role at work."""

    policy = "session"

    def get_redirect_url(self, *_args: Any, **_kwargs: Any) -> str:
        return home_url(getattr(self.request.user, "active_role", "") or Role.APPLICANT.value)


class HomeOverviewView(TemplateView):
    """What a person may open, and the newest messages."""

    policy = "session"
    template_name = "accounts/home_overview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = signed_in(self.request)
        role = Role(getattr(user, "active_role", "") or Role.APPLICANT.value)
        entries = [link for link in menu(viewer_of(user), role) if link.url_name != OWN_HOME]
        newest = InboxMessage.objects.filter(user_id=user.pk)[:5]
        posts = user.memberships.in_force(timezone.localdate()).filter(role=role)
        return super().get_context_data(
            role=role,
            entries=entries,
            duties=duties(user, at=timezone.now()),
            kpis=figures(user, at=timezone.now()),
            is_organisation=role == Role.ORGANISATION,
            newest=newest,
            post=posts.select_related("office", "region").first(),
            **kwargs,
        )
