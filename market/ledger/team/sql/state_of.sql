CREATE OR REPLACE FUNCTION foretell.state_of(asked bigint, judged_at bigint, OUT slug text, OUT opens bigint, OUT closes bigint, OUT status text, OUT early_close bigint)
 RETURNS record
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'foretell', 'pg_temp'
AS $function$
-- What has become of a question, by its newest wording and the rulings that hold.
DECLARE
    final ruling;
BEGIN
    SELECT q.slug, w.opens, w.closes INTO slug, opens, closes
    FROM question AS q, wording AS w
    WHERE q.id = asked AND w.id = (SELECT max(id) FROM wording WHERE question = asked);
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is no question with the id %', asked;
    END IF;
    SELECT CASE r.verdict WHEN 'close' THEN r.at END INTO early_close
    FROM ruling AS r
    WHERE r.question = asked AND r.verdict IN ('close', 'reopen')
    ORDER BY r.id DESC LIMIT 1;
    SELECT r.* INTO final
    FROM ruling AS r
    WHERE r.question = asked AND r.verdict IN ('resolve', 'annul', 'unresolve')
    ORDER BY r.id DESC LIMIT 1;
    status := CASE
        WHEN final.verdict = 'resolve' THEN 'resolved'
        WHEN final.verdict = 'annul' THEN 'annulled'
        WHEN judged_at < least(closes, early_close) THEN 'open'
        ELSE 'closed'
    END;
END
$function$
