-- Tests that students write for problems. A suite without a judgement waits, or is being judged; it
-- has its own table beside the queue, as it is judged one at a time and after what is live.

CREATE TABLE test_suites (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (length(id) = 26),
  account INTEGER NOT NULL REFERENCES accounts (id),
  problem TEXT NOT NULL,
  -- StudentTests as JSON.
  tests TEXT NOT NULL CHECK (json_type(tests) = 'array'),
  submitted_at_us INTEGER NOT NULL,
  -- Times that it was begun.
  attempts INTEGER NOT NULL DEFAULT 0,
  -- Who judges it; NULL: nobody.
  claim TEXT,
  -- TestSuiteJudgement as JSON.
  judgement TEXT CHECK (json_type(judgement) = 'object'),
  judged_at_us INTEGER,
  CHECK ((judgement IS NULL) = (judged_at_us IS NULL)),
  CHECK (judgement IS NULL OR claim IS NULL)
) STRICT;
CREATE INDEX test_suites_by_account ON test_suites (account, problem, number);
CREATE INDEX test_suites_waiting ON test_suites (attempts, number) WHERE judgement IS NULL;
