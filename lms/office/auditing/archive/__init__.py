"""監査資料: one ZIP of all that an audit of a fiscal year asks for, with its checksums."""
