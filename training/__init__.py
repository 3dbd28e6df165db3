"""How is the English model in `claims/` made? Not imported by the product; see README.md."""
