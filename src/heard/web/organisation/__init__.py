"""What an organisation is: its teams, its choices, its standards, and who did what."""
