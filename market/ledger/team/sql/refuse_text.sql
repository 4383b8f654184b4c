CREATE OR REPLACE FUNCTION foretell.refuse_text(what text, said text, longest integer)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'foretell', 'pg_temp'
AS $function$
-- Let a text pass as the program stores it, of so many characters at most; or none.
BEGIN
    IF length(said) > longest THEN
        RAISE EXCEPTION 'the % has more than % characters', what, longest;
    ELSIF said IS NOT NFC NORMALIZED THEN
        RAISE EXCEPTION 'the % is not in Unicode normal form C', what;
    END IF;
END
$function$
