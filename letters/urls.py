"""Addresses of the public check and of letter files. Upper case `/V/` is what QR codes hold."""

from django.urls import path

from letters.views import check, file

urlpatterns = [
    path("v/", check.LetterCheckForm.as_view(), name="letter_check"),
    path("v/cocokkan/", check.LetterCompare.as_view(), name="letter_compare"),
    path("v/kunci.pem", check.QrKey.as_view(), name="letter_key"),
    path("v/<slug:code>/", check.LetterVerify.as_view(), name="letter_verify"),
    path("V/<slug:code>/<slug:payload>", check.LetterScan.as_view(), name="letter_scan"),
    path("V/<slug:code>", check.CodeAlone.as_view(), name="letter_code_alone"),
    path("V/", check.CodeAlone.as_view(), name="letter_check_upper"),
    path("letters/<str:public_id>/file/", file.LetterFile.as_view(), name="letter_file"),
]
