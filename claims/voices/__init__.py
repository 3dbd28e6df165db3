"""In whose name and with which stance is a proposition said, answered or passed over?"""
