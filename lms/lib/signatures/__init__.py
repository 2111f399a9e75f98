"""Electronic signatures on papers: who signs, the signing, and the checking. Pure: no database, no clock."""
