CREATE OR REPLACE FUNCTION foretell.refuse_times(VARIADIC given bigint[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'foretell', 'pg_temp'
AS $function$
-- Let times pass that can be shown: of the years 1 to 9999.
BEGIN
    IF EXISTS (SELECT FROM unnest(given) AS t WHERE t NOT BETWEEN :first AND :last) THEN
        RAISE EXCEPTION 'a time is not in the years 1 to 9999: give microseconds since 1970';
    END IF;
END
$function$
