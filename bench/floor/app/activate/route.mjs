import { activate } from "../../activate.mjs";

export async function POST(request) {
  const { pathname } = new URL(request.url);
  const bytes = Buffer.from(await request.arrayBuffer());
  const done = await activate({
    headers: Object.fromEntries(request.headers),
    method: "POST",
    // The signature is over the address of the product.
    path: pathname.replace("/activate", "/api/v1/partner/user/activate"),
    bytes,
  });
  return Response.json(done, { headers: { "Cache-Control": "private, no-store" } });
}
