CREATE OR REPLACE FUNCTION foretell.write_ruling()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'foretell', 'pg_temp'
AS $function$
-- A resolver's ruling: in its turn, and on what has happened.
DECLARE
    now bigint := moment();
    asked record;
BEGIN
    PERFORM writer('resolver');
    NEW.id := (SELECT coalesce(max(id), 0) + 1 FROM ruling);
    NEW.entry := (SELECT coalesce(max(number), 0) + 1 FROM entry);
    NEW.at := coalesce(NEW.at, now);
    asked := state_of(NEW.question, now);
    IF (asked.status IN ('resolved', 'annulled')) <> (NEW.verdict = 'unresolve')
        OR (NEW.verdict = 'close' AND asked.status <> 'open')
        OR (NEW.verdict = 'reopen' AND asked.early_close IS NULL) THEN
        RAISE EXCEPTION '% is %: there is nothing to %', asked.slug, asked.status, NEW.verdict;
    ELSIF NEW.at > now THEN
        RAISE EXCEPTION 'a ruling is made on what has happened';
    ELSIF NEW.at < asked.opens AND NEW.verdict IN ('resolve', 'close') THEN
        RAISE EXCEPTION '% had not opened by then: annul it', asked.slug;
    END IF;
    PERFORM refuse_times(NEW.at);
    PERFORM refuse_text('status', NEW.status, :longest_text);
    PERFORM refuse_remark('reason', NEW.note);
    RETURN NEW;
END
$function$
