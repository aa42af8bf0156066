"""Documents: put, watch the check, replace, remove, open (each opening is logged)."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from accounts.rules import viewer_of
from core.components import Upload, UploadState
from core.exceptions import DomainError
from core.uploads import MESSAGES, Refusal
from licensing.domain import documents
from licensing.domain.requirements import needing_upload
from licensing.domain.rulebook.catalogue import requirements_of
from licensing.enums import DocumentState, State
from licensing.models import Application, Document, Requirement
from licensing.rules import WITHHELD_DOCUMENTS, is_withheld
from licensing.views.drafting import EditMixin
from licensing.views.scope import PolicyMixin

THUMBNAILS = frozenset({"image/jpeg", "image/png"})


class DocumentsView(EditMixin, TemplateView):
    """All rows that ask for a file, each with its own form."""

    template_name = "licensing/draft_documents.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            application=self.application,
            uploads=upload_rows(self.application),
            findings=[each for each in self.findings() if each.section == "documents"],
            **kwargs,
        )


def upload_rows(application: Application) -> list[Upload]:
    """Return one upload component per document row; during a correction only what was asked."""
    current = {row.requirement_code: row for row in application.documents.filter(superseded_at__isnull=True)}
    rows = needing_upload(requirements_of(application))
    if application.state == State.NEEDS_CORRECTION:
        asked = set(application.corrections.values_list("requirement__code", flat=True))
        rows = [row for row in rows if row.code in asked]
    return [upload_row(application, row, current.get(row.code)) for row in rows]


_STATES = {
    DocumentState.PENDING: UploadState.CHECKING,
    DocumentState.CLEAN: UploadState.READY,
    DocumentState.REFUSED: UploadState.FAILED,
}


def upload_row(application: Application, row: Requirement, document: Document | None, *, error: str = "") -> Upload:
    """Return the component of one row."""
    state = _STATES[DocumentState(document.state)] if document else UploadState.EMPTY
    url = reverse("document_open", args=[document.public_id]) if document and state is UploadState.READY else ""
    return Upload(
        key=row.code,
        title=row.label,
        state=UploadState.FAILED if error else state,
        hint="",
        law=row.citation.removeprefix("jenis:").strip(),
        optional=not row.mandatory,
        action_url=reverse("document_put", args=[application.number, row.code]),
        remove_url=reverse("document_remove", args=[document.public_id])
        if document and application.state == State.DRAFT
        else "",
        status_url=reverse("document_status", args=[application.number, row.code])
        if state is UploadState.CHECKING
        else "",
        file_name=document.display_name if document else "",
        file_url=url,
        thumbnail_url=url if document and document.content_type in THUMBNAILS else "",
        size=document.size if document else 0,
        error=error or refusal_text(document),
    )


def refusal_text(document: Document | None) -> str:
    """Return the cause of a refusal in words that say what to do."""
    if document is None or document.state != DocumentState.REFUSED:
        return ""
    try:
        return str(MESSAGES[Refusal(document.refusal_code)])
    except (KeyError, ValueError):
        return _("Berkas ini tidak dapat diterima. Unggah berkas lain.")


def _requirement(application: Application, code: str) -> Requirement:
    for row in needing_upload(requirements_of(application)):
        if row.code == code:
            return row
    raise Http404


class DocumentPutView(EditMixin, View):
    """Take one file. A failed file never removes the others."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, number: str, code: str) -> HttpResponse:
        row = _requirement(self.application, code)
        sent = request.FILES.get("file")
        error = "" if sent else _("Pilih berkas lebih dahulu.")
        if sent is not None:
            try:
                documents.put_document(
                    self.application,
                    code,
                    chunks=sent.chunks(),
                    name=sent.name or code,
                    by=self.actor,
                    at=timezone.now(),
                )
            except DomainError as refused:
                error = refused.detail
        if request.headers.get("X-Upload") or request.headers.get("HX-Request"):
            return self._fragment(row, error)
        if error:
            return render(
                request,
                "licensing/draft_documents.html",
                {
                    "application": self.application,
                    "uploads": [
                        upload_row(self.application, row, None, error=error) if each.key == code else each
                        for each in upload_rows(self.application)
                    ],
                    "findings": [],
                },
                status=422,
            )
        return redirect(f"{reverse('draft_documents', args=[number])}#{code}")

    def _fragment(self, row: Requirement, error: str) -> HttpResponse:
        document = self.application.documents.filter(requirement_code=row.code, superseded_at__isnull=True).first()
        upload = upload_row(self.application, row, document, error=error)
        return render(self.request, "components/upload.html", {"upload": upload}, status=422 if error else 200)


class DocumentStatusView(EditMixin, View):
    """The component again, while the file is being checked."""

    def get(self, request: HttpRequest, number: str, code: str) -> HttpResponse:  # noqa: ARG002
        row = _requirement(self.application, code)
        document = self.application.documents.filter(requirement_code=code, superseded_at__isnull=True).first()
        return render(request, "components/upload.html", {"upload": upload_row(self.application, row, document)})


class DocumentMixin(PolicyMixin):
    """A document of a file within scope."""

    kwargs: dict[str, Any]

    def document(self) -> Document:
        """The document of the address, or 404."""
        rows = Document.objects.select_related("application", "application__licensing_office")
        visible = Application.objects.visible_to(self.request.user, self.policy)
        return get_object_or_404(rows.filter(application__in=visible), public_id=self.kwargs["public_id"])


class DocumentRemoveView(DocumentMixin, View):
    """Take the file of a row away, in a draft."""

    policy = "application_edit"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:  # noqa: ARG002
        document = self.document()
        documents.remove_document(document, by=self.actor, at=timezone.now())
        return redirect(f"{reverse('draft_documents', args=[document.application.number])}#{document.requirement_code}")


class DocumentOpenView(DocumentMixin, View):
    """The clean bytes as an attachment; logged, and the applicant sees who looked."""

    policy = "identity_document_open"

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:  # noqa: ARG002
        scopes = viewer_of(request.user).scopes(self.policy)
        reason = request.GET.get("alasan", "").strip()
        if scopes and all(scope.cell.needs_reason for scope in scopes) and len(reason) < 15:  # noqa: PLR2004
            raise PermissionDenied(_("Tulis alasan membuka dokumen ini, sedikitnya 15 huruf."))
        document = self.document()
        is_kept_back = document.requirement_code in WITHHELD_DOCUMENTS and is_withheld(
            document.application, request.user
        )
        if document.state != DocumentState.CLEAN or is_kept_back:
            raise Http404
        content = documents.open_document(document, by=self.actor, at=timezone.now(), reason=reason)
        response = HttpResponse(content, content_type=document.content_type)
        response["Content-Disposition"] = content_disposition_header(True, document.display_name)
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "no-store"
        return response
