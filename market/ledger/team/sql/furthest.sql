CREATE OR REPLACE FUNCTION foretell.furthest(liquidity bigint)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'foretell', 'pg_temp'
AS $function$
-- How far from 0 the state of a market may be: to where its price is as certain as a forecast may
-- be.
BEGIN
    RETURN floor(liquidity * ln(round(:highest / :lowest, :digits)));
END
$function$
