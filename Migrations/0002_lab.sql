-- What the lab says of asynchronous problems.

-- How many iterations of a benchmark the submission asked for.
ALTER TABLE submissions ADD COLUMN benchmark_iterations INTEGER
  CHECK (benchmark_iterations BETWEEN 1 AND 100);
-- BenchmarkResult and ComplexityReport as JSON.
ALTER TABLE judgements ADD COLUMN benchmark TEXT;
ALTER TABLE judgements ADD COLUMN complexity TEXT;

-- LabReport as JSON; NULL for plain problems.
ALTER TABLE runs ADD COLUMN lab TEXT;
-- What happened when, as JSON: of samples, and of the hidden runs that failed.
ALTER TABLE runs ADD COLUMN timeline BLOB REFERENCES blobs (hash);
