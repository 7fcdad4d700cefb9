import { notThere } from "@/lib/platform/http/route";

/** An unknown address below /api is a JSON 404, whatever the verb. */
export { notThere as DELETE, notThere as GET, notThere as PATCH, notThere as POST, notThere as PUT };
