CREATE OR REPLACE FUNCTION foretell.funds_of(trader bigint, written bigint)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'foretell', 'pg_temp'
AS $function$
-- What a trader can spend in the midst of an entry: what was there before, or the grant, less what
-- the entry's trades so far have cost.
DECLARE
    own bigint := (SELECT a.id FROM account AS a WHERE a.forecaster = trader AND a.entry < written);
BEGIN
    RETURN coalesce(
        (SELECT sum(p.amount) FROM posting AS p WHERE p.payee = own AND p.entry < written), :grant
    ) - coalesce(
        (SELECT sum(p.amount) FROM posting AS p WHERE p.payer = own AND p.entry < written), 0
    ) - coalesce(
        (SELECT sum(t.cost) FROM trade AS t WHERE t.entry = written AND t.forecaster = trader), 0
    );
END
$function$
