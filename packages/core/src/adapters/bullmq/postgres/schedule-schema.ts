/**
 * One statement, under a lock of its own: of several processes that meet no table, one makes it.
 * What entries say is text and not jsonb, which would sort the keys.
 */
export const CREATE_SCHEDULE = `
DO $drover$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('drover:create-schedule'));

  CREATE TABLE IF NOT EXISTS drover_schedule_head (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    version bigint NOT NULL DEFAULT 0,
    fingerprint text
  );
  INSERT INTO drover_schedule_head DEFAULT VALUES ON CONFLICT DO NOTHING;

  CREATE TABLE IF NOT EXISTS drover_schedule (
    name text PRIMARY KEY,
    revision text NOT NULL,
    definition text NOT NULL,
    source text NOT NULL,
    declared text,
    status text NOT NULL,
    since bigint NOT NULL,
    tick bigint,
    run text,
    open jsonb NOT NULL DEFAULT '{}'
  );
END
$drover$`;
