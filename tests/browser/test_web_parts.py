"""The web's parts in a real browser, under the policy that pages are served with."""

import shutil
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import django_htmx
import pytest
from axe_playwright_python.sync_playwright import Axe
from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.template import Context, Template
from django.test import override_settings
from django.urls import include, path

import heard.web
from heard.analysis import analyse
from heard.demo import OPENING, archive

HERE = Path(__file__).parent
urlpatterns = [
    path("conversations/", include(([path("", HttpResponse, name="list")], "conversations"))),
    path("logout/", HttpResponse, name="account_logout"),
]


class Standard(forms.Form):
    name = forms.CharField(label="Name of the standard", help_text="Three words are enough.")
    role = forms.ChoiceField(label="Role", choices=[("a", "Agent"), ("b", "Team lead")], widget=forms.RadioSelect)
    teams = forms.MultipleChoiceField(
        label="Teams", choices=[("a", "North")], widget=forms.CheckboxSelectMultiple, required=False
    )
    why = forms.CharField(label="Why", widget=forms.Textarea, required=False)
    told = forms.BooleanField(label="Tell me when it is done", required=False, help_text="On this page only.")


class Choices(forms.Form):
    need = forms.ChoiceField(label="Need", choices=[("", "any"), ("frustration", "Frustration")], required=False)


class Serving(SimpleHTTPRequestHandler):
    """Files, under the policy of the settings."""

    def end_headers(self):
        directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items()
        policy = "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives)
        self.send_header("Content-Security-Policy", policy)
        super().end_headers()

    def log_message(self, *args):
        """Says nothing."""


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    """A page with every part on it, served."""
    site = tmp_path_factory.mktemp("site")
    shutil.copytree(Path(heard.web.__file__).parent / "static", site / "static")
    shutil.copytree(Path(django_htmx.__file__).parent / "static", site / "static", dirs_exist_ok=True)
    links = [SimpleNamespace(title=title, url="#", current=title == "Overview") for title in ("Overview", "Reviews")]
    person = SimpleNamespace(name="Amara Okafor", is_authenticated=True)
    context = {
        "request": SimpleNamespace(user=person, GET={}),
        "csrf_token": "token",
        "navigation": links,
        "own_links": links,
        "footer_links": links,
        "links": links,
        "may_search": True,
        "messages": [],
        "analysis": analyse(next(c for c in archive() if c.id == OPENING)).to_json(),
        "levels": [-1, 0, 1, 2, 3, None],
        "badges": ["person", "unsure", "context", "contested", "upheld", "declined", "none"],
        "until": datetime(2026, 3, 3, 14, tzinfo=UTC),
        "form": Standard({"why": "Because of May."}),
        "choices": Choices({"need": "frustration"}),
    }
    with override_settings(ROOT_URLCONF=__name__):
        html = Template((HERE / "parts.html").read_text("utf-8")).render(Context(context))
    (site / "index.html").write_text(html, "utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Serving, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(browser, address):
    """The page, opened; what it complains of fails the test."""
    opened = browser.new_page(viewport={"width": 1440, "height": 900}, color_scheme="light")
    said = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.goto(address)
    yield opened
    opened.close()

    assert said == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 768, 1440])
def test_every_part_fits_and_can_be_read_by_everybody(browser, address, width, scheme):
    # axe is put into the page as text, which the policy would rightly stop.
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(address)

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []
    context.close()


def test_the_form_begins_with_what_has_to_be_put_right(page):
    assert page.evaluate("document.activeElement.className") == "summary"


def test_j_and_k_go_from_moment_to_moment(page):
    here = "document.activeElement.id || document.activeElement.getAttribute('aria-labelledby')"
    page.evaluate("document.activeElement.blur(), scrollTo({top: 0, behavior: 'instant'})")
    visited = []
    for key in "jjjk":
        page.keyboard.press(key)
        visited.append(page.evaluate(here))

    assert visited == ["card-m1-title", "m1-need", "m2-need", "m1-need"]


def test_slash_goes_to_the_search_and_letters_typed_there_are_letters(page):
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    page.keyboard.type("jk?/")

    assert page.input_value("#search") == "jk?/"


def test_n_and_p_follow_the_links_to_what_is_next_and_previous(page):
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("n")
    page.wait_for_url("**/?older")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("p")
    page.wait_for_url("**/?newer")


def test_a_question_mark_shows_the_keys_and_they_can_be_turned_off(page):
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    page.get_by_label("Use these keys").uncheck()
    page.get_by_role("button", name="Close").click()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")

    assert not page.get_by_role("dialog").is_visible()
    assert page.evaluate("document.activeElement.id") != "search"


def test_the_chosen_theme_is_told_to_the_server(page):
    page.get_by_text("Amara Okafor").click()
    page.get_by_role("button", name="Dark page").click()

    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}["heard_theme"] == "dark"
    assert page.get_by_role("button", name="Light page").is_visible()


def test_a_thin_line_leads_from_each_note_to_its_words(page):
    assert page.locator(".leads path").count() == page.locator(".note.worded").count() > 0


def test_dropped_files_are_taken_by_their_field(page):
    page.evaluate("""() => {
        const files = new DataTransfer();
        files.items.add(new File(["{}"], "october.jsonl"));
        document.querySelector("[data-drop]").dispatchEvent(new DragEvent("drop", { dataTransfer: files, bubbles: true }));
    }""")

    assert page.evaluate("document.querySelector('#file').files[0].name") == "october.jsonl"


def test_everything_can_be_read_and_sent_without_a_script(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.get_by_text("Amara Okafor").click()

    assert page.get_by_role("button", name="Sign out").is_visible()
    assert page.get_by_role("button", name="Save the standard").is_visible()
    assert not page.get_by_role("button", name="Dark page").is_visible()
    context.close()
