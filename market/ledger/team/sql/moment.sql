CREATE OR REPLACE FUNCTION foretell.moment()
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'foretell', 'pg_temp'
AS $function$
-- The moment of this transaction's entry, in microseconds since 1970: read once, under the lock of
-- writers, and never before that of the last entry. It is kept where only the owner may write, and
-- goes with the lock if a savepoint is rolled back: a setting could be forged.
DECLARE
    mine bigint := pg_current_xact_id()::text::bigint;
    began bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(:lock);
    SELECT t.moment INTO began FROM turn AS t WHERE t.writer = mine;
    IF FOUND THEN
        RETURN began;
    END IF;
    began := greatest(
        floor(extract(epoch FROM clock_timestamp()) * 1000000)::bigint,
        (SELECT e.recorded_at FROM entry AS e ORDER BY e.number DESC LIMIT 1)
    );
    UPDATE turn SET writer = mine, moment = began;
    IF NOT FOUND THEN
        INSERT INTO turn VALUES (mine, began);
    END IF;
    RETURN began;
END
$function$
