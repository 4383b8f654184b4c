CREATE OR REPLACE FUNCTION foretell.write_posting()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'foretell', 'pg_temp'
AS $function$
-- A posting in a member's entry; `chain` refuses one that is not due.
BEGIN
    PERFORM moment(), writer('member');
    NEW.id := (SELECT coalesce(max(id), 0) + 1 FROM posting);
    NEW.entry := (SELECT coalesce(max(number), 0) + 1 FROM entry);
    RETURN NEW;
END
$function$
