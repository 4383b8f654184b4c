CREATE OR REPLACE FUNCTION foretell.write_account()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'foretell', 'pg_temp'
AS $function$
-- An account of the member's own, or with a market its maker's and the house's; `chain` refuses
-- one that is not due.
DECLARE
    own bigint;
BEGIN
    PERFORM moment();
    own := writer('member');
    NEW.id := (SELECT coalesce(max(id), 0) + 1 FROM account);
    NEW.entry := (SELECT coalesce(max(number), 0) + 1 FROM entry);
    IF NEW.forecaster <> own THEN
        RAISE EXCEPTION 'an account is opened by whose it is';
    END IF;
    RETURN NEW;
END
$function$
