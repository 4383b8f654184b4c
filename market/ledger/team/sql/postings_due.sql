CREATE OR REPLACE FUNCTION foretell.postings_due(written bigint)
 RETURNS TABLE(payer bigint, payee bigint, amount bigint, trade bigint, ruling bigint)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'foretell', 'pg_temp'
AS $function$
-- What an entry has to post, and nothing else: the subsidy of each market and the grant of each
-- trader whose account it opens, what its trades cost, and what its rulings owe.
DECLARE
    house bigint := (SELECT a.id FROM account AS a WHERE a.forecaster IS NULL AND a.market IS NULL);
BEGIN
    RETURN QUERY
    SELECT
        CASE WHEN due.amount > 0 THEN due.payer ELSE due.payee END,
        CASE WHEN due.amount > 0 THEN due.payee ELSE due.payer END,
        abs(due.amount), due.trade, due.ruling
    FROM (
        SELECT house, a.id, :grant, NULL::bigint, NULL::bigint
        FROM account AS a
        WHERE a.entry = written AND a.forecaster IS NOT NULL
        UNION ALL
        SELECT house, a.id, subsidy_of(m.liquidity, m.start), NULL, NULL
        FROM account AS a JOIN market AS m ON m.id = a.market
        WHERE a.entry = written
        UNION ALL
        SELECT own.id, maker.id, t.cost, t.id, NULL
        FROM trade AS t
        JOIN account AS own ON own.forecaster = t.forecaster
        JOIN account AS maker ON maker.market = t.market
        WHERE t.entry = written
        UNION ALL
        SELECT maker.id, own.id, s.owed, NULL, r.id
        FROM ruling AS r
        JOIN market AS m ON m.question = r.question
        JOIN account AS maker ON maker.market = m.id
        CROSS JOIN settlement_of(r.id, m.id) AS s
        JOIN account AS own ON own.forecaster = s.trader
        WHERE r.entry = written
    ) AS due(payer, payee, amount, trade, ruling)
    WHERE due.amount <> 0;
END
$function$
