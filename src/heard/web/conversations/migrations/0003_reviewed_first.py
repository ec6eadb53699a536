"""Conversations that a person has judged are few: an index of their own finds them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0002_search"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(
                condition=models.Q(("reviewed", True)),
                fields=["organisation", "-began", "-id"],
                name="conversation_reviewed",
            ),
        ),
    ]
