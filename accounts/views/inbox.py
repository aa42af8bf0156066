"""The inbox."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import ListView, View

from accounts.domain import inbox
from accounts.domain.sessions import safe_next
from accounts.models import InboxMessage
from accounts.views.person_form import signed_in
from core.web import DomainErrorMixin


class InboxListView(ListView[InboxMessage]):
    """Messages of who is signed in, twenty a page; reading a page changes nothing."""

    policy = "session"
    template_name = "accounts/inbox_list.html"
    paginate_by = 20

    def get_queryset(self) -> QuerySet[InboxMessage]:
        return inbox.messages_of(signed_in(self.request))


class MessageOpenView(DomainErrorMixin, View):
    """Mark one message as read and go where it leads."""

    policy = "session"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = inbox.mark_read(signed_in(request), pk, at=timezone.now())
        return redirect(safe_next(request, row.link, "inbox_list"))


class InboxReadView(View):
    """Mark everything as read."""

    policy = "session"
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        count = inbox.mark_all_read(signed_in(request), at=timezone.now())
        messages.success(request, _("%(count)s pesan ditandai sudah dibaca.") % {"count": count})
        return redirect("inbox_list")
