-- Who submits, what was submitted, and what came out. Times are microseconds since 1970 (UTC).

CREATE TABLE accounts (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 64),
  created_at_us INTEGER NOT NULL
) STRICT;

-- Only hashes: whoever reads the database cannot submit as somebody else.
CREATE TABLE tokens (
  hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
  account INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  created_at_us INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Sources, each once, named by the SHA-256 of its bytes.
CREATE TABLE blobs (
  hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
  size_bytes INTEGER NOT NULL CHECK (size_bytes >= 0),
  compression TEXT NOT NULL CHECK (compression IN ('none', 'zlib')),
  content BLOB NOT NULL
) STRICT;

-- The submission log. Rows are only added; standings and progress are folds over it.
CREATE TABLE submissions (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE CHECK (length(id) = 26),
  problem TEXT NOT NULL,
  account INTEGER REFERENCES accounts (id),
  runtime TEXT NOT NULL,
  entry TEXT,
  parameters TEXT NOT NULL CHECK (json_type(parameters) = 'object'),
  source BLOB NOT NULL REFERENCES blobs (hash),
  submitted_at_us INTEGER NOT NULL
) STRICT;
CREATE INDEX submissions_by_problem ON submissions (problem, sequence);
CREATE INDEX submissions_by_account ON submissions (account, sequence);

-- What is still to be judged. A row is here from the submission's commit until its judgement's.
CREATE TABLE queue (
  submission INTEGER PRIMARY KEY REFERENCES submissions (sequence),
  -- The account, or 0: guests take turns as if they were one.
  account INTEGER NOT NULL,
  -- 0 is live, larger numbers wait for smaller ones.
  priority INTEGER NOT NULL CHECK (priority >= 0),
  -- The round in which the account's turn comes.
  turn INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  -- All three together, or none: who works on it, until when, and the name of the claim.
  lease_owner TEXT,
  lease_until_us INTEGER,
  claim TEXT,
  release_reason TEXT,
  CHECK ((lease_owner IS NULL) = (claim IS NULL)),
  CHECK ((lease_until_us IS NULL) = (claim IS NULL))
) STRICT;
CREATE INDEX queue_waiting ON queue (priority, turn, submission) WHERE claim IS NULL;
CREATE INDEX queue_turns ON queue (account, turn) WHERE claim IS NULL;
CREATE INDEX queue_leases ON queue (lease_until_us) WHERE claim IS NOT NULL;

-- Judgements are only added; the newest of a submission is current.
CREATE TABLE judgements (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  submission INTEGER NOT NULL REFERENCES submissions (sequence),
  is_current INTEGER NOT NULL DEFAULT 1 CHECK (is_current IN (0, 1)),
  verdict TEXT NOT NULL
    CHECK (verdict IN ('AC', 'WA', 'TLE', 'MLE', 'OLE', 'RTE', 'CE', 'ILE', 'SV', 'JE')),
  score REAL NOT NULL CHECK (score >= 0 AND score <= max_score),
  max_score REAL NOT NULL,
  isolation TEXT NOT NULL CHECK (isolation IN ('A', 'B', 'C', 'D', 'none')),
  message TEXT,
  started_at_us INTEGER NOT NULL,
  ended_at_us INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX judgements_current ON judgements (submission) WHERE is_current = 1;
CREATE INDEX judgements_by_submission ON judgements (submission, sequence);

CREATE TABLE group_results (
  judgement INTEGER NOT NULL REFERENCES judgements (sequence),
  ordinal INTEGER NOT NULL,
  name TEXT NOT NULL,
  -- NULL: not run, because a group that it requires failed.
  verdict TEXT,
  score REAL NOT NULL CHECK (score >= 0),
  max_score REAL NOT NULL,
  PRIMARY KEY (judgement, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE runs (
  judgement INTEGER NOT NULL REFERENCES judgements (sequence),
  ordinal INTEGER NOT NULL CHECK (ordinal >= 1),
  test_case TEXT NOT NULL,
  test_group TEXT NOT NULL,
  is_sample INTEGER NOT NULL CHECK (is_sample IN (0, 1)),
  verdict TEXT NOT NULL,
  cpu_time_us INTEGER NOT NULL CHECK (cpu_time_us >= 0),
  wall_time_us INTEGER NOT NULL CHECK (wall_time_us >= 0),
  peak_memory_bytes INTEGER NOT NULL CHECK (peak_memory_bytes >= 0),
  memory_source TEXT NOT NULL CHECK (memory_source IN ('cgroup', 'max_rss')),
  -- At most one of them.
  exit_code INTEGER,
  exit_signal INTEGER,
  -- What the student is shown of a sample.
  feedback TEXT,
  PRIMARY KEY (judgement, ordinal),
  CHECK (exit_code IS NULL OR exit_signal IS NULL)
) STRICT, WITHOUT ROWID;
