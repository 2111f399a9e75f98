"""The register (修了証書交付台帳): as a table, a part of it, and what its papers are called as files."""
