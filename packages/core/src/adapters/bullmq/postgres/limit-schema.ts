import {
  LINE_EPOCH,
  LOOKS_AGAIN_AFTER,
  PLACES_PER_MILLISECOND,
  TURN_IS_LOST_AFTER,
} from '../limits/turnstile';

/**
 * The line of those that wait for a slot of a limit, and the starts of a throttle. Jobs are moved by
 * BullMQ's own function, or as its `promote` does, but to where they were in their queue.
 */
export const CREATE_LIMITS = `
DO $drover$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('drover:create-limits'));

  CREATE SEQUENCE IF NOT EXISTS drover_ticket;
  CREATE TABLE IF NOT EXISTS drover_line (
    key text NOT NULL,
    queue text NOT NULL,
    id text NOT NULL,
    ticket bigint NOT NULL,
    slots integer NOT NULL,
    ttl bigint NOT NULL,
    -- Of a throttle: when the job may start.
    turn bigint,
    PRIMARY KEY (key, queue, id)
  );
  CREATE INDEX IF NOT EXISTS drover_line_ticket ON drover_line (key, ticket);
  CREATE INDEX IF NOT EXISTS drover_line_job ON drover_line (queue, id);
  CREATE TABLE IF NOT EXISTS drover_start (key text NOT NULL, at bigint NOT NULL, gone_at bigint NOT NULL);
  CREATE INDEX IF NOT EXISTS drover_start_at ON drover_start (key, at);
  CREATE INDEX IF NOT EXISTS drover_start_gone ON drover_start (gone_at);

  CREATE OR REPLACE FUNCTION drover_grant_1(
    p_key text, p_owner text, p_expires bigint, p_holder json
  ) RETURNS bigint
  LANGUAGE sql SET search_path FROM CURRENT AS $$
    INSERT INTO drover_lock AS l
    VALUES (p_key, p_owner, nextval('drover_fence'), drover_now(), p_expires, p_holder::text)
    ON CONFLICT (key, owner) DO UPDATE
      SET fence = excluded.fence, expires = excluded.expires, holder = excluded.holder
    RETURNING fence
  $$;

  -- Gives the free slots to those in front of the line with a ticket below p_before. How many are left.
  CREATE OR REPLACE FUNCTION drover_call_1(
    p_key text, p_slots integer, p_ttl bigint, p_before bigint
  ) RETURNS bigint
  LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
  DECLARE
    v_free bigint := p_slots - drover_sweep_1(p_key);
    v_next drover_line;
    v_name text;
  BEGIN
    IF v_free <= 0 THEN RETURN v_free; END IF;
    FOR v_next IN
      SELECT l.* FROM drover_line l
       WHERE l.key = p_key AND l.ticket < p_before
         AND NOT EXISTS (SELECT FROM drover_lock h WHERE h.key = p_key AND h.owner = l.queue || ':' || l.id)
       ORDER BY l.ticket LIMIT v_free + 100
    LOOP
      EXIT WHEN v_free <= 0;
      UPDATE job SET state = 'waiting', process_at_ms = NULL, delay_ms = 0
       WHERE queue = v_next.queue AND id = v_next.id AND state = 'delayed'
      RETURNING name INTO v_name;
      IF FOUND THEN
        PERFORM drover_grant_1(
          p_key, v_next.queue || ':' || v_next.id, drover_now() + p_ttl,
          json_build_object('name', v_name, 'queue', v_next.queue, 'jobId', v_next.id));
        PERFORM publish_event(
          v_next.queue, 'waiting', jsonb_build_object('jobId', v_next.id, 'prev', 'delayed'));
        PERFORM pg_notify('bullmq_jobs', v_next.queue);
        v_free := v_free - 1;
      ELSIF NOT EXISTS (
        SELECT FROM job WHERE queue = v_next.queue AND id = v_next.id AND finished_at_ms IS NULL
      ) THEN
        DELETE FROM drover_line l
         WHERE l.key = p_key AND l.queue = v_next.queue AND l.id = v_next.id;
      END IF;
    END LOOP;
    RETURN v_free;
  END $$;

  -- When the window of these starts has room again, if so many of the latest count.
  CREATE OR REPLACE FUNCTION drover_room_1(p_key text, p_count bigint, p_per bigint) RETURNS bigint
  LANGUAGE sql SET search_path FROM CURRENT AS $$
    SELECT coalesce((
      SELECT s.at + p_per FROM drover_start s
       WHERE s.key = p_key ORDER BY s.at DESC OFFSET greatest(p_count - 1, 0) LIMIT 1), 0)
  $$;

  -- Tells those in front of the line when they may start, as many as one window takes.
  CREATE OR REPLACE FUNCTION drover_turns_1(
    p_key text, p_most integer, p_per bigint, p_client_now bigint
  ) RETURNS void
  LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
  DECLARE
    v_now bigint := drover_now();
    v_booked bigint;
    v_next drover_line;
    v_at bigint;
  BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('drover:start'), hashtext(p_key));
    DELETE FROM drover_start s WHERE s.key = p_key AND s.at <= v_now - p_per;
    DELETE FROM drover_line l
     WHERE l.key = p_key AND (l.turn IS NULL OR l.turn <= v_now) AND NOT EXISTS (
       SELECT FROM job j WHERE j.queue = l.queue AND j.id = l.id AND j.finished_at_ms IS NULL);
    SELECT count(*) INTO v_booked FROM drover_line l WHERE l.key = p_key AND l.turn IS NOT NULL;
    FOR v_next IN
      SELECT l.* FROM drover_line l
       WHERE l.key = p_key AND l.turn IS NULL ORDER BY l.ticket LIMIT greatest(p_most - v_booked, 0)
    LOOP
      v_at := drover_room_1(p_key, p_most - v_booked, p_per);
      -- A little later than allowed, so that who starts a little late does not make the next come in vain.
      IF v_at > v_now THEN v_at := v_at + least(ceil(p_per / 100.0), 20); END IF;
      v_at := greatest(v_at, v_now, (SELECT max(l.turn) FROM drover_line l WHERE l.key = p_key));
      UPDATE job SET process_at_ms = p_client_now + v_at - v_now, delay_ms = v_at - v_now
       WHERE queue = v_next.queue AND id = v_next.id AND state = 'delayed';
      CONTINUE WHEN NOT FOUND;
      PERFORM pg_notify('bullmq_jobs', v_next.queue);
      UPDATE drover_line SET turn = v_at
       WHERE key = p_key AND queue = v_next.queue AND id = v_next.id;
      v_booked := v_booked + 1;
    END LOOP;
  END $$;

  CREATE OR REPLACE FUNCTION drover_enter_1(
    p_queue text, p_id text, p_token text, p_name text, p_client_now bigint, p_due bigint,
    p_limit text, p_slots integer, p_ttl bigint, p_waits boolean,
    p_throttle text, p_most integer, p_per bigint
  ) RETURNS json
  LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
  DECLARE
    v_job text := p_queue || ':' || p_id;
    v_holder json := json_build_object('name', p_name, 'queue', p_queue, 'jobId', p_id);
    v_place bigint := (p_due - ${LINE_EPOCH}) * ${PLACES_PER_MILLISECOND}
      + nextval('drover_ticket') % ${PLACES_PER_MILLISECOND};
    v_ticket bigint;
    v_now bigint;
    v_at bigint;
    v_turn bigint;
    v_fence bigint;
  BEGIN
    IF p_limit IS NOT NULL THEN
      PERFORM drover_sweep_1(p_limit);
      IF NOT EXISTS (SELECT FROM drover_lock WHERE key = p_limit AND owner = v_job) THEN
        SELECT ticket INTO v_ticket FROM drover_line
         WHERE key = p_limit AND queue = p_queue AND id = p_id;
        IF drover_call_1(p_limit, p_slots, p_ttl, coalesce(v_ticket, 9223372036854775807)) <= 0 THEN
          IF NOT p_waits THEN
            RETURN json_build_object('kind', 'refused', 'key', p_limit, 'holders', (
              SELECT json_agg(l ORDER BY l.expires) FROM drover_lock l WHERE l.key = p_limit));
          END IF;
          PERFORM move_to_delayed(
            p_queue, p_id, p_token, p_client_now + ${LOOKS_AGAIN_AFTER}, ${LOOKS_AGAIN_AFTER}, true, NULL, NULL);
          INSERT INTO drover_line
          VALUES (p_limit, p_queue, p_id, v_place, p_slots, p_ttl, NULL)
          ON CONFLICT (key, queue, id) DO UPDATE SET slots = excluded.slots, ttl = excluded.ttl;
          RETURN json_build_object('kind', 'blocked', 'key', p_limit);
        END IF;
      END IF;
      v_fence := drover_grant_1(p_limit, v_job, drover_now() + p_ttl, v_holder);
      DELETE FROM drover_line WHERE key = p_limit AND queue = p_queue AND id = p_id;
    END IF;

    IF p_throttle IS NOT NULL THEN
      PERFORM pg_advisory_xact_lock(hashtext('drover:start'), hashtext(p_throttle));
      v_now := drover_now();
      v_at := v_now + ${LOOKS_AGAIN_AFTER};
      DELETE FROM drover_start s WHERE s.key = p_throttle AND s.at <= v_now - p_per;
      SELECT l.turn INTO v_turn FROM drover_line l
       WHERE l.key = p_throttle AND l.queue = p_queue AND l.id = p_id;
      IF v_turn IS NOT NULL THEN
        v_at := greatest(v_turn, least(v_now + p_per, drover_room_1(p_throttle, p_most - (
          SELECT count(*) FROM drover_line l WHERE l.key = p_throttle AND l.turn < v_turn), p_per)));
      ELSIF NOT EXISTS (SELECT FROM drover_line l WHERE l.key = p_throttle)
            AND (SELECT count(*) FROM drover_start s WHERE s.key = p_throttle) < p_most THEN
        v_at := v_now;
      END IF;
      IF v_at > v_now THEN
        PERFORM move_to_delayed(
          p_queue, p_id, p_token, p_client_now + v_at - v_now, v_at - v_now, true, NULL, NULL);
        INSERT INTO drover_line
        VALUES (p_throttle, p_queue, p_id, v_place, p_most, p_per, NULL)
        ON CONFLICT (key, queue, id) DO UPDATE
          SET slots = excluded.slots, ttl = excluded.ttl, turn = CASE WHEN v_turn IS NULL THEN NULL ELSE v_at END;
        UPDATE drover_lock SET expires = v_at + p_ttl WHERE key = p_limit AND owner = v_job;
        PERFORM drover_turns_1(p_throttle, p_most, p_per, p_client_now);
        RETURN json_build_object('kind', 'blocked', 'key', p_throttle, 'wait', (
          SELECT greatest(l.turn - v_now, 0) FROM drover_line l
           WHERE l.key = p_throttle AND l.queue = p_queue AND l.id = p_id));
      END IF;
      DELETE FROM drover_line l WHERE l.key = p_throttle AND l.queue = p_queue AND l.id = p_id;
      INSERT INTO drover_start VALUES (p_throttle, v_now, v_now + p_per);
      PERFORM drover_turns_1(p_throttle, p_most, p_per, p_client_now);
    END IF;
    RETURN json_build_object('kind', 'entered', 'fence', v_fence);
  END $$;

  -- What becomes of slots and turns whose jobs are gone.
  CREATE OR REPLACE FUNCTION drover_heal_1(p_key text, p_client_now bigint) RETURNS void
  LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
  DECLARE
    v_slots integer;
    v_ttl bigint;
  BEGIN
    SELECT max(slots), max(ttl) INTO v_slots, v_ttl FROM drover_line WHERE key = p_key;
    IF v_slots IS NULL THEN RETURN; END IF;
    IF p_key LIKE 'throttle:%' THEN
      UPDATE drover_line SET turn = NULL
       WHERE key = p_key AND turn < drover_now() - greatest(v_ttl, ${TURN_IS_LOST_AFTER});
      PERFORM drover_turns_1(p_key, v_slots, v_ttl, p_client_now);
    ELSE
      PERFORM drover_sweep_1(p_key);
      DELETE FROM drover_lock h WHERE h.key = p_key AND h.owner LIKE '%:%' AND NOT EXISTS (
        SELECT FROM job j
         WHERE j.queue = split_part(h.owner, ':', 1)
           AND j.id = substr(h.owner, strpos(h.owner, ':') + 1) AND j.finished_at_ms IS NULL);
      PERFORM drover_call_1(p_key, v_slots, v_ttl, 9223372036854775807);
    END IF;
  END $$;

  CREATE OR REPLACE FUNCTION drover_leave_1(
    p_key text, p_slots integer, p_ttl bigint, p_owner text, p_fence bigint
  ) RETURNS void
  LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
  BEGIN
    PERFORM drover_sweep_1(p_key);
    DELETE FROM drover_lock WHERE key = p_key AND owner = p_owner AND fence = p_fence;
    PERFORM drover_call_1(p_key, p_slots, p_ttl, 9223372036854775807);
  END $$;
END
$drover$`;
