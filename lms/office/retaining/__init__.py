"""保存期間: what has run out, who decided that it goes, and how it goes."""
