CREATE OR REPLACE FUNCTION foretell.refuse_unless_open(asked bigint, judged_at bigint)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'foretell', 'pg_temp'
AS $function$
-- Let a question pass that takes forecasts and trades.
DECLARE
    found record := state_of(asked, judged_at);
BEGIN
    IF found.status <> 'open' THEN
        RAISE EXCEPTION '% is %', found.slug, found.status;
    ELSIF judged_at < found.opens THEN
        RAISE EXCEPTION '% has not opened yet', found.slug;
    END IF;
END
$function$
