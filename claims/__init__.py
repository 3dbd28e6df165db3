"""What does a text claim, and what does that change?"""
