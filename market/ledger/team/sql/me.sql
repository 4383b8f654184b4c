CREATE OR REPLACE FUNCTION foretell.me()
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'foretell', 'pg_temp'
AS $function$
-- The forecaster as whom this session writes: by the role that logged in, whatever it has set
-- since. None for who is no member, and for the owner, who writes without the functions' help.
BEGIN
    RETURN (
        SELECT m.forecaster
        FROM member AS m, pg_namespace AS n
        WHERE m.id = (SELECT max(id) FROM member WHERE role = session_user::text)
            AND m.rights <> ''
            AND n.nspname = 'foretell'
            AND NOT pg_has_role(session_user, n.nspowner, 'USAGE')
    );
END
$function$
