import { Prisma, transaction } from "@/lib/platform/db";
import { invalidInput } from "@/lib/platform/errors";
import { purgeStrays, purgeUnused } from "@/lib/platform/uploads/purge";
import { findForeignUploads } from "@/lib/platform/uploads/service";
import type { VisualProfile } from "../schema";

/** Throws 422 with the field for a picture that this practitioner has not uploaded. */
export async function requireOwnPictures({ bannerUrls, profileUrl }: VisualProfile, practitionerId: number) {
  const urls = [...bannerUrls, ...(profileUrl ? [profileUrl] : [])];
  if (urls.length === 0) return;
  const foreign = await transaction("system", async tx => {
    const where = { id: practitionerId };
    const { userId } = await tx.practitioner.findUniqueOrThrow({ where, select: { userId: true } });
    return findForeignUploads(tx, userId ?? 0, urls);
  });
  if (foreign.length === 0) return;
  const fields = [
    ...bannerUrls.flatMap((url, at) => (foreign.includes(url) ? [`bannerUrls.${at}`] : [])),
    ...(profileUrl && foreign.includes(profileUrl) ? ["profileUrl"] : []),
  ];
  throw invalidInput(fields.map(field => ({ field, code: "not_found", message: "uploadedPicture" })));
}

/** Removes pictures that were uploaded a day ago and no profile shows, and what is left of those that were never whole; returns how many. */
export async function purgePictures(): Promise<number> {
  const unused = await purgeUnused(
    ({ url, userId }) => Prisma.sql`EXISTS (
      SELECT FROM facilitator_visual_profile v JOIN practitioners p ON p.id = v.practitioner_id
      WHERE p.user_id = ${userId} AND (v.profile_url = ${url} OR ${url} = ANY(v.banner_urls)))`,
  );
  return unused + (await purgeStrays());
}
