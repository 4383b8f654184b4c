CREATE OR REPLACE FUNCTION foretell.write_question()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'foretell', 'pg_temp'
AS $function$
-- An editor's question; `chain` refuses it without words.
BEGIN
    PERFORM moment(), writer('editor');
    NEW.id := (SELECT coalesce(max(id), 0) + 1 FROM question);
    NEW.entry := (SELECT coalesce(max(number), 0) + 1 FROM entry);
    IF EXISTS (SELECT FROM question AS q WHERE lower(q.slug) = lower(NEW.slug)) THEN
        RAISE EXCEPTION 'there is a question % already', NEW.slug;
    END IF;
    RETURN NEW;
END
$function$
