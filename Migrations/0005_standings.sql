-- Standings without reading the whole log again, and as they were.

-- When the judgement became what its submission came to. NULL: never; so are those of a rejudging
-- until somebody applies it. A judgement made live is applied when it is stored. At a time t the
-- current judgement of a submission is, of those with applied_at_us <= t, the one with the greatest
-- (applied_at_us, sequence). is_current marks the one that is current now: whoever applies a
-- judgement sets both, and an applied_at_us greater than that of the one before.
ALTER TABLE judgements ADD COLUMN applied_at_us INTEGER;
UPDATE judgements SET applied_at_us = ended_at_us;

-- Sums over the hidden runs. The makespan is that of the cases that measure it against a reference;
-- NULL: none does.
ALTER TABLE judgements ADD COLUMN makespan_us INTEGER;
ALTER TABLE judgements ADD COLUMN cpu_time_us INTEGER;
UPDATE judgements SET
  cpu_time_us = (
    SELECT sum(runs.cpu_time_us) FROM runs
    WHERE runs.judgement = judgements.sequence AND NOT is_sample),
  makespan_us = (
    SELECT sum(lab ->> '$.makespan') FROM runs
    WHERE runs.judgement = judgements.sequence AND NOT is_sample
      AND lab ->> '$.allowedMakespan' IS NOT NULL);

-- The attempts of one account at one problem: what a cell of the standings is folded from.
CREATE INDEX submissions_by_place ON submissions (account, problem, sequence)
  WHERE account IS NOT NULL;

-- What may have changed a standing since the checkpoint. The triggers write it in the transaction of
-- the change itself, so nothing that changes a standing can be lost, whoever wrote it and whenever
-- the process ends. account and problem: that cell; account alone: all of the account;
-- classroom or assignment alone: that board, and everyone on it.
CREATE TABLE standing_changes (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  account INTEGER,
  problem TEXT,
  classroom INTEGER,
  assignment INTEGER
) STRICT;

-- The checkpoint: the cells as they were after the change `mark`.
CREATE TABLE standing_checkpoint (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  -- Of the rules by which the cells were folded; others are folded anew.
  version INTEGER NOT NULL,
  mark INTEGER NOT NULL
) STRICT;
CREATE TABLE standing_cells (
  account INTEGER NOT NULL,
  problem TEXT NOT NULL,
  first_sequence INTEGER NOT NULL,
  started_at_us INTEGER NOT NULL,
  judged INTEGER NOT NULL,
  rejected INTEGER NOT NULL,
  pending INTEGER NOT NULL,
  solved_at_us INTEGER,
  score REAL NOT NULL,
  scored_at_us INTEGER,
  makespan_us INTEGER,
  cpu_time_us INTEGER,
  PRIMARY KEY (account, problem)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER standing_submission AFTER INSERT ON submissions WHEN NEW.account IS NOT NULL BEGIN
  INSERT INTO standing_changes (account, problem, assignment)
  VALUES (NEW.account, NEW.problem, NEW.assignment);
END;
CREATE TRIGGER standing_judgement AFTER INSERT ON judgements WHEN NEW.is_current = 1 BEGIN
  INSERT INTO standing_changes (account, problem, assignment)
  SELECT account, problem, assignment FROM submissions
  WHERE sequence = NEW.submission AND account IS NOT NULL;
END;
CREATE TRIGGER standing_rejudgement AFTER UPDATE OF is_current ON judgements
WHEN NEW.is_current = 1 BEGIN
  INSERT INTO standing_changes (account, problem, assignment)
  SELECT account, problem, assignment FROM submissions
  WHERE sequence = NEW.submission AND account IS NOT NULL;
END;

CREATE TRIGGER standing_account AFTER UPDATE OF name, role ON accounts BEGIN
  INSERT INTO standing_changes (account) VALUES (NEW.id);
END;
CREATE TRIGGER standing_member_added AFTER INSERT ON members BEGIN
  INSERT INTO standing_changes (account, classroom)
  VALUES (NEW.account, NULL), (NULL, NEW.classroom);
END;
CREATE TRIGGER standing_member_changed AFTER UPDATE ON members BEGIN
  INSERT INTO standing_changes (account, classroom)
  VALUES (NEW.account, NULL), (NULL, NEW.classroom);
END;
CREATE TRIGGER standing_member_removed AFTER DELETE ON members BEGIN
  INSERT INTO standing_changes (account, classroom)
  VALUES (OLD.account, NULL), (NULL, OLD.classroom);
END;
CREATE TRIGGER standing_classroom AFTER UPDATE OF names, frozen_at_us ON classrooms BEGIN
  INSERT INTO standing_changes (classroom) VALUES (NEW.number);
END;
CREATE TRIGGER standing_assignment AFTER UPDATE ON assignments BEGIN
  INSERT INTO standing_changes (assignment) VALUES (NEW.number);
END;
CREATE TRIGGER standing_problem_added AFTER INSERT ON assignment_problems BEGIN
  INSERT INTO standing_changes (assignment) VALUES (NEW.assignment);
END;
CREATE TRIGGER standing_problem_changed AFTER UPDATE ON assignment_problems BEGIN
  INSERT INTO standing_changes (assignment) VALUES (NEW.assignment);
END;
CREATE TRIGGER standing_problem_removed AFTER DELETE ON assignment_problems BEGIN
  INSERT INTO standing_changes (assignment) VALUES (OLD.assignment);
END;
CREATE TRIGGER standing_extension_added AFTER INSERT ON extensions BEGIN
  INSERT INTO standing_changes (assignment) VALUES (NEW.assignment);
END;
CREATE TRIGGER standing_extension_changed AFTER UPDATE ON extensions BEGIN
  INSERT INTO standing_changes (assignment) VALUES (NEW.assignment);
END;
CREATE TRIGGER standing_extension_removed AFTER DELETE ON extensions BEGIN
  INSERT INTO standing_changes (assignment) VALUES (OLD.assignment);
END;
