"""Whom do we tell, how is it said, and did it arrive?"""
