"""Where and why customers are let down, and what works, with the doubt and the moments behind each number."""
