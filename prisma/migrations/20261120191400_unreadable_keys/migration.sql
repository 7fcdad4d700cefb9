-- A stored key that cannot be opened any more is of no use either: its owner enters it again.
ALTER TABLE letzshop_credential
  DROP CONSTRAINT letzshop_broken_has_class, -- it named two classes; its successor names three
  ADD CONSTRAINT letzshop_broken_has_class
    CHECK ((broken_at IS NULL) = (broken_class IS NULL) AND broken_class IN ('auth', 'permission', 'unreadable'));
