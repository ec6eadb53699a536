"""The web application: where a team works with Heard every day. `heard serve` starts it."""
