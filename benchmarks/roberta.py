"""A RoBERTa-base classifier in torch, to compare with. Its weights are random: that changes no time.

Texts are cut by the encoder's own pieces, because RoBERTa's vocabulary is not here; twenty English words are about as many
pieces in either.
"""

from collections.abc import Sequence
from importlib.util import find_spec
from time import process_time
from typing import Any

TEXTS = 192
BATCH = 32
FIRST, PAD, LAST = 0, 1, 2  # RoBERTa's marks


def missing() -> str | None:
    """Why it can't be measured here; None: it can."""
    absent = [name for name in ("torch", "transformers") if not find_spec(name)]
    return f"{' and '.join(absent)} not installed (`make train` installs them)" if absent else None


def texts_a_second(texts: Sequence[Sequence[int]]) -> float:
    """Texts a second of processor time on one thread, in batches of BATCH texts of about the same length."""
    import torch
    from transformers import RobertaConfig, RobertaForSequenceClassification

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    shape = RobertaConfig(max_position_embeddings=514, type_vocab_size=1, layer_norm_eps=1e-5, num_labels=10)
    model: Any = RobertaForSequenceClassification(shape).eval()
    by_length = sorted(texts, key=len)
    batches = [_padded(by_length[at : at + BATCH]) for at in range(0, len(by_length), BATCH)]
    with torch.inference_mode():
        model(**batches[0])  # warm
        began = process_time()
        for batch in batches:
            model(**batch)
        seconds = process_time() - began
    torch.set_num_threads(threads)
    return len(texts) / seconds


def _padded(texts: Sequence[Sequence[int]]) -> dict[str, Any]:
    import torch

    longest = max(map(len, texts)) + 2
    ids = [[FIRST, *text, LAST, *[PAD] * (longest - 2 - len(text))] for text in texts]
    rows = torch.tensor(ids)
    return {"input_ids": rows, "attention_mask": (rows != PAD).long()}
