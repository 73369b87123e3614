-- A teacher's classrooms, who is in them, and what they are assigned.

CREATE TABLE classrooms (
  number INTEGER PRIMARY KEY,
  -- In URLs.
  id TEXT NOT NULL UNIQUE CHECK (length(id) = 26),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  -- An IANA name: 'Europe/Berlin'. Times of assignments are read and shown in it.
  time_zone TEXT NOT NULL,
  -- NULL: nobody can join by a code.
  join_code TEXT UNIQUE,
  -- What members see of each other on leaderboards.
  names TEXT NOT NULL DEFAULT 'shown' CHECK (names IN ('shown', 'aliased', 'hidden')),
  -- 'ordered': a set opens when the one before it is solved.
  practice TEXT NOT NULL DEFAULT 'free' CHECK (practice IN ('free', 'ordered')),
  -- Problems that a student is to solve in a week.
  weekly_goal INTEGER NOT NULL DEFAULT 3 CHECK (weekly_goal BETWEEN 0 AND 100),
  -- Standings of others do not change for students from then on; NULL: not frozen.
  frozen_at_us INTEGER,
  created_at_us INTEGER NOT NULL,
  archived_at_us INTEGER
) STRICT;

-- The classroom whose roster made the account: its teachers may give it a new token.
ALTER TABLE accounts ADD COLUMN made_in INTEGER REFERENCES classrooms (number);

CREATE TABLE members (
  classroom INTEGER NOT NULL REFERENCES classrooms (number),
  account INTEGER NOT NULL REFERENCES accounts (id),
  role TEXT NOT NULL CHECK (role IN ('student', 'teacher')),
  -- The name in this classroom.
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  -- Shown instead of the name where names are aliased.
  alias TEXT NOT NULL,
  joined_at_us INTEGER NOT NULL,
  PRIMARY KEY (classroom, account)
) STRICT, WITHOUT ROWID;
CREATE INDEX members_by_account ON members (account);
CREATE UNIQUE INDEX members_by_alias ON members (classroom, alias);

CREATE TABLE assignments (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (length(id) = 26),
  classroom INTEGER NOT NULL REFERENCES classrooms (number),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  opens_at_us INTEGER NOT NULL,
  due_at_us INTEGER NOT NULL,
  -- Nothing is taken after it; between due and close a submission is late.
  closes_at_us INTEGER NOT NULL,
  -- LatePolicy as JSON.
  late_policy TEXT NOT NULL CHECK (json_type(late_policy) = 'object'),
  feedback TEXT NOT NULL
    CHECK (feedback IN ('samples', 'first_failure', 'all_after_due')),
  ranking TEXT NOT NULL DEFAULT 'score' CHECK (ranking IN ('score', 'solved')),
  frozen_at_us INTEGER,
  created_at_us INTEGER NOT NULL,
  -- Deleted for its classroom; the log still refers to it.
  removed_at_us INTEGER,
  CHECK (opens_at_us < due_at_us AND due_at_us <= closes_at_us)
) STRICT;
CREATE INDEX assignments_by_classroom ON assignments (classroom, opens_at_us);

CREATE TABLE assignment_problems (
  assignment INTEGER NOT NULL REFERENCES assignments (number),
  ordinal INTEGER NOT NULL,
  problem TEXT NOT NULL,
  points REAL NOT NULL CHECK (points >= 0),
  -- NULL: as many as they like.
  attempt_limit INTEGER CHECK (attempt_limit >= 1),
  PRIMARY KEY (assignment, problem),
  UNIQUE (assignment, ordinal)
) STRICT, WITHOUT ROWID;

-- A student's own times and attempts, in place of the assignment's.
CREATE TABLE extensions (
  assignment INTEGER NOT NULL REFERENCES assignments (number),
  account INTEGER NOT NULL REFERENCES accounts (id),
  due_at_us INTEGER,
  closes_at_us INTEGER,
  more_attempts INTEGER NOT NULL DEFAULT 0 CHECK (more_attempts >= 0),
  reason TEXT,
  PRIMARY KEY (assignment, account)
) STRICT, WITHOUT ROWID;

-- For which assignment it was made; NULL: for practice.
ALTER TABLE submissions ADD COLUMN assignment INTEGER REFERENCES assignments (number);
CREATE INDEX submissions_by_assignment ON submissions (assignment, account, problem, sequence)
  WHERE assignment IS NOT NULL;
-- The variant of the problem that the student was given; NULL: the problem as it is.
ALTER TABLE submissions ADD COLUMN variant TEXT;
