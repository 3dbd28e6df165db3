"""Who travels, talks and agrees with whom?"""
