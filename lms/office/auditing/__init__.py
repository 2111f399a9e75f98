"""監査: the ledger as people read it, search it and take it out."""
