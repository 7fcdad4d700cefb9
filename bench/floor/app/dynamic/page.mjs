export const dynamic = "force-dynamic";

/** An empty page that is drawn for each reader, as every page of the product is: each has a nonce of its own. */
export default function EmptyPage() {
  return null;
}
