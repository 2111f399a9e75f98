"""The report chain: the heads confirm, the office freezes, the report goes its way to the committee."""
