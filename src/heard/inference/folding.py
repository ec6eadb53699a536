"""Words that say the same, made the same before they are cut into pieces: what costs nothing when it is read.

A dropped apostrophe, British or American spelling, "u" for "you", a digit for a number's word, a slip of the finger: none
tells anything about how somebody fares, and none is to change a judgement. Each distinct word is looked at once.
"""

from __future__ import annotations

from collections.abc import Container, Iterator

__all__ = ["SAME", "mended"]

_NOT = {
    "do": "don't dont dunno dinnae",
    "does": "doesn't doesnt",
    "did": "didn't didnt didnae",
    "is": "isn't isnt ain't aint isnae",
    "are": "aren't arent",
    "was": "wasn't wasnt wasnae",
    "were": "weren't werent",
    "has": "hasn't hasnt",
    "have": "haven't havent havenae",
    "had": "hadn't hadnt",
    "can": "can't cant cannot cannae",
    "could": "couldn't couldnt couldnae",
    "will": "won't wont willnae",
    "would": "wouldn't wouldnt wouldnae",
    "should": "shouldn't shouldnt",
    "must": "mustn't mustnt",
    "need": "needn't neednt",
}
_ENDINGS = {"'m": "am", "'re": "are", "'ve": "have", "'ll": "will", "'d": "would"}
_PEOPLE = ("i", "you", "he", "she", "it", "we", "they", "that", "there", "who", "what", "this")
_IS = ("he", "she", "it", "that", "there", "who", "what", "where", "here", "how")
_WRITTEN = (  # as it may be written, as it is read
    "im i am|ive i have|youre you are|youve you have|theyre they are|theyve they have|weve we have|thats that is|"
    "whats what is|theres there is|heres here is|hes he is|shes she is|let's let us|y'all you all|yall you all|"
    "gonna going to|wanna want to|gotta got to|gimme give me|lemme let me|kinda kind of|sorta sort of|alot a lot|"
    "u you|ya you|ye you|ur your|yer your|pls please|plz please|thx thanks|thnx thanks|ty thank you|cos because|"
    "coz because|cuz because|bc because|tho though|thru through|ppl people|msg message|appt appointment|acct account|"
    "ok okay|k okay|yeah yes|yep yes|yup yes|aye yes|nah no|nope no|naw no|hr hour|hrs hours|mins minutes|wk week|"
    "wks weeks|mth month|mths months|yr year|yrs years|tmrw tomorrow|tomoz tomorrow|2moro tomorrow|wd would|cd could|"
    "nowt nothing|owt anything|summat something|summit something|wee little|bairn child|bairns children|wean child|"
    "weans children|mum mom|mums moms|mam mom|mummy mommy|nan grandma|gran grandma|nana grandma|till until|til until|"
    "wi with|tae to|dae do|fae from|aff off|oot out|doon down|hame home|wis was|jist just|noo now|teh the|adn and|"
    "hte the|thier their|waht what|wich which|jsut just|becuase because|tommorow tomorrow|tomorow tomorrow|"
    "tommorrow tomorrow|definately definitely|payed paid|dissapointed disappointed|recieve receive|recieved received|"
    "wierd weird|beleive believe|freind friend|untill until|realy really|appologies apologies|appologise apologize"
)
_BRITISH = (
    "colour color|colours colors|favour favor|favours favors|favourite favorite|honour honor|honoured honored|"
    "behaviour behavior|neighbour neighbor|neighbours neighbors|labour labor|humour humor|rumour rumor|harbour harbor|"
    "flavour flavor|apologise apologize|apologised apologized|apologises apologizes|apologising apologizing|"
    "realise realize|realised realized|realises realizes|realising realizing|recognise recognize|"
    "recognised recognized|recognises recognizes|organise organize|organised organized|organising organizing|"
    "organisation organization|prioritise prioritize|prioritised prioritized|authorise authorize|"
    "authorised authorized|authorisation authorization|unauthorised unauthorized|customise customize|"
    "customised customized|finalise finalize|finalised finalized|emphasise emphasize|summarise summarize|"
    "minimise minimize|maximise maximize|personalised personalized|specialise specialize|specialised specialized|"
    "sympathise sympathize|analyse analyze|analysed analyzed|centre center|centres centers|"
    "metre meter|metres meters|litre liter|litres liters|theatre theater|cheque check|cheques checks|"
    "cancelled canceled|cancelling canceling|cancelation cancellation|travelled traveled|travelling traveling|"
    "traveller traveler|travellers travelers|labelled labeled|modelling modeling|jewellery jewelry|grey gray|tyre tire|"
    "tyres tires|kerb curb|storey story|programme program|programmes programs|licence license|licences licenses|"
    "defence defense|offence offense|practise practice|learnt learned|burnt burned|dreamt dreamed|spelt spelled|"
    "enrol enroll|fulfil fulfill|instalment installment|instalments installments|skilful skillful|whilst while|"
    "amongst among|mould mold|mouldy moldy|pyjamas pajamas|aeroplane airplane|ageing aging|judgement judgment|"
    "paediatric pediatric|anaesthetic anesthetic|diarrhoea diarrhea|haemorrhage hemorrhage|orthopaedic orthopedic"
)
_NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for entry in text.split("|"):
        written, _, read = entry.partition(" ")
        yield written, read


SAME: dict[str, str] = {  # a word in small letters with a plain apostrophe → the words it is read as
    **{written: f"{verb} not" for verb, forms in _NOT.items() for written in forms.split()},
    "dunno": "do not know",
    **{f"{who}{ending}": f"{who} {verb}" for who in _PEOPLE for ending, verb in _ENDINGS.items()},
    **{f"{who}'s": f"{who} is" for who in _IS},
    **dict(_pairs(_WRITTEN)),
    **dict(_pairs(_BRITISH)),
    **{str(number): word for number, word in enumerate(_NUMBERS.split())},
}
_LEAST, _MOST = 5, 20  # letters of a word that is looked at for a slip
_VOWELS = "aeiou"


def mended(word: str, known: Container[str]) -> str | None:
    """The one word of `known` that `word` is one slip of the finger away from; None: there is none, or several.

    Slips: two letters in each other's place, a letter doubled, a consonant not doubled, a vowel left out between consonants. The
    first letter is taken to be right. Other slips are as often words of their own ("outage", "outrage").
    """
    if not (_LEAST <= len(word) <= _MOST and word.isascii() and word.isalpha()):
        return None
    for slips in (_swapped, _doubled, _left_out):
        found = {other for other in slips(word) if other in known}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _swapped(word: str) -> Iterator[str]:
    return (word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(1, len(word) - 1) if word[i] != word[i + 1])


def _doubled(word: str) -> Iterator[str]:
    yield from (word[:i] + word[i + 1 :] for i in range(1, len(word)) if word[i] == word[i - 1])
    yield from (word[:i] + word[i - 1] + word[i:] for i in range(2, len(word)) if word[i - 1] not in _VOWELS)


def _left_out(word: str) -> Iterator[str]:
    between = [i for i in range(1, len(word)) if word[i] not in _VOWELS and word[i - 1] not in _VOWELS]
    return (word[:i] + vowel + word[i:] for i in between for vowel in _VOWELS)
