CREATE OR REPLACE FUNCTION foretell.chain()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'foretell', 'pg_temp'
AS $function$
-- Append the entry of a member's rows, once they are all there: with their digest, and that of
-- the entry before.
DECLARE
    now bigint := moment();
    command text := coalesce(nullif(current_setting('foretell.command', true), ''), 'sql');
    key text := nullif(current_setting('foretell.key', true), '');
BEGIN
    IF EXISTS (SELECT FROM entry WHERE number = NEW.entry) THEN
        RETURN NULL;
    ELSIF extract(epoch FROM clock_timestamp()) * 1000000 > now + :open_for THEN
        RAISE EXCEPTION 'the transaction was open for too long'
            USING HINT = 'It counts from its first row on: try again, with less at once.';
    ELSIF EXISTS (
        SELECT FROM question AS q LEFT JOIN wording AS w ON w.question = q.id
        WHERE q.entry = NEW.entry AND w.id IS NULL
    ) THEN
        RAISE EXCEPTION 'a question is recorded together with its wording';
    END IF;
    PERFORM refuse_undue(NEW.entry), refuse_line('command', command);
    PERFORM refuse_line('key', key), refuse_text('key', key, :longest_key);
    INSERT INTO entry (number, recorded_at, actor, command, key, previous, rows, role)
    SELECT
        NEW.entry, now, name, command, key,
        digest_of(NEW.entry - 1), rows_of(NEW.entry), session_user
    FROM forecaster
    WHERE id = writer('member');
    RETURN NULL;
END
$function$
