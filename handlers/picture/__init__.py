"""How does a topic's story look? Values in, a PNG out; knows no ledger and no wording."""
