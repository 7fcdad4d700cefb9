import { z } from "zod";

/** Where to go on in the list of notices, and how many to read. */
export const NoticeListing = z.strictObject({
  cursor: z
    .string()
    .regex(/^\d{1,9}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
});
export type NoticeListing = z.infer<typeof NoticeListing>;

/** A notice in its reader's language. */
export const NoticeView = z.object({
  id: z.int(),
  kind: z.string(),
  title: z.string(),
  text: z.string(),
  href: z.string(),
  /** What sources/000 calls it and says of it, in English; null of what it does not know. */
  code: z.string().nullable(),
  type: z.literal("INFO"),
  message: z.string(),
  userId: z.int(),
  createdAt: z.iso.datetime(),
  readAt: z.iso.datetime().nullable(),
});
export type NoticeView = z.infer<typeof NoticeView>;

/** A page of somebody's notices, newest first; `unread` counts all of them. */
export const NoticePage = z.object({
  items: z.array(NoticeView),
  unread: z.int(),
  nextCursor: z.string().nullable(),
});
export type NoticePage = z.infer<typeof NoticePage>;

/** A notice in a URL. */
export const NoticeParams = z.strictObject({ id: z.coerce.number().int().min(1).max(2_147_483_647) });

/** What was read: everything up to this notice, so that one which arrives meanwhile stays unread. */
export const NoticesRead = z.strictObject({ upTo: z.number().int().min(1).max(2_147_483_647) });

/** How many are unread afterwards. */
export const UnreadView = z.object({ unread: z.int() });
