"""The addresses of `privacy`."""

from __future__ import annotations

from django.urls import path

from heard.web.privacy.views import customers, documents, mine, retention

app_name = "privacy"
urlpatterns = [
    path("", mine.mine, name="mine"),
    path("download", mine.download, name="download"),
    path("customers", customers.search, name="customers"),
    path("customers/again", customers.again, name="again"),
    path("customers/<int:pk>", customers.one, name="customer"),
    path("customers/<int:pk>/export", customers.export, name="customer_export"),
    path("customers/<int:pk>/erase", customers.erase_one, name="erase"),
    path("receipts/<int:pk>", customers.receipt, name="receipt"),
    path("receipts/<int:pk>/text", customers.receipt_text, name="receipt_text"),
    path("retention", retention.retention, name="retention"),
    path("how", documents.how, name="how"),
    path("never", documents.never, name="never"),
    path("pack", documents.pack, name="pack"),
    path("pack/<slug:name>", documents.one, name="document"),
]
