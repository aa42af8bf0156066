"""Pages about people: addresses in Indonesian, names in English."""

from django.urls import path

from accounts.views import home, inbox, jobs, officials, passwords, profile, sessions, sign_up, staff, trail, whatsapp
from accounts.views.brand import brand_css
from accounts.views.language import language_update
from accounts.views.pages import AccessibilityPage, HelpPage, PrivacyPage

urlpatterns = [
    path("masuk/", sessions.SessionCreateView.as_view(), name="session_create"),
    path("masuk/ulang/", sessions.SessionRenewView.as_view(), name="session_renew"),
    path("keluar/", sessions.SessionDeleteView.as_view(), name="session_delete"),
    path("peran/", sessions.RoleChooseView.as_view(), name="role_choose"),
    path("daftar/", sign_up.SignUpCreateView.as_view(), name="sign_up_create"),
    path("daftar/kode/", sign_up.SignUpConfirmView.as_view(), name="sign_up_confirm"),
    path("daftar/kode/baru/", sign_up.SignUpCodeView.as_view(), name="sign_up_code"),
    path("lupa-sandi/", passwords.PasswordResetView.as_view(), name="password_reset"),
    path("lupa-sandi/kode/", passwords.PasswordResetConfirmView.as_view(), name="password_reset_confirm"),
    path("profil/kata-sandi/", passwords.PasswordChangeView.as_view(), name="password_change"),
    path("profil/", profile.ProfileDetailView.as_view(), name="profile_detail"),
    path("profil/kontak/", profile.ContactChangeView.as_view(), name="contact_change"),
    path("profil/kontak/kode/", profile.ContactConfirmView.as_view(), name="contact_confirm"),
    path("profil/kontak/batal/<str:ticket>/", profile.ContactUndoView.as_view(), name="contact_undo"),
    path("profil/pesan/berhenti/", profile.MessagesStopView.as_view(), name="messages_stop"),
    path("profil/pesan/lanjut/", profile.MessagesResumeView.as_view(), name="messages_resume"),
    path("profil/persetujuan/tarik/", profile.ConsentWithdrawView.as_view(), name="consent_withdraw"),
    path("profil/persetujuan/beri/", profile.ConsentGiveView.as_view(), name="consent_give"),
    path("pesan/", inbox.InboxListView.as_view(), name="inbox_list"),
    path("pesan/dibaca/", inbox.InboxReadView.as_view(), name="inbox_read"),
    path("pesan/<int:pk>/buka/", inbox.MessageOpenView.as_view(), name="message_open"),
    path("kait/whatsapp/", whatsapp.WhatsAppHookView.as_view(), name="whatsapp_hook"),
    path("pesan-keluar/", jobs.OutgoingListView.as_view(), name="outgoing_list"),
    path("pekerjaan/", jobs.JobListView.as_view(), name="job_list"),
    path("pekerjaan/<int:pk>/", jobs.JobRequeueView.as_view(), name="job_requeue"),
    path("petugas/", staff.StaffListView.as_view(), name="staff_list"),
    path("petugas/undang/", staff.InvitationCreateView.as_view(), name="invitation_create"),
    path(
        "petugas/undangan/<str:public_id>/tetapkan/",
        staff.InvitationConfirmView.as_view(),
        name="invitation_confirm",
    ),
    path("petugas/undangan/<str:public_id>/batal/", staff.InvitationRefuseView.as_view(), name="invitation_refuse"),
    path("petugas/peran/<int:pk>/akhiri/", staff.MembershipEndView.as_view(), name="membership_end"),
    path("undangan/<str:token>/", staff.InvitationAcceptView.as_view(), name="invitation_accept"),
    path("pejabat/", officials.OfficialListView.as_view(), name="official_list"),
    path("pejabat/penetapan/", officials.OfficialReviewView.as_view(), name="official_review"),
    path("pejabat/pelaksana/", officials.ActingCreateView.as_view(), name="acting_create"),
    path("pejabat/pelaksana/<int:pk>/tetapkan/", officials.ActingConfirmView.as_view(), name="acting_confirm"),
    path("pejabat/pelaksana/<int:pk>/tolak/", officials.ActingRejectView.as_view(), name="acting_reject"),
    path("pejabat/ketidakhadiran/", officials.AbsenceCreateView.as_view(), name="absence_create"),
    path("jejak-audit/", trail.AuditListView.as_view(), name="audit_list"),
    path("beranda/", home.HomeView.as_view(), name="home"),
    path("beranda/ringkasan/", home.HomeOverviewView.as_view(), name="home_overview"),
    path("bahasa/", language_update, name="set_language"),
    path("warna.css", brand_css, name="brand_css"),
    path("privasi/", PrivacyPage.as_view(), name="page_privacy"),
    path("aksesibilitas/", AccessibilityPage.as_view(), name="page_accessibility"),
    path("bantuan/", HelpPage.as_view(), name="page_help"),
]
