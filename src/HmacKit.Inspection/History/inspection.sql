CREATE TABLE exchanges (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  time INTEGER NOT NULL,
  kind TEXT NOT NULL,
  method TEXT NOT NULL,
  target TEXT NOT NULL,
  scheme TEXT NOT NULL,
  status TEXT NOT NULL,
  valid INTEGER NOT NULL,
  cause TEXT,
  answer INTEGER,
  milliseconds REAL NOT NULL,
  size INTEGER NOT NULL,
  detail BLOB NOT NULL,
  body BLOB NOT NULL,
  message BLOB NOT NULL,
  answer_body BLOB NOT NULL
) STRICT;
