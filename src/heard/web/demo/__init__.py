"""An organisation to look at: teams, people and a year of the demo archive."""
