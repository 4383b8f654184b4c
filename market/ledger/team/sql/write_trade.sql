CREATE OR REPLACE FUNCTION foretell.write_trade()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'foretell', 'pg_temp'
AS $function$
-- A member's trade: of the member alone, at the price that holds, and within the means.
DECLARE
    now bigint := moment();
    traded market;
    quantity bigint;
    held bigint;
    due bigint;
    funds bigint;
BEGIN
    NEW.id := (SELECT coalesce(max(id), 0) + 1 FROM trade);
    NEW.entry := (SELECT coalesce(max(number), 0) + 1 FROM entry);
    NEW.forecaster := writer('member');
    SELECT m.* INTO traded FROM market AS m WHERE m.id = NEW.market;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is no market with the id %', NEW.market;
    END IF;
    PERFORM refuse_unless_open(traded.question, now);
    SELECT
        traded.start + coalesce(sum(t.shares), 0),
        coalesce(sum(t.shares) FILTER (WHERE t.forecaster = NEW.forecaster), 0)
    INTO quantity, held
    FROM trade AS t
    WHERE t.market = NEW.market;
    IF abs(quantity + NEW.shares) > furthest(traded.liquidity) THEN
        RAISE EXCEPTION 'the price of a market stays between :lowest and :highest';
    END IF;
    due := cost_of(traded.liquidity, quantity, NEW.shares)
        + greatest(0, -held - NEW.shares) - greatest(0, -held);
    funds := funds_of(NEW.forecaster, NEW.entry);
    IF NEW.cost <> due THEN
        RAISE EXCEPTION 'at the price that holds this costs %, not %', due, NEW.cost
            USING HINT = 'In millionths of a credit, rounded up.';
    ELSIF due > greatest(0, funds) THEN
        RAISE EXCEPTION 'this costs %, and there are %', due, funds
            USING HINT = 'In millionths of a credit.';
    END IF;
    RETURN NEW;
END
$function$
