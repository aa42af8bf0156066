"""Pages that need no data: privacy, accessibility, help."""

from django.views.generic import TemplateView


class PublicPage(TemplateView):
    """A page anybody may read."""

    policy = "public_read"


class PrivacyPage(PublicPage):
    template_name = "accounts/page_privacy.html"


class AccessibilityPage(PublicPage):
    template_name = "accounts/page_accessibility.html"


class HelpPage(PublicPage):
    template_name = "accounts/page_help.html"
