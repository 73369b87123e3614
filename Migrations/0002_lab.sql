-- What the lab says of the runs of asynchronous problems.

-- LabReport as JSON; NULL for plain problems.
ALTER TABLE runs ADD COLUMN lab TEXT;
-- What happened when, as JSON: of samples, and of the hidden runs that failed.
ALTER TABLE runs ADD COLUMN timeline BLOB REFERENCES blobs (hash);
