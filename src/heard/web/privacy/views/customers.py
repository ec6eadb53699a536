"""A customer's requests: what is kept of me, and erase it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from heard.web.customers.access import customer_for, customers_for
from heard.web.organisation.access import open_to
from heard.web.organisation.actions import log
from heard.web.people.access import person_of
from heard.web.privacy.access import ANSWER_CUSTOMERS, receipt_for, receipts_for
from heard.web.privacy.actions import erase
from heard.web.privacy.downloads import as_json, receipt_as_text
from heard.web.privacy.forms import CodesForm, EraseForm, SearchForm
from heard.web.privacy.queries import MOST, export_of, found_customers, kept_of, nearby_receipts
from heard.web.privacy.recognising import customers_with, receipts_of
from heard.web.privacy.uploads import NotNow

__all__ = ["again", "erase_one", "export", "one", "receipt", "receipt_text", "search"]

RECENT = 20  # receipts that are listed


@open_to(*ANSWER_CUSTOMERS)
@require_http_methods(["GET", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Looks a customer up by name or id. What was typed stands in no address and in no log."""
    person = person_of(request)
    form = SearchForm(request.POST if request.method == "POST" else None)
    found, erased = None, []
    if form.is_bound and form.is_valid():
        found = list(found_customers(person, form.cleaned_data["name"]))
        erased = nearby_receipts(person, form.cleaned_data["name"])
        log(person.organisation, person, "looked for a customer", found=len(found[:MOST]))
    receipts = receipts_for(person).select_related("back_as")
    context = {
        "form": form,
        "found": found and found[:MOST],
        "searched": found is not None,
        "more": found is not None and len(found) > MOST,
        "erased": erased,
        "receipts": receipts[:RECENT],
        "back": receipts.exclude(back_as=None)[:RECENT],
    }
    return render(request, "privacy/customers.html", context)


@open_to(*ANSWER_CUSTOMERS)
@require_GET
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """What is kept of a customer, in numbers; their words are in the export alone."""
    person = person_of(request)
    customer = customer_for(person, pk)
    log(person.organisation, person, "saw customer", f"customer {pk}")
    context = {
        "customer": customer,
        "kept": kept_of(customer),
        "erased": receipts_of(person.organisation, customer.name),
        "crumbs": [_crumb()],
    }
    return render(request, "privacy/customer.html", context)


@open_to(*ANSWER_CUSTOMERS)
@require_http_methods(["POST"])
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """What is kept of a customer, for them: as JSON or as a page."""
    person = person_of(request)
    customer = customer_for(person, pk)
    as_page = request.POST.get("form") != "json"
    talks = list(export_of(customer))
    log(person.organisation, person, "exported customer", f"customer {pk}", conversations=len(talks))
    data = {"organisation": person.organisation.name, "customer": customer.name, "conversations": talks}
    if as_page:
        content: str = render_to_string("privacy/customer_download.html", {**data, "kept": kept_of(customer)})
    else:
        content = as_json(data)
    kind, ending = ("text/html; charset=utf-8", "html") if as_page else ("application/json", "json")
    headers = {"Content-Disposition": f'attachment; filename="heard-customer-{pk}.{ending}"'}
    return HttpResponse(content.encode("utf-8", "replace"), content_type=kind, headers=headers)


@open_to(*ANSWER_CUSTOMERS)
@require_http_methods(["GET", "POST"])
def erase_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks once more, then erases."""
    person = person_of(request)
    customer = customer_for(person, pk)
    form = EraseForm(request.POST if request.method == "POST" else None, expected=customer.name)
    if form.is_bound and form.is_valid():
        try:
            made = erase(person, customer)
        except NotNow as why:
            form.add_error(None, str(why))
        else:
            import_string("heard.web.privacy.tasks.finish").enqueue()
            messages.success(request, _("The customer was erased. This is the receipt; download it and keep it."))
            return redirect("privacy:receipt", made.pk)
    context = {
        "form": form,
        "customer": customer,
        "title": _("Erase this customer?"),
        "kept_now": kept_of(customer),
        "submit": _("Erase for good"),
        "cancel": reverse("privacy:customer", args=[pk]),
        "dangerous": True,
    }
    return render(request, "privacy/erase.html", context)


@open_to(*ANSWER_CUSTOMERS)
@require_GET
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """What was erased, what was found afterwards, and what to do about backups."""
    person = person_of(request)
    context = {"receipt": receipt_for(person, pk), "crumbs": [_crumb()]}
    return render(request, "privacy/receipt.html", context)


@open_to(*ANSWER_CUSTOMERS)
@require_GET
def receipt_text(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as text, to be kept outside Heard."""
    person = person_of(request)
    held = receipt_for(person, pk)
    log(person.organisation, person, "exported receipt", str(held))
    headers = {"Content-Disposition": f'attachment; filename="heard-receipt-{held.number}.txt"'}
    return HttpResponse(receipt_as_text(held), content_type="text/plain; charset=utf-8", headers=headers)


@open_to(*ANSWER_CUSTOMERS)
@require_http_methods(["GET", "POST"])
def again(request: HttpRequest) -> HttpResponse:
    """After a restore: receipts find the customers who came back with the backup."""
    person = person_of(request)
    form = CodesForm(request.POST if request.method == "POST" else None)
    found = None
    if form.is_bound and form.is_valid():
        found = list(customers_with(person.organisation, form.cleaned_data["codes"], customers_for(person)))
        log(person.organisation, person, "looked for erased customers by receipts", found=len(found))
    return render(request, "privacy/again.html", {"form": form, "found": found, "crumbs": [_crumb()]})


def _crumb() -> dict[str, str]:
    return {"title": _("Customers’ requests"), "url": reverse("privacy:customers")}
