-- What the members of a classroom say about a problem.

CREATE TABLE threads (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE CHECK (length(id) = 26),
  classroom INTEGER NOT NULL REFERENCES classrooms (number),
  problem TEXT NOT NULL,
  account INTEGER NOT NULL REFERENCES accounts (id),
  -- NULL: removed with the post that opened it.
  title TEXT CHECK (length(title) BETWEEN 1 AND 100),
  created_at_us INTEGER NOT NULL,
  -- Shown before the others.
  pinned_at_us INTEGER,
  -- Students cannot add to it any more.
  closed_at_us INTEGER
) STRICT;
CREATE INDEX threads_by_problem ON threads (classroom, problem, number);

-- Of each thread in the order of their numbers; the first one opens it. A removed post keeps its
-- place and loses what was in it.
CREATE TABLE posts (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE CHECK (length(id) = 26),
  thread INTEGER NOT NULL REFERENCES threads (number),
  account INTEGER NOT NULL REFERENCES accounts (id),
  -- Markdown as it was sent.
  body TEXT,
  -- An accepted submission that its author shares.
  submission INTEGER REFERENCES submissions (sequence),
  created_at_us INTEGER NOT NULL,
  edited_at_us INTEGER,
  removed_at_us INTEGER,
  CHECK ((body IS NULL) = (removed_at_us IS NOT NULL)),
  CHECK (submission IS NULL OR removed_at_us IS NULL)
) STRICT;
CREATE INDEX posts_by_thread ON posts (thread, number);
CREATE INDEX posts_by_account ON posts (account, created_at_us);
