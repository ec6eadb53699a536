"""The pages of `answers`: one's own, giving an answer, deciding appeals, kudos."""
