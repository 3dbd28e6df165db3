"""What do we start from? Articles, feeds and names: data only."""
