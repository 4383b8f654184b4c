CREATE OR REPLACE FUNCTION foretell.refuse_undue(written bigint)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'foretell', 'pg_temp'
AS $function$
-- Let an entry pass that opens the accounts and posts the amounts that are due, and no others.
BEGIN
    IF EXISTS (
        SELECT FROM ruling AS r JOIN market AS m ON m.question = r.question
        WHERE r.entry = written AND r.verdict IN ('resolve', 'annul', 'unresolve')
        GROUP BY r.question
        HAVING count(*) > 1 OR EXISTS (SELECT FROM trade AS t WHERE t.entry = written)
    ) THEN
        RAISE EXCEPTION 'a market is settled in an entry without trades, and once';
    ELSIF (
        SELECT array_agg(a ORDER BY a)
        FROM (SELECT forecaster, market FROM account WHERE entry = written) AS a
    ) IS DISTINCT FROM (SELECT array_agg(d ORDER BY d) FROM accounts_due(written) AS d) THEN
        RAISE EXCEPTION 'an account is opened with its market, or with the first trade';
    ELSIF (
        SELECT array_agg(p ORDER BY p)
        FROM (SELECT payer, payee, amount, trade, ruling FROM posting WHERE entry = written) AS p
    ) IS DISTINCT FROM (SELECT array_agg(d ORDER BY d) FROM postings_due(written) AS d) THEN
        RAISE EXCEPTION 'the postings are not those that are due'
            USING HINT = 'The program posts what is due; docs/team.md says what that is.';
    END IF;
END
$function$
