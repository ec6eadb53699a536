"""Parquet, by way of pyarrow from the extra [parquet]."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from heard.batch.columns import COLUMNS, rows

__all__ = ["ParquetMissing", "require", "write_parquet"]

ROWS = 20_000  # rows in memory at a time, and in a row group of the file
_TYPES = {"text": "string", "integer": "int64", "number": "float64", "yes/no": "bool"}


class ParquetMissing(RuntimeError):
    """pyarrow is not installed. The message says how to install it."""


def require() -> None:
    """Raises ParquetMissing where pyarrow is not installed, so that it is said before the work and not after."""
    try:
        import pyarrow.parquet  # noqa: F401 — only whether it is there
    except ImportError:
        raise ParquetMissing('Parquet needs one more package: pip install "heard[parquet]"') from None


def write_parquet(path: Path, analyses: Iterable[Mapping[str, Any]]) -> None:
    """Writes the flat table of `analyses`. Raises ParquetMissing."""
    require()
    import pyarrow as pa
    from pyarrow import parquet

    schema = pa.schema(
        [pa.field(c.name, pa.type_for_alias(_TYPES[c.type]), metadata={"meaning": c.meaning}) for c in COLUMNS]
    )
    every_row: Iterator[tuple[Any, ...]] = (row for analysis in analyses for row in rows(analysis))
    with parquet.ParquetWriter(path, schema) as writer:
        while batch := list(islice(every_row, ROWS)):
            arrays = [
                pa.array(values, field.type) for values, field in zip(zip(*batch, strict=True), schema, strict=True)
            ]
            writer.write_batch(pa.record_batch(arrays, schema=schema))
