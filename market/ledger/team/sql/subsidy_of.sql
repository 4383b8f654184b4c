CREATE OR REPLACE FUNCTION foretell.subsidy_of(liquidity bigint, quantity bigint)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'foretell', 'pg_temp'
AS $function$
-- The most that a market maker can lose that opens in a state, rounded up.
DECLARE
    b numeric := round(liquidity, :digits);
BEGIN
    RETURN ceil(b * ln(1 + exp(abs(quantity) / b)));
END
$function$
