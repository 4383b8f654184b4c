CREATE OR REPLACE FUNCTION foretell.write_market()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'foretell', 'pg_temp'
AS $function$
-- An editor's market, on an open question that has none.
DECLARE
    now bigint := moment();
BEGIN
    PERFORM writer('editor');
    NEW.id := (SELECT coalesce(max(id), 0) + 1 FROM market);
    NEW.entry := (SELECT coalesce(max(number), 0) + 1 FROM entry);
    PERFORM refuse_unless_open(NEW.question, now);
    IF EXISTS (SELECT FROM market AS m WHERE m.question = NEW.question) THEN
        RAISE EXCEPTION 'the question has a market already';
    ELSIF NEW.liquidity NOT BETWEEN :smallest AND :largest THEN
        RAISE EXCEPTION 'a liquidity lies between :smallest and :largest';
    ELSIF abs(NEW.start) > furthest(NEW.liquidity) THEN
        RAISE EXCEPTION 'the price of a market stays between :lowest and :highest';
    END IF;
    RETURN NEW;
END
$function$
