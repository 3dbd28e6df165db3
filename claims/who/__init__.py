"""Who is meant: by a pronoun, an office, a surname, and whose is he?"""
