CREATE OR REPLACE FUNCTION foretell.cost_of(liquidity bigint, quantity bigint, shares bigint)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'foretell', 'pg_temp'
AS $function$
-- What a logarithmic market maker takes for YES shares, rounded up to a whole unit. From p to 1 - p
-- the mean price is a half exactly. PostgreSQL computes to as many digits as it is given: b has
-- them.
DECLARE
    b numeric := round(liquidity, :digits);
BEGIN
    IF 2 * quantity + shares = 0 THEN
        RETURN shares / 2;
    END IF;
    RETURN ceil(b * ln((1 + exp((quantity + shares) / b)) / (1 + exp(quantity / b))));
END
$function$
