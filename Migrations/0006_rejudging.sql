-- Judging again: first it is shown what would change, then that is applied or discarded.

CREATE TABLE rejudgings (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (length(id) = 26),
  -- Who asked for it.
  account INTEGER NOT NULL REFERENCES accounts (id),
  -- Only submissions of its members; NULL: of everyone.
  classroom INTEGER REFERENCES classrooms (number),
  reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 1000),
  -- RejudgingFilter as JSON.
  filter TEXT NOT NULL CHECK (json_type(filter) = 'object'),
  state TEXT NOT NULL CHECK (state IN ('judging', 'ready', 'applied', 'discarded')),
  created_at_us INTEGER NOT NULL,
  ended_at_us INTEGER
) STRICT;

CREATE TABLE rejudged (
  rejudging INTEGER NOT NULL REFERENCES rejudgings (number),
  submission INTEGER NOT NULL REFERENCES submissions (sequence),
  -- What was current when it began.
  before INTEGER NOT NULL REFERENCES judgements (sequence),
  -- NULL: not judged yet.
  after INTEGER REFERENCES judgements (sequence),
  PRIMARY KEY (rejudging, submission)
) STRICT, WITHOUT ROWID;
CREATE INDEX rejudged_by_submission ON rejudged (submission);

-- For which rejudging it is judged; NULL: for the first time. What is judged again waits behind what
-- is live, by its priority.
ALTER TABLE queue ADD COLUMN rejudging INTEGER REFERENCES rejudgings (number);
-- Which rejudging made it. Until that is applied it is not current.
ALTER TABLE judgements ADD COLUMN rejudging INTEGER REFERENCES rejudgings (number);
