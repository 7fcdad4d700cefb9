-- A person's wizard goes in order, whoever writes: no step before the one ahead of it, no end before all steps, and no way back from the end.
-- Only kinds that a person fills in: a worker's list goes on past a failed step.
CREATE FUNCTION keep_step_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM onboarding_step s JOIN onboarding o ON o.id = s.onboarding_id
    WHERE s.onboarding_id = NEW.onboarding_id AND o.kind IN ('store', 'practitioner') AND s.parent IS NULL
      AND s.position < NEW.position AND s.state NOT IN ('done', 'skipped'))
  THEN
    RAISE EXCEPTION 'step % comes after one that is open', NEW.step USING ERRCODE = 'check_violation', CONSTRAINT = 'step_in_order';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER step_in_order BEFORE INSERT OR UPDATE OF state ON onboarding_step
  FOR EACH ROW WHEN (NEW.parent IS NULL AND NEW.state = 'done') EXECUTE FUNCTION keep_step_order();

CREATE FUNCTION keep_wizard_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.status = 'complete' AND NEW.status <> 'complete' THEN
    RAISE EXCEPTION 'a complete wizard stays complete' USING ERRCODE = 'check_violation', CONSTRAINT = 'onboarding_stays_complete';
  END IF;
  IF NEW.status = 'complete' AND EXISTS (
    SELECT FROM onboarding_step s WHERE s.onboarding_id = NEW.id AND s.parent IS NULL AND s.state NOT IN ('done', 'skipped'))
  THEN
    RAISE EXCEPTION 'a wizard with an open step is not complete' USING ERRCODE = 'check_violation', CONSTRAINT = 'onboarding_complete_has_steps';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER onboarding_whole BEFORE INSERT OR UPDATE OF status ON onboarding
  FOR EACH ROW WHEN (NEW.kind IN ('store', 'practitioner')) EXECUTE FUNCTION keep_wizard_whole();

-- And what is done in a wizard stays done.
CREATE FUNCTION keep_step_done() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM onboarding o WHERE o.id = NEW.onboarding_id AND o.kind IN ('store', 'practitioner')) THEN
    RAISE EXCEPTION 'step % is done', NEW.step USING ERRCODE = 'check_violation', CONSTRAINT = 'step_stays_done';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER step_stays_done BEFORE UPDATE OF state ON onboarding_step
  FOR EACH ROW WHEN (NEW.parent IS NULL AND OLD.state = 'done' AND NEW.state <> 'done') EXECUTE FUNCTION keep_step_done();
