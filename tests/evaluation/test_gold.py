"""A labelled file is checked before it is believed; each error says file, line, turn and cure."""

import json

import pytest

from heard.evaluation import GoldError
from heard.evaluation.gold import read_gold

CUSTOMER = {
    "speaker": "customer",
    "text": "The boiler man never came and my mother is ill.",
    "feelings": ["frustration"],
    "intensity": 1,
    "circumstances": ["broken_promise", "health"],
    "stance": ["complaint"],
    "need": 1,
}
AGENT = {"speaker": "agent", "text": "I am sorry.", "moves": ["apologise", "canned"], "recognition": 1, "action": 0}


def write(folder, *conversations):
    path = folder / "labelled.jsonl"
    lines = [one if isinstance(one, str) else json.dumps(one) for one in conversations]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def conversation(*turns, id="one"):
    return {"id": id, "channel": "call", "turns": list(turns)}


def test_labels_come_with_their_turns(tmp_path):
    (gold,) = read_gold(write(tmp_path, conversation(CUSTOMER, AGENT)))

    customer, agent = gold.labels
    assert customer.labels == {"frustration", "broken_promise", "health", "complaint"}
    assert (customer.need, customer.intensity, customer.recognition) == (True, 1, None)
    assert agent.labels == {"apologise", "canned"}
    assert (agent.need, agent.recognition, agent.action, agent.answers) == (None, 1, 0, True)


def test_a_reply_without_a_value_answers_no_open_need(tmp_path):
    settled = AGENT | {"recognition": None, "action": None}

    (gold,) = read_gold(write(tmp_path, conversation(CUSTOMER, settled)))

    assert gold.labels[1].answers is False


def test_words_industry_and_traits_come_along_where_they_are_given(tmp_path):
    quoted = CUSTOMER | {"words": {"health": "my mother is ill"}}

    (gold,) = read_gold(write(tmp_path, conversation(quoted, AGENT) | {"industry": "energy", "traits": ["dialect"]}))
    (plain,) = read_gold(write(tmp_path, conversation(CUSTOMER)))

    assert (gold.words, gold.industry, gold.traits) == (({"health": "my mother is ill"}, {}), "energy", ("dialect",))
    assert (plain.words, plain.industry, plain.traits) == (({},), None, ())


def test_bots_need_no_labels(tmp_path):
    bot = {"speaker": "bot", "text": "Choose a topic."}

    (gold,) = read_gold(write(tmp_path, conversation(bot, CUSTOMER)))

    assert gold.labels[0].labels is None


ERRORS = {
    "no JSON": ("{", "labelled.jsonl:1: not valid JSON"),
    "no turns": ({"id": "one"}, 'labelled.jsonl:1: "turns" is missing'),
    "labels without text": (
        conversation({"speaker": "customer", "need": 1}),
        'labelled.jsonl:1: turn 0: "text" must be a string',
    ),
    "text without labels": (
        conversation({"speaker": "customer", "text": "Hello"}),
        'turn 0: "feelings" is missing; give a list of labels, which may be empty',
    ),
    "an unknown label": (
        conversation(CUSTOMER | {"feelings": ["frustated"]}),
        "turn 0: feelings: no label 'frustated'; did you mean \"frustration\"?",
    ),
    "a label of another group": (
        conversation(CUSTOMER | {"feelings": ["blame"]}),
        "use one of frustration, anxiety, sadness",
    ),
    "words that nobody said": (
        conversation(CUSTOMER | {"words": {"health": "my father is ill"}}),
        "turn 0: the words for 'health' are not in the turn's text; quote them exactly",
    ),
    "a need that is no 0 or 1": (conversation(CUSTOMER | {"need": 2}), "turn 0: need 2 is none of 0, 1; correct it"),
    "an intensity beyond the scale": (conversation(CUSTOMER | {"intensity": 4}), "intensity 4 is none of 0, 1, 2, 3"),
    "half a judgement": (
        conversation(CUSTOMER, AGENT | {"action": None}),
        "turn 1: recognition and action go together",
    ),
    "no recognition at all": (
        conversation({"speaker": "agent", "text": "Hi.", "moves": [], "action": 0}),
        'turn 0: "recognition" is missing; give one of -1, 0, 1, 2, 3',
    ),
}


@pytest.mark.parametrize(("given", "told"), ERRORS.values(), ids=ERRORS)
def test_an_error_says_where_it_is_and_what_to_do(tmp_path, given, told):
    with pytest.raises(GoldError) as error:
        list(read_gold(write(tmp_path, given)))

    assert told in str(error.value)
    assert str(error.value).startswith("labelled.jsonl:1: ")


def test_an_id_that_comes_twice_is_refused(tmp_path):
    path = write(tmp_path, conversation(CUSTOMER), conversation(CUSTOMER))

    with pytest.raises(GoldError, match=r"labelled.jsonl:2: id 'one' was given before"):
        list(read_gold(path))


def test_an_empty_file_is_refused(tmp_path):
    with pytest.raises(GoldError, match="holds no conversation"):
        list(read_gold(write(tmp_path)))


def test_a_missing_file_is_named_without_its_folder(tmp_path):
    with pytest.raises(GoldError, match=r"^nowhere.jsonl can't be read"):
        list(read_gold(tmp_path / "nowhere.jsonl"))


def test_a_file_in_another_encoding_says_how_to_save_it(tmp_path):
    path = tmp_path / "labelled.jsonl"
    path.write_bytes(b'{"id": "caf\xe9"}\n')

    with pytest.raises(GoldError, match="is not UTF-8; save it as UTF-8"):
        list(read_gold(path))
