import { Prisma, statement } from "../db";

/**
 * The look that a session is taking, as JSON in a column `look`; null when it takes none. To be joined beside a session `s` whose person's roles are
 * `held`. It is over with its half hour, with the admin's role or session, and when whom it is at is disabled or becomes staff.
 */
export const lookOfSession = Prisma.sql`
  LEFT JOIN LATERAL (
    SELECT json_build_object('id', v.id, 'reason', v.reason, 'endsAt', v.ends_at, 'person', json_build_object('id', p.id, 'name', p.name,
      'phoneNumber', p.phone_number, 'roles', theirs.roles, 'storeId', v.in_store, 'customerId', v.in_customer)) AS look
    FROM view_as v
    JOIN "user" p ON p.id = v.person_id AND p.disabled_at IS NULL
    CROSS JOIN LATERAL (
      SELECT coalesce(json_agg(json_build_object('role', r.role, 'storeId', r.store_id) ORDER BY r.id), '[]') AS roles,
        coalesce(bool_or(r.role IN ('admin', 'operator')), false) AS is_staff
      FROM user_roles r WHERE r.user_id = p.id
    ) theirs
    WHERE held.is_admin AND v.session_id = s.id AND v.ended_at IS NULL AND v.ends_at > app_now() AND NOT theirs.is_staff
  ) seen ON true`;

const mostPlaces = 500;
const ofDesk = /^\/(api\/v1\/)?admin(\/|$)/;
// What stands behind these lets in whoever has it, and the trail is for good.
const beforeSecret = /^((?:\/api\/v1)?(?:\/[a-z-]+)?\/(?:invite|join|reminders|news))\/.+$/s;

// An address as it is noted.
const withoutSecret = (address: string): string => address.replace(beforeSecret, "$1/*").slice(0, 300);

/** Notes with a look what was given out in it: the address of a page or of our API, each once. The desk is the admin's own. */
export async function noteLookedAt(lookId: number, address: string): Promise<void> {
  if (ofDesk.test(address)) return;
  const noted = withoutSecret(address);
  await statement(Prisma.sql`
    UPDATE view_as SET looked_at = array_append(looked_at, ${noted}::text)
    WHERE id = ${lookId} AND ended_at IS NULL AND NOT looked_at @> ARRAY[${noted}::text] AND cardinality(looked_at) < ${mostPlaces} RETURNING id`);
}
