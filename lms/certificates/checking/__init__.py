"""Is a paper, or the Open Badge of one, genuine, and does it still count?"""
