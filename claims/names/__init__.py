"""Which words name a place, a state, a body or a person, and by which slug does each go?"""
