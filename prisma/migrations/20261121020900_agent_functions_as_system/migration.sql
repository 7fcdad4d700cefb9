-- Who owns the tables is not let in by their policies (forced row-level security), so what an agent's transaction may do with accounts is done
-- as the system: `user_roles` is a store's table, and an owner's update of it changes nothing.
GRANT CREATE ON SCHEMA public TO gangway_system;
ALTER FUNCTION agent_contact OWNER TO gangway_system;
ALTER FUNCTION tell_agent_account OWNER TO gangway_system;
REVOKE CREATE ON SCHEMA public FROM gangway_system;
