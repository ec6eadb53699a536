"""Backup and restore of a whole installation: the database and the uploads, in one file that says what it is."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from heard import __version__

__all__ = ["NotRestored", "backup", "restore"]

MANIFEST, DATABASE, UPLOADS = "manifest.json", "database", "uploads"
FORM = "heard-backup/1"


class NotRestored(RuntimeError):
    """A backup that can't be made or restored. The message says why, and what to do; nothing was changed."""


def backup(to: Path) -> None:
    """Writes the installation into the file `to`, which must not exist. It may be in use meanwhile."""
    if to.exists():
        raise NotRestored(f"{to} is there already: choose another name, so that no backup is lost.")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        _dump(folder / DATABASE)
        manifest = {
            "form": FORM,
            "heard": __version__,
            "made": datetime.now(UTC).isoformat(timespec="seconds"),
            "database": connection.vendor,
            "migrations": sorted(".".join(key) for key in MigrationRecorder(connection).applied_migrations()),
        }
        (folder / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
        unfinished = to.with_name(f"{to.name}.writing")
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)  # it holds everything
        with os.fdopen(descriptor, "wb") as file, tarfile.open(fileobj=file, mode="w:gz") as tar:
            for name in (MANIFEST, DATABASE):
                tar.add(folder / name, arcname=name)
            if Path(settings.MEDIA_ROOT).is_dir():
                tar.add(settings.MEDIA_ROOT, arcname=UPLOADS)
        unfinished.replace(to)


def restore(file: Path, *, replace: bool = False) -> None:
    """Makes this installation what the backup in `file` holds. Without `replace` only an empty one is filled.

    Raises NotRestored before anything is changed where the file is no backup, is of another kind of database, or of a
    newer Heard.
    """
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        try:
            with tarfile.open(file, "r:gz") as tar:
                tar.extractall(folder, filter="data")
            manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text("utf-8"))
            form = manifest["form"]
        except (OSError, tarfile.TarError, ValueError, KeyError, EOFError):
            raise NotRestored(f"{file} is no backup that `heard backup` wrote, or it is damaged.") from None
        if form != FORM:
            raise NotRestored(f"{file} has the form {form}; this Heard reads {FORM}. Use the Heard that wrote it.")
        if manifest["database"] != connection.vendor:
            raise NotRestored(
                f"{file} is of a {manifest['database']} database and this installation has {connection.vendor}: "
                "restore it where DATABASE_URL names the same kind."
            )
        known = {".".join(key) for key in MigrationLoader(connection).disk_migrations}
        ours = {name for name in manifest["migrations"] if name.split(".")[0] in _our_apps()}
        if ours - known:
            raise NotRestored(f"{file} was written by Heard {manifest['heard']}, which is newer: upgrade first.")
        if not replace and _is_used():
            raise NotRestored("This installation is in use. Restore into an empty one, or say --replace.")
        _load(folder / DATABASE)
        uploads = Path(settings.MEDIA_ROOT)
        shutil.rmtree(uploads, ignore_errors=True)
        if (folder / UPLOADS).is_dir():
            shutil.copytree(folder / UPLOADS, uploads)
    call_command("migrate", verbosity=0, interactive=False)


def _our_apps() -> set[str]:
    return {name.rpartition(".")[2] for name in settings.INSTALLED_APPS if name.startswith("heard.")}


def _is_used() -> bool:
    from heard.web.organisation.models import Organisation

    return Organisation.objects.exists()


def _dump(to: Path) -> None:
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(connection.settings_dict["NAME"])) as source, closing(sqlite3.connect(to)) as copy:
            source.backup(copy)
    else:
        _postgres("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={to}")


def _load(dump: Path) -> None:
    connection.close()
    if connection.vendor == "sqlite":
        with (
            closing(sqlite3.connect(dump)) as copy,
            closing(sqlite3.connect(connection.settings_dict["NAME"])) as target,
        ):
            copy.backup(target)
    else:
        name = connection.settings_dict["NAME"]
        _postgres(
            "pg_restore",
            "--clean",
            "--if-exists",
            "--no-owner",
            "--no-privileges",
            "--single-transaction",
            f"--dbname={name}",
            str(dump),
        )


def _postgres(program: str, *arguments: str) -> None:
    """Runs one of PostgreSQL's own programs; the password goes by the environment, where nobody lists it."""
    given = connection.settings_dict
    named = {
        "PGHOST": given["HOST"],
        "PGPORT": given["PORT"],
        "PGUSER": given["USER"],
        "PGPASSWORD": given["PASSWORD"],
        "PGDATABASE": given["NAME"],
    }
    path = shutil.which(program)
    if path is None:
        raise NotRestored(f"{program} is not installed: install PostgreSQL's client programs (postgresql-client).")
    environment = os.environ | {name: str(value) for name, value in named.items() if value}
    done = subprocess.run([path, *arguments], env=environment, capture_output=True, text=True, check=False)  # noqa: S603 — PostgreSQL's own program
    if done.returncode:
        raise NotRestored(
            f"{program} failed: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else done.returncode}"
        )
