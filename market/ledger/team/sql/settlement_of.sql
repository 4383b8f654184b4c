CREATE OR REPLACE FUNCTION foretell.settlement_of(ruled bigint, traded bigint)
 RETURNS TABLE(trader bigint, owed bigint)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'foretell', 'pg_temp'
AS $function$
-- What a market maker owes each trader by a ruling, below 0 what the trader owes: a credit for each
-- winning share held at the actual close, later trades being undone; after an annulment what was
-- paid; and where a ruling is taken back, what it owed the other way round.
DECLARE
    made ruling;
    former ruling;
    ends bigint;
BEGIN
    SELECT r.* INTO made FROM ruling AS r WHERE r.id = ruled;
    IF made.verdict = 'unresolve' THEN
        SELECT r.* INTO former
        FROM ruling AS r
        WHERE r.question = made.question AND r.id < ruled AND r.verdict IN ('resolve', 'annul')
        ORDER BY r.id DESC LIMIT 1;
        RETURN QUERY
        SELECT a.forecaster, CASE WHEN p.payee = a.id THEN -p.amount ELSE p.amount END
        FROM posting AS p
        JOIN account AS a ON a.id IN (p.payer, p.payee) AND a.forecaster IS NOT NULL
        WHERE p.entry = former.entry AND p.ruling = former.id;
    ELSIF made.verdict IN ('resolve', 'annul') THEN
        SELECT least(made.at, s.closes, s.early_close) INTO ends
        FROM state_of(made.question, made.at) AS s;
        RETURN QUERY
        SELECT own.trader, CASE made.verdict
            WHEN 'annul' THEN own.paid
            ELSE greatest(0, CASE made.outcome WHEN 1 THEN own.held ELSE -own.held END)
                + own.paid_late
        END
        FROM (
            SELECT
                t.forecaster,
                sum(t.cost)::bigint,
                coalesce(sum(t.shares) FILTER (WHERE e.recorded_at <= ends), 0)::bigint,
                coalesce(sum(t.cost) FILTER (WHERE e.recorded_at > ends), 0)::bigint
            FROM trade AS t JOIN entry AS e ON e.number = t.entry
            WHERE t.market = traded
            GROUP BY t.forecaster
        ) AS own(trader, paid, held, paid_late);
    END IF;
END
$function$
