-- Who may do what, and how they prove who they are.

ALTER TABLE accounts ADD COLUMN role TEXT NOT NULL DEFAULT 'student'
  CHECK (role IN ('student', 'teacher', 'admin'));
-- An scrypt hash as text with its parameters; NULL: the account has no password.
ALTER TABLE accounts ADD COLUMN password TEXT;
-- No sign-in and no submission any more; the log keeps what was submitted.
ALTER TABLE accounts ADD COLUMN disabled_at_us INTEGER;

-- The name of a token in URLs: it says nothing about the token itself.
ALTER TABLE tokens ADD COLUMN id TEXT;
UPDATE tokens SET id = lower(hex(randomblob(8)));
CREATE UNIQUE INDEX tokens_by_id ON tokens (id);
CREATE INDEX tokens_by_account ON tokens (account);
ALTER TABLE tokens ADD COLUMN name TEXT NOT NULL DEFAULT 'token';
-- NULL: does not expire.
ALTER TABLE tokens ADD COLUMN expires_at_us INTEGER;
ALTER TABLE tokens ADD COLUMN last_used_at_us INTEGER;

-- Sign-ins of browsers: the hash of the cookie's value.
CREATE TABLE sessions (
  hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
  account INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  created_at_us INTEGER NOT NULL,
  expires_at_us INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_account ON sessions (account);

-- What staff did. Rows are only added.
CREATE TABLE audit_log (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  at_us INTEGER NOT NULL,
  -- NULL: the command line.
  account INTEGER REFERENCES accounts (id),
  -- 'classroom.create', 'submission.rejudge' …
  action TEXT NOT NULL,
  -- What it was done to: 'classroom/01J…', 'account/ada'.
  subject TEXT NOT NULL,
  -- The classroom that it belongs to, for its teachers; NULL: for admins only.
  classroom TEXT,
  details TEXT NOT NULL CHECK (json_type(details) = 'object')
) STRICT;
CREATE INDEX audit_log_by_classroom ON audit_log (classroom, sequence);
