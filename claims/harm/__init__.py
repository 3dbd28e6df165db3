"""Who came to harm in an event, how many, and on whose side?"""
