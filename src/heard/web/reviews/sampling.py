"""Which conversations are drawn: shares made into numbers, and a random order that anybody can repeat."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from heapq import nsmallest

__all__ = ["at_random", "lot", "numbers"]


def numbers(shares: Mapping[str, int], total: int) -> dict[str, int]:
    """`total` split by `shares` (per cent), by largest remainder; what is left over goes to whoever is nearest.

    Ties go to the earlier name of `shares`. Shares of nothing give nothing.
    """
    whole = sum(shares.values())
    if not whole:
        return dict.fromkeys(shares, 0)
    exact = {name: total * share / whole for name, share in shares.items()}
    given = {name: int(value) for name, value in exact.items()}
    for name in sorted(shares, key=lambda n: given[n] - exact[n])[: total - sum(given.values())]:
        given[name] += 1
    return given


def lot(seed: str, key: str) -> int:
    """The number that `key` draws with `seed`: the same on every machine, and like chance over keys."""
    return int.from_bytes(blake2b(f"{seed}\0{key}".encode("utf-8", "surrogatepass"), digest_size=8).digest())


def at_random(keys: Iterable[tuple[int, str]], seed: str, number: int) -> list[int]:
    """The primary keys of the `number` rows (primary key, key) that drew the lowest lots; each row had the same chance."""
    return [pk for _, pk in nsmallest(number, ((lot(seed, key), pk) for pk, key in keys))]
