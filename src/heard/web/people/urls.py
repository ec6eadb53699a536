"""The addresses of `people`, and those of allauth that Heard opens: each with its mark, so that none opens by an update."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.usersessions import views as sessions
from django.urls import URLPattern, URLResolver, include, path, re_path

from heard.web.organisation.access import EVERYONE, open_to, public
from heard.web.people.views import account as own
from heard.web.people.views import coming_in, organisation, people, teams

signed_in = open_to(*EVERYONE)

PEOPLE = [
    path("setup/", coming_in.set_up_first, name="setup"),
    path("invited/<str:token>/", coming_in.invited, name="invited"),
    path("people/", people.everybody, name="list"),
    path("people/invite/", people.invite, name="invite"),
    path("people/<int:pk>/", people.one, name="one"),
    path("people/<int:pk>/roles/", people.give_role, name="give_role"),
    path("people/roles/<int:pk>/take/", people.take_role, name="take_role"),
    path("people/<int:pk>/deactivate/", people.deactivate, name="deactivate"),
    path("people/<int:pk>/reactivate/", people.reactivate, name="reactivate"),
    path("people/<int:pk>/new-password/", people.reset_link, name="reset_link"),
    path("people/<int:pk>/second-factor/", people.forget_factor, name="forget_factor"),
    path("people/invitations/<int:pk>/renew/", people.renew_invitation, name="renew_invitation"),
    path("people/invitations/<int:pk>/revoke/", people.revoke_invitation, name="revoke_invitation"),
    path("people/agents/", teams.agents, name="agents"),
    path("people/agents/<int:pk>/", teams.agent, name="agent"),
    path("people/teams/", teams.teams, name="teams"),
    path("people/teams/<int:pk>/", teams.team, name="team"),
    path("people/teams/<int:pk>/remove/", teams.remove, name="remove_team"),
    path("organisation/", organisation.settings, name="organisation"),
    path("log/", organisation.log_entries, name="log"),
    path("log.csv", organisation.log_csv, name="log_csv"),
    path("account/", own.account, name="account"),
    path("account/tokens/", own.tokens, name="tokens"),
    path("account/tokens/<int:pk>/revoke/", own.revoke, name="revoke_token"),
]

SIGNING_IN = [  # under the names by which allauth looks for them
    path("login/", coming_in.sign_in, name="account_login"),
    path("login/passkey/", public(passkeys.login_webauthn), name="mfa_login_webauthn"),
    path("login/second-factor/", public(mfa.authenticate), name="mfa_authenticate"),
    path("logout/", public(account.logout), name="account_logout"),
    path("inactive/", public(account.account_inactive), name="account_inactive"),
    path("again/", signed_in(account.reauthenticate), name="account_reauthenticate"),
    path("again/code/", signed_in(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("again/passkey/", signed_in(passkeys.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("password/", signed_in(account.password_change), name="account_change_password"),
    path("password/new/", coming_in.new_password, name="account_reset_password"),
    path("password/new/sent/", public(account.password_reset_done), name="account_reset_password_done"),
    path(
        "password/new/done/", public(account.password_reset_from_key_done), name="account_reset_password_from_key_done"
    ),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        public(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("second-factor/", signed_in(mfa.index), name="mfa_index"),
    path("second-factor/app/", signed_in(totp.activate_totp), name="mfa_activate_totp"),
    path("second-factor/app/remove/", signed_in(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("second-factor/codes/", signed_in(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("second-factor/codes/new/", signed_in(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("second-factor/codes.txt", signed_in(codes.download_recovery_codes), name="mfa_download_recovery_codes"),
    path("passkeys/", signed_in(passkeys.list_webauthn), name="mfa_list_webauthn"),
    path("passkeys/add/", signed_in(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/", signed_in(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
    path("passkeys/<int:pk>/remove/", signed_in(passkeys.remove_webauthn), name="mfa_remove_webauthn"),
    path("sessions/", signed_in(sessions.list_usersessions), name="usersessions_list"),
    path("closed/signup/", coming_in.closed, name="account_signup"),  # allauth asks for these names
    path("closed/password/", coming_in.closed, name="account_set_password"),
    path("closed/e-mail/", coming_in.closed, name="account_email_verification_sent"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", coming_in.home, name="home"),
    path("", include((PEOPLE, "people"))),
    path("accounts/", include(SIGNING_IN)),
]
