/**
 * One statement, under a lock of its own: of several processes that meet no table, one makes it.
 * The functions end in the number of their version: processes of two releases may run at once.
 */
export const CREATE_LOCKS = `
DO $drover$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('drover:create-locks'));

  CREATE SEQUENCE IF NOT EXISTS drover_fence;
  CREATE TABLE IF NOT EXISTS drover_lock (
    key text NOT NULL,
    owner text NOT NULL,
    fence bigint NOT NULL,
    since bigint NOT NULL,
    expires bigint NOT NULL,
    holder text NOT NULL,
    PRIMARY KEY (key, owner)
  );
  CREATE INDEX IF NOT EXISTS drover_lock_expires ON drover_lock (expires);

  CREATE OR REPLACE FUNCTION drover_now() RETURNS bigint LANGUAGE sql VOLATILE AS
    'SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint';

  -- One lock is looked at by one transaction at a time. What has expired goes.
  CREATE OR REPLACE FUNCTION drover_sweep_1(p_key text) RETURNS bigint
  LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
  BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('drover:lock'), hashtext(p_key));
    DELETE FROM drover_lock WHERE key = p_key AND expires <= drover_now();
    RETURN (SELECT count(*) FROM drover_lock WHERE key = p_key);
  END $$;

  CREATE OR REPLACE FUNCTION drover_acquire_1(
    p_key text, p_owner text, p_slots integer, p_ttl bigint, p_holder text
  ) RETURNS TABLE (granted boolean, held drover_lock)
  LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
  DECLARE
    v_held bigint := drover_sweep_1(p_key);
    v_now bigint := drover_now();
  BEGIN
    IF v_held >= p_slots
       AND NOT EXISTS (SELECT 1 FROM drover_lock l WHERE l.key = p_key AND l.owner = p_owner) THEN
      RETURN QUERY SELECT false, l FROM drover_lock l WHERE l.key = p_key ORDER BY l.expires;
      RETURN;
    END IF;
    DELETE FROM drover_lock l WHERE l.key = p_key AND l.owner = p_owner;
    RETURN QUERY
      WITH new AS (
        INSERT INTO drover_lock AS l
        VALUES (p_key, p_owner, nextval('drover_fence'), v_now, v_now + p_ttl, p_holder)
        RETURNING l.*
      )
      SELECT true, new::drover_lock FROM new;
  END $$;
END
$drover$`;

const UNDEFINED: readonly unknown[] = ['42P01', '42883'];

/** Whether the store lacks the tables or functions, because nobody has needed them yet. */
export function lacksSchema(error: unknown): boolean {
  return UNDEFINED.includes((error as { code?: unknown }).code);
}
