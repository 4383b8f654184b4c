CREATE OR REPLACE FUNCTION foretell.refuse_tags(tags text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'foretell', 'pg_temp'
AS $function$
-- Let tags pass with commas between them, sorted by their characters, each once.
DECLARE
    tag text;
    former text := '';
BEGIN
    IF tags = '' THEN
        RETURN;
    END IF;
    FOREACH tag IN ARRAY string_to_array(tags, ',') LOOP
        PERFORM refuse_line('tag', tag);
        IF tag COLLATE "C" <= former THEN
            RAISE EXCEPTION 'the tags are not sorted, each once: %', tags;
        END IF;
        former := tag;
    END LOOP;
END
$function$
