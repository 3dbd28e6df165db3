"""What did a chat ask, and what is the answer? Commands that know neither Telegram nor SQL."""
