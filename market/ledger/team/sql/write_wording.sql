CREATE OR REPLACE FUNCTION foretell.write_wording()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'foretell', 'pg_temp'
AS $function$
-- An editor's words and dates: of a new question, or another wording of one that is not over.
DECLARE
    now bigint := moment();
    former wording;
BEGIN
    PERFORM writer('editor');
    NEW.id := (SELECT coalesce(max(id), 0) + 1 FROM wording);
    NEW.entry := (SELECT coalesce(max(number), 0) + 1 FROM entry);
    NEW.crowd_hidden := nullif(NEW.crowd_hidden, 0);
    PERFORM refuse_line('title', NEW.title);
    PERFORM refuse_line('family', NEW.family);
    PERFORM refuse_tags(NEW.tags);
    PERFORM refuse_text('background', NEW.background, :longest_text);
    PERFORM refuse_text('text of the criteria', NEW.criteria, :longest_text);
    PERFORM refuse_text('fine print', NEW.fine_print, :longest_text);
    PERFORM refuse_text('source', NEW.source, :longest_text);
    PERFORM refuse_times(NEW.opens, NEW.closes);
    SELECT w.* INTO former
    FROM wording AS w
    WHERE w.id = (SELECT max(id) FROM wording WHERE question = NEW.question);
    IF FOUND AND (state_of(NEW.question, now)).status IN ('resolved', 'annulled') THEN
        RAISE EXCEPTION 'the question is over: it is resolved or annulled';
    ELSIF to_jsonb(NEW) - ARRAY['id', 'entry'] = to_jsonb(former) - ARRAY['id', 'entry'] THEN
        RAISE EXCEPTION 'the question has these words and dates already';
    ELSIF NEW.closes IS DISTINCT FROM former.closes AND NEW.closes <= now THEN
        RAISE EXCEPTION 'the close is not in the future';
    END IF;
    RETURN NEW;
END
$function$
