-- A sync that finds nothing new changes nothing, the account's rows included: only what differs is written.
CREATE OR REPLACE FUNCTION tell_agent_account(told_name text, told_avatar text, told_agent_id text, told_email text, told_phone text, told_type text)
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public AS $$
  UPDATE "user" u SET name = t.name, avatar = t.avatar, agent_id = t.agent_id, email = t.email, phone_number = t.phone_number
  FROM (
    SELECT id, coalesce(told_name, name) AS name, coalesce(told_avatar, avatar) AS avatar, told_agent_id AS agent_id,
      coalesce(email, told_email) AS email,
      coalesce(phone_number, (SELECT told_phone WHERE NOT EXISTS (SELECT FROM "user" o WHERE o.phone_number = told_phone))) AS phone_number
    FROM "user" WHERE id = current_agent_user_id()) t
  WHERE u.id = t.id AND (u.name, u.avatar, u.agent_id, u.email, u.phone_number)
    IS DISTINCT FROM (t.name, t.avatar, t.agent_id, t.email, t.phone_number);
  UPDATE user_roles r SET account_type = told_type
  WHERE r.user_id = current_agent_user_id() AND r.role = 'agent' AND r.account_type IS DISTINCT FROM told_type;
$$;
