"""Staff training for municipalities.

SQLite 3.7.0-3.51.2 can corrupt a WAL database with two connections (sqlite.org/wal.html#walresetbug), and that is what
Debian 12's Python carries. pysqlite3 brings a mended one; it takes sqlite3's place before Django opens a database.
"""

import sys

import pysqlite3
from pysqlite3 import dbapi2

sys.modules["sqlite3"] = pysqlite3
sys.modules["sqlite3.dbapi2"] = dbapi2
