CREATE OR REPLACE FUNCTION foretell.write_evidence()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'foretell', 'pg_temp'
AS $function$
-- A resolver's source, recorded together with the ruling that rests on it.
BEGIN
    PERFORM moment(), writer('resolver');
    NEW.id := (SELECT coalesce(max(id), 0) + 1 FROM evidence);
    NEW.entry := (SELECT coalesce(max(number), 0) + 1 FROM entry);
    IF NOT EXISTS (SELECT FROM ruling AS r WHERE r.id = NEW.ruling AND r.entry = NEW.entry) THEN
        RAISE EXCEPTION 'evidence is recorded together with its ruling';
    ELSIF stripped(NEW.address) = '' THEN
        RAISE EXCEPTION 'a source has no address';
    END IF;
    PERFORM refuse_text('address', NEW.address, :longest_text);
    PERFORM refuse_text('publisher', NEW.publisher, :longest_text);
    PERFORM refuse_text('date', NEW.published, :longest_text);
    PERFORM refuse_text('summary', NEW.summary, :longest_text);
    RETURN NEW;
END
$function$
