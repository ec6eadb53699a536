"""The figures of the encoder with the patterns: what `heard analyse` does by default."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from benchmarks import archives, processes, roberta
from benchmarks.figure import Figure
from heard import Conversation, analyse
from heard.batch.run import chunks
from heard.batch.work import analysed, kind_lines_of, pack
from heard.inference import load_encoder
from heard.inference.bundle import open_bundle
from heard.inference.encoder import SmallEncoder
from heard.inference.wordpiece import Wordpiece
from heard.signals import Repetition
from heard.signals.matching import matcher_for
from heard.standards import load

TITLE = "Encoder and patterns"
MEANING = """\
What `heard analyse` does by default: the whole analysis, written as JSON. Each distinct text is encoded once, so what an
archive costs hangs on how often its texts come again. Four archives: all turns distinct; shaped as above, where 40 % of
replies and 20 % of customers' turns are templates and formulas; and two in which a text stands twice and ten times on
average, because half and nine tenths of the turns are the same few hundred lines. Ten times is a service that lives on
macros and short answers; customers' own words hardly ever repeat. The share of repeated texts is said with each.
RoBERTa-base is a classifier of the usual kind, in torch with 32-bit numbers, on the same texts with as many threads."""
SAMPLE = 20_000  # turns of the archives on which speed is measured
LATENCY_TURNS = 300
LONGEST = (
    15 * 60
)  # seconds that the large archive of distinct turns may take; else it is made smaller, and that is said
STEP = 10_000


def figures(bundle: Path, *, turns: int, sample: int) -> Iterator[Figure]:
    """Every figure, as it is measured; the large archives have `turns`, 0 leaves them out. Raises EncoderUnusable."""
    encoder = load_encoder(bundle)
    shapes = {
        "all turns distinct": (archives.distinct, "600 turns a second"),
        "templates repeat": (archives.repeating, ""),
        "each text stands twice": (lambda size: archives.standing(size, 2), ""),
        "each text stands ten times": (lambda size: archives.standing(size, 10), "5,000 turns a second"),
    }
    rates: dict[str, float] = {}
    for name, (made, target) in shapes.items():
        conversations = list(made(sample))
        rates[name] = turns_a_second(conversations, bundle)
        words, repeated = described(conversations)
        what = f"one core, {name} ({repeated:.0%} of texts repeated, {words:.0f} words a turn)"
        yield Figure(what, target, f"{rates[name]:,.0f} turns a second")
    yield from _beside_roberta(bundle, rates["all turns distinct"])
    middle, late = latency(encoder)
    yield Figure("one new turn of a conversation, warm, one core", "", f"p50 {middle:.1f} ms")
    yield Figure("the same", "p95 at most 25 ms", f"p95 {late:.1f} ms")
    with TemporaryDirectory() as folder:
        source, output = Path(folder, "archive.jsonl"), Path(folder, "analyses.jsonl")
        two: dict[str, float] = {}
        for name, (made, _) in shapes.items():
            archives.write(source, made(sample))
            seconds = {jobs: processes.analyse(source, output, jobs=jobs, bundle=bundle).seconds for jobs in (1, 2)}
            two[name] = sample / seconds[2]
            yield Figure(f"`--jobs 1`, file to file, {name}", "", f"{sample / seconds[1]:,.0f} turns a second")
            target = "1,000 turns a second" if made is archives.distinct else ""
            yield Figure(f"`--jobs 2`, file to file, {name}", target, f"{two[name]:,.0f} turns a second")
        for name in ("each text stands ten times", "all turns distinct") if turns else ():
            fitting = max(STEP, int(two[name] * LONGEST) // STEP * STEP)
            size = min(turns, fitting)
            archives.write(source, shapes[name][0](size))
            whole = processes.analyse(source, output, jobs=2, bundle=bundle)
            told = "" if size == turns else f" (not {turns:,}, which would take over {LONGEST // 60} minutes)"
            what = f"{size:,} turns{told}, {name}, `--jobs 2`, all processes"
            held = ", ".join(f"{megabytes:,.0f}" for megabytes in whole.quarters) or "not told by this system"
            yield Figure(f"memory for {what}", "at most 600 MB", f"{whole.megabytes or 0:,.0f} MB")
            yield Figure("the most it held in each quarter of that time", "flat", f"{held} MB")
            yield Figure(f"time for {size:,} turns, {name}", "", f"{whole.seconds:,.0f} seconds")


def turns_a_second(conversations: list[Conversation], bundle: Path) -> float:
    """Turns a second of processor time, in chunks as `heard.batch` makes them, from nothing remembered."""
    for conversation in conversations[:200]:  # expressions are compiled when first tried: startup, not speed
        analyse(conversation).to_json()
    for side in ("customer", "agent"):
        matcher_for(side).findings.cache_clear()
    load_encoder.cache_clear()
    load_encoder(bundle).prepare(["warm"])
    packed = [pack(conversation) for conversation in conversations]
    began = process_time()
    repetition = Repetition()
    for said in kind_lines_of(packed):
        repetition.count(said)
    settings = load("everyday"), repetition.settled(), bundle
    for chunk in chunks(conversations):
        analysed(chunk, settings)
    return sum(len(c.turns) for c in conversations) / (process_time() - began)


def described(conversations: Iterable[Conversation]) -> tuple[float, float]:
    """(words a turn, share of turns whose text was there before)."""
    texts = [turn.text for conversation in conversations for turn in conversation.turns]
    return sum(len(text.split()) for text in texts) / len(texts), 1 - len(set(texts)) / len(texts)


def latency(encoder: SmallEncoder) -> tuple[float, float]:
    """Milliseconds (median, p95) to analyse a conversation whose last turn is new, on the clock."""
    taken: list[float] = []
    for conversation in archives.distinct(LATENCY_TURNS * 8):
        encoder.prepare(turn.text for turn in conversation.turns[:-1])
        began = perf_counter()
        analyse(conversation, encoder=encoder)
        taken.append(1000 * (perf_counter() - began))
        if len(taken) == LATENCY_TURNS:
            break
    hundredths = quantiles(taken[len(taken) // 10 :], n=100)  # the first ones warm up
    return hundredths[49], hundredths[94]


def _beside_roberta(bundle: Path, rate: float) -> Iterator[Figure]:
    if reason := roberta.missing():
        yield Figure("against RoBERTa-base in torch", "8 times", f"left out: {reason}")
        return
    cut = Wordpiece(open_bundle(bundle).vocabulary)
    texts = [turn.text for conversation in archives.distinct(roberta.TEXTS) for turn in conversation.turns]
    other = roberta.texts_a_second([cut.pieces(text).ids for text in texts])
    yield Figure("RoBERTa-base in torch, one core, all texts distinct", "", f"{other:,.1f} texts a second")
    yield Figure("the whole analysis against it", "8 times", f"{rate / other:.1f} times")
