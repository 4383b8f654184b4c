CREATE OR REPLACE FUNCTION foretell.refuse_remark(what text, said text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'foretell', 'pg_temp'
AS $function$
-- Let a remark pass: one line, which a break may end; or none.
BEGIN
    PERFORM refuse_text(what, said, :longest_remark);
    IF stripped(said) = '' THEN
        RAISE EXCEPTION 'the % is blank: leave it out', what;
    ELSIF regexp_replace(said, E'(\r\n|[\n-\r\u001C-\u001E\u0085\u2028\u2029])$', '')
            ~ E'[\n-\r\u001C-\u001E\u0085\u2028\u2029]' THEN
        RAISE EXCEPTION 'the % has line breaks', what;
    END IF;
END
$function$
