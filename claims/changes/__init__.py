"""What do an article's claims alter? The rules behind claims/compare.py, a file each."""
