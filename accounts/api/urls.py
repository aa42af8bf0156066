"""Addresses of accounts below `/api/v1/`."""

from django.urls import path

from accounts.api import export_jobs, exports, schema, webhooks  # noqa: F401  # schema registers how the document names the token
from accounts.api.calendar import CalendarDays, CalendarDue

urlpatterns = [
    path("calendar/", CalendarDays.as_view(), name="api_calendar"),
    path("webhooks/", webhooks.SubscriptionList.as_view(), name="api_webhooks"),
    path("webhooks/<str:public_id>/", webhooks.SubscriptionDetail.as_view(), name="api_webhook"),
    path("webhooks/<str:public_id>/rotate/", webhooks.Rotate.as_view(), name="api_webhook_rotate"),
    path("webhooks/<str:public_id>/test/", webhooks.SendTest.as_view(), name="api_webhook_test"),
    path("webhooks/<str:public_id>/replay/", webhooks.ReplayDead.as_view(), name="api_webhook_replay"),
    path("webhooks/<str:public_id>/messages/", webhooks.MessageList.as_view(), name="api_webhook_messages"),
    path(
        "webhooks/<str:public_id>/messages/<str:message_id>/replay/",
        webhooks.Replay.as_view(),
        name="api_webhook_message_replay",
    ),
    path("calendar/due/", CalendarDue.as_view(), name="api_calendar_due"),
    path("exports/", export_jobs.ExportList.as_view(), name="api_exports"),
    path("exports/<str:public_id>/", export_jobs.ExportDetail.as_view(), name="api_export"),
    path("exports/<str:public_id>/file/", export_jobs.ExportFile.as_view(), name="api_export_file"),
    *(path(route, view, name=name) for route, view, name in exports.addresses()),
]
