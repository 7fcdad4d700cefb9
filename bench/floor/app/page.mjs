/** An empty page: what is sent with it, every page of this Next.js sends. */
export default function EmptyPage() {
  return null;
}
