"""What stands in a text: words, grammar, numbers, dates, quotation marks, real or not?"""
