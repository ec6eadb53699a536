"""Every column that says who somebody is, and what becomes of it: told in an export, removed by an erasure, or why neither.

A test walks all tables: a column that points to a person, an agent or a customer, or holds JSON, must be in here.
"""

from __future__ import annotations

__all__ = ["ERASED", "EXPORTED", "NAMES_NOBODY"]

EXPORTED = {  # column → the part of gathering.gather that tells it
    "people.Membership.person": "roles",
    "people.Agent.person": "names",
    "people.Invitation.agent": "invitations",
    "people.Invitation.invited_by": "invitations",
    "people.ApiToken.person": "tokens",
    "people.ApiToken.scopes": "tokens",
    "conversations.Conversation.agent": "conversations",
    "conversations.Answered.agent": "conversations",
    "conversations.Moment.agent": "moments",
    "conversations.Ruling.by": "rulings",
    "conversations.Ruling.before": "rulings",
    "conversations.Ruling.after": "rulings",
    "conversations.Gold.by": "gold",
    "conversations.SavedView.person": "views",
    "intake.Import.by": "imports",
    "answers.Answer.agent": "answers",
    "answers.Answer.by": "answers",
    "answers.Decision.by": "decisions",
    "answers.Kudos.agent": "kudos",
    "answers.Kudos.by": "kudos",
    "reviews.QueueItem.asked_by": "queue",
    "reviews.QueueItem.taken_by": "queue",
    "reviews.Review.by": "reviews",
    "reviews.Review.typed": "drafts",
    "reviews.Calibration.led_by": "calibrations",
    "reviews.Participant.person": "calibrations",
    "reviews.Agreed.by": "agreed",
    "standards.Exemplar.added_by": "exemplars",
    "standards.Trial.by": "trials",
    "privacy.Receipt.by": "erasures",
    "privacy.Receipt.removed": "erasures",
    "organisation.AuditEntry.details": "log-by-me",
    "account.EmailAddress.user": "addresses",
    "mfa.Authenticator.user": "factors",
    "usersessions.UserSession.user": "sessions",
}
ERASED = {  # column that names a customer or holds their words → what removes it
    "conversations.Conversation.customer": "actions.erase removes the conversation",
    "conversations.Record.analysis": "it goes with its conversation",
    "intake.Import.roles": "uploads.cut takes the customer's name out",
    "intake.ChatwootConversation.about": "uploads.cut removes the conversation that is being gathered",
    "intake.ChatwootMessage.message": "likewise",
    "privacy.Receipt.back_as": "it goes with the customer's row",
}
NAMES_NOBODY = {  # column with JSON → what it holds
    "organisation.Organisation.redact": "names of kinds",
    "intake.Import.columns": "headers of a table",
    "intake.Import.redact": "names of kinds",
    "intake.Import.redacted": "names of kinds, and numbers",
    "reviews.SamplingPlan.per_team": "keys of teams, and numbers",
    "reviews.Calibration.results": "numbers",
    "standards.Trial.outcome": "numbers, and keys of conversations",
    "insights.Tally.agents": "keys of agents, only to count them; counted anew when a conversation goes",
    "insights.Tally.counts": "numbers",
    "insights.Tally.pressing": "keys of moments; counted anew when a conversation goes",
    "insights.Tally.examples": "keys of canned lines; counted anew when a conversation goes",
    "privacy.Receipt.left": "names of columns, and keys",
    "privacy.RetentionRun.removed": "numbers",
    "mfa.Authenticator.data": "secrets for signing in, which no export may hold",
    "usersessions.UserSession.data": "nothing that Heard writes",
    "django_tasks_database.DBTaskResult.args_kwargs": "keys of rows",
    "django_tasks_database.DBTaskResult.worker_ids": "names of processes",
    "django_tasks_database.DBTaskResult.return_value": "nothing: tasks return nothing",
}
