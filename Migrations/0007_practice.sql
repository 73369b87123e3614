-- Problems that an account wants to solve in a week, in place of the classroom's; NULL: the
-- classroom's.
ALTER TABLE accounts ADD COLUMN weekly_goal INTEGER CHECK (weekly_goal BETWEEN 1 AND 100);
