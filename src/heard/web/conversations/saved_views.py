"""A person's saved views: the list's filters under a name of their own. Nobody else sees them."""

from __future__ import annotations

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from heard.web.conversations.models import SavedView
from heard.web.people.models import Person

__all__ = ["remove_view", "rename_view", "save_view", "view_for", "views_of"]


def views_of(person: Person) -> QuerySet[SavedView]:
    """Their views by name."""
    return SavedView.objects.filter(person=person)


def view_for(person: Person, pk: int) -> SavedView:
    """That view of theirs, or 404."""
    return get_object_or_404(views_of(person), pk=pk)


def save_view(person: Person, name: str, query: str) -> SavedView:
    """Keeps the filters `query` as `name`; what had that name before is replaced."""
    view, _ = SavedView.objects.update_or_create(person=person, name=name, defaults={"query": query})
    return view


def rename_view(view: SavedView, name: str) -> bool:
    """Gives `view` another name; False: they have a view of that name already, and nothing was changed."""
    if SavedView.objects.filter(person=view.person_id, name=name).exclude(pk=view.pk).exists():
        return False
    view.name = name
    view.save(update_fields=["name"])
    return True


def remove_view(view: SavedView) -> None:
    """Removes it. The conversations stay."""
    view.delete()
