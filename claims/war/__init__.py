"""Whose armed people are where, who attacks whom, and who holds which ground?"""
