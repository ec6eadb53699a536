"""The report as people meet it: on a phone, a tablet and a desk, light and dark, by keys, on paper, without a script."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from heard import demo
from heard.analysis import analyse
from heard.report import write_report
from heard.signals import Repetition
from tests.report.told import overview


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """The address of a report over half the demo archive."""
    conversations = list(demo.archive())[::2]
    repetition = Repetition.over(conversations)
    analyses = [analyse(c, repetition=repetition).to_json() for c in conversations]
    path = tmp_path_factory.mktemp("report") / "report.html"
    write_report(path, analyses, overview(analyses), title="The demo archive")
    return path.as_uri()


@pytest.fixture
def open_report(browser, report):
    """Opens the report in a new window; fails the test when the page complains."""
    contexts, complaints = [], []

    def open_(*, width=1440, scheme="light", script=True, at=""):
        contexts.append(
            browser.new_context(
                viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script
            )
        )
        page = contexts[-1].new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(report + at)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 768, 1440])
def test_axe_finds_nothing(open_report, width, scheme):
    page = open_report(width=width, scheme=scheme)
    page.locator("details.conversation").first.evaluate("details => details.open = true")

    found = Axe().run(page)

    assert found.response["violations"] == [], found.generate_report()


@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_the_page_never_scrolls_sideways(open_report, width):
    assert open_report(width=width).evaluate("document.documentElement.scrollWidth") == width


def test_every_number_opens_the_moments_behind_it(open_report):
    page = open_report()
    links = page.locator("table.matrix a.count")
    for number in range(links.count()):
        links.nth(number).click()
        shown = page.locator("#list > li:visible").count()
        assert shown == int(links.nth(number).inner_text()), number


def test_filters_narrow_the_list_and_say_so(open_report):
    page = open_report()
    page.get_by_label("Met or missed").select_option("state:missed")
    shown = page.locator("#list > li:visible")

    expect(page.get_by_role("status")).to_contain_text(f"{shown.count()} of ")
    assert all("state:missed" in row.get_attribute("data-is") for row in shown.all())
    assert page.url.endswith("#moments?state:missed")


def test_a_search_for_what_nobody_said_can_be_taken_back(open_report):
    page = open_report()
    page.get_by_label("Words", exact=True).fill("zzzzzz")
    expect(page.get_by_text("No listed moment is all of this.")).to_be_visible()
    page.get_by_role("button", name="Show all again").click()

    expect(page.locator("#none")).to_be_hidden()


def test_a_link_into_a_conversation_opens_it(open_report):
    page = open_report()
    page.locator("article.moment a").first.click()

    expect(page.locator("details.conversation[open]")).to_have_count(1)


def test_keys_move_through_moments_and_conversations(open_report):
    page = open_report()
    focused = "document.activeElement.id || document.activeElement.parentElement.id"
    page.keyboard.press("j")
    first = page.evaluate(focused)
    page.keyboard.press("j")
    second = page.evaluate(focused)
    page.keyboard.press("k")
    back = page.evaluate(focused)
    page.keyboard.press("n")
    conversation = page.evaluate(focused)
    page.keyboard.press("/")

    assert (first, second, back) == ("best1", "best2", "best1")
    assert re.fullmatch(r"c\d+", conversation)
    expect(page.get_by_label("Words", exact=True)).to_be_focused()


def test_the_question_mark_shows_the_keys_and_they_can_be_turned_off(open_report):
    page = open_report()
    page.keyboard.press("?")
    page.get_by_label("Use these keys").uncheck()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("j")

    assert page.evaluate("document.activeElement.id") != "best1"


def test_the_page_turns_dark_and_light_and_remembers(open_report):
    page = open_report()
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.get_by_role("button", name="Dark page").click()
    dark = page.evaluate(paper)
    page.reload()

    assert light != dark == page.evaluate(paper)
    expect(page.get_by_role("button", name="Light page")).to_be_visible()


def test_without_a_script_everything_can_be_read(open_report):
    page = open_report(script=False)

    assert page.locator("#list > li").count() == page.locator("#list > li:visible").count() > 50
    expect(page.locator("#filters")).to_be_hidden()
    # By the keyboard: rows above still find their height, so that a click may miss.
    page.locator("details.conversation summary").first.press("Enter")
    expect(page.locator("details.conversation .turn").first).to_be_visible()


def test_a_thin_line_joins_each_note_to_its_words(open_report):
    page = open_report()

    assert page.locator("#best1 .leads path").count() == page.locator("#best1 .note.worded").count() > 0


def test_on_a_phone_the_note_stands_under_its_turn(open_report):
    page = open_report(width=390)
    turn = page.locator("#best1 .turn:has(+ .notes)").first.bounding_box()
    note = page.locator("#best1 .notes").first.bounding_box()

    assert note["y"] >= turn["y"] + turn["height"] - 1


def test_on_paper_the_lists_for_the_screen_are_left_out(open_report):
    page = open_report()
    page.emulate_media(media="print")

    expect(page.locator("#list")).to_be_hidden()
    expect(page.locator("nav")).to_be_hidden()
    expect(page.locator("#how")).to_be_visible()
