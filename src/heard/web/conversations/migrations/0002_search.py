"""The words by which conversations are found, with a full-text index over them in each database's own way."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

SQLITE = [
    """CREATE VIRTUAL TABLE conversations_said_fts USING fts5(
        words, content='conversations_said', content_rowid='conversation_id', tokenize='unicode61 remove_diacritics 0'
    )""",
    """CREATE TRIGGER conversations_said_added AFTER INSERT ON conversations_said BEGIN
        INSERT INTO conversations_said_fts(rowid, words) VALUES (new.conversation_id, new.words);
    END""",
    """CREATE TRIGGER conversations_said_removed AFTER DELETE ON conversations_said BEGIN
        INSERT INTO conversations_said_fts(conversations_said_fts, rowid, words)
        VALUES ('delete', old.conversation_id, old.words);
    END""",
    """CREATE TRIGGER conversations_said_changed AFTER UPDATE ON conversations_said BEGIN
        INSERT INTO conversations_said_fts(conversations_said_fts, rowid, words)
        VALUES ('delete', old.conversation_id, old.words);
        INSERT INTO conversations_said_fts(rowid, words) VALUES (new.conversation_id, new.words);
    END""",
]
SQLITE_BACK = [
    *(f"DROP TRIGGER conversations_said_{what}" for what in ("added", "removed", "changed")),
    "DROP TABLE conversations_said_fts",
]
POSTGRESQL = [
    """ALTER TABLE conversations_said
        ADD COLUMN found_by tsvector GENERATED ALWAYS AS (to_tsvector('simple', words)) STORED""",
    "CREATE INDEX conversations_said_found_by ON conversations_said USING gin (found_by)",
]
POSTGRESQL_BACK = ["ALTER TABLE conversations_said DROP COLUMN found_by"]


def lay_index(_: Any, schema_editor: Any) -> None:
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def lift_index(_: Any, schema_editor: Any) -> None:
    for statement in SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else POSTGRESQL_BACK:
        schema_editor.execute(statement)


def read_again(apps: Any, _: Any) -> None:
    """Conversations that were stored before this migration become findable too."""
    from heard.web.conversations.search import words_of
    from heard.web.conversations.storing import opening_of

    said = apps.get_model("conversations", "Said")
    conversations = apps.get_model("conversations", "Conversation")
    for row in conversations.objects.select_related("record").iterator(chunk_size=200):
        said.objects.create(conversation=row, words=words_of(row.key, row.record.analysis))
        conversations.objects.filter(pk=row.pk).update(opening=opening_of(row.record.analysis))


class Migration(migrations.Migration):
    dependencies = [("conversations", "0001_initial")]

    operations = [
        migrations.AddField(
            "conversation", "opening", models.CharField(blank=True, max_length=200, default=""), preserve_default=False
        ),
        migrations.CreateModel(
            name="Said",
            fields=[
                (
                    "conversation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="said",
                        serialize=False,
                        to="conversations.conversation",
                    ),
                ),
                ("words", models.TextField()),
            ],
            options={"verbose_name_plural": "said"},
        ),
        migrations.RunPython(lay_index, lift_index),
        migrations.RunPython(read_again, migrations.RunPython.noop),
    ]
