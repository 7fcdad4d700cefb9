-- The admin's desk finds members by the beginning of a name, the last digits of a number, and what a partner calls them (lib/members/queries/members.ts).
CREATE INDEX member_name_prefix ON member (lower(name) text_pattern_ops);
CREATE INDEX member_phone_end ON member (reverse(phone_number) text_pattern_ops);

-- CreateIndex
CREATE INDEX "member_partner_user_id_idx" ON "member"("partner_user_id");
