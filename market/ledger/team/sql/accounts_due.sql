CREATE OR REPLACE FUNCTION foretell.accounts_due(written bigint)
 RETURNS TABLE(forecaster bigint, market bigint)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'foretell', 'pg_temp'
AS $function$
-- The accounts that an entry opens: those of its markets' makers, of its traders who had none, and
-- with the first market the house's.
BEGIN
    RETURN QUERY
    SELECT NULL::bigint, m.id
    FROM market AS m
    WHERE m.entry = written
    UNION ALL
    SELECT DISTINCT t.forecaster, NULL::bigint
    FROM trade AS t
    WHERE t.entry = written AND NOT EXISTS (
        SELECT FROM account AS a WHERE a.forecaster = t.forecaster AND a.entry < written
    )
    UNION ALL
    SELECT NULL, NULL
    WHERE written = (SELECT min(m.entry) FROM market AS m);
END
$function$
