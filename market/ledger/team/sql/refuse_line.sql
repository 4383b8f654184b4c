CREATE OR REPLACE FUNCTION foretell.refuse_line(what text, said text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'foretell', 'pg_temp'
AS $function$
-- Let one line pass that shows all it holds, without blanks around it; or none.
BEGIN
    PERFORM refuse_text(what, said, :longest_line);
    IF said <> stripped(said) THEN
        RAISE EXCEPTION 'the % has blanks around it', what;
    ELSIF said ~ E'[\u0001-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B\u200E\u200F\u2028-\u202E'
            '\u2060-\u2064\u2066-\u2069\uFEFF]' THEN
        RAISE EXCEPTION 'the % holds line breaks or invisible characters', what;
    END IF;
END
$function$
