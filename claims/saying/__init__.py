"""Who says what? From cue words, grammar and punctuation to attributions."""
