CREATE OR REPLACE FUNCTION foretell.writer(needed text)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'foretell', 'pg_temp'
AS $function$
-- The member who writes, and has the right to; anybody else is refused. The server looked at the
-- role's privileges before it waited for the lock: they may be gone by now. And they may be those
-- of another member, whose role was lent.
DECLARE
    forecaster bigint := me();
BEGIN
    IF forecaster IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'insufficient_privilege',
            MESSAGE = format('%s is no member of this team', session_user),
            HINT = 'The owner adds members: foretell team add. A new owner runs: foretell team init';
    ELSIF NOT EXISTS (
        SELECT FROM member AS m
        WHERE m.id = (SELECT max(id) FROM member WHERE role = session_user::text)
            AND needed = ANY (string_to_array(m.rights, ','))
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'insufficient_privilege',
            MESSAGE = format('%s is no %s of this team', session_user, needed),
            HINT = 'The owner gives rights: foretell team grant';
    END IF;
    RETURN forecaster;
END
$function$
