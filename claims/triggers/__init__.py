"""Which words bear a proposition? Learnt from marked passages, for wordings that no rule has."""
