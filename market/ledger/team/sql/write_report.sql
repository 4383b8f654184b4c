CREATE OR REPLACE FUNCTION foretell.write_report()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'foretell', 'pg_temp'
AS $function$
-- A member's report: live, of the member alone, and within the bounds.
DECLARE
    now bigint := moment();
    standing double precision;
BEGIN
    NEW.id := (SELECT coalesce(max(id), 0) + 1 FROM report);
    NEW.entry := (SELECT coalesce(max(number), 0) + 1 FROM entry);
    NEW.forecaster := writer('member');
    NEW.at := now;
    PERFORM refuse_unless_open(NEW.question, now);
    IF NEW.probability NOT BETWEEN :lowest AND :highest THEN
        RAISE EXCEPTION 'a probability lies between :lowest and :highest';
    ELSIF NEW.probability IS NULL THEN
        SELECT r.probability INTO standing
        FROM report AS r
        WHERE r.question = NEW.question AND r.forecaster = NEW.forecaster AND r.at <= now
        ORDER BY r.at DESC, r.id DESC LIMIT 1;
        IF standing IS NULL THEN
            RAISE EXCEPTION 'nothing of yours stands on %', (state_of(NEW.question, now)).slug;
        END IF;
    END IF;
    PERFORM refuse_remark('reason', NEW.rationale);
    PERFORM refuse_remark('source', NEW.source);
    PERFORM refuse_remark('quotation', NEW.quote);
    RETURN NEW;
END
$function$
