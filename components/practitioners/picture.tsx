type PictureProps = { url: string; size?: "small" | "medium"; alt: string; className?: string };

/** A picture that was uploaded; it is kept in the sizes that are needed. */
export function Picture({ url, size, alt, className }: PictureProps) {
  // biome-ignore lint/performance/noImgElement: made in its sizes when it was uploaded, and the same for ever
  return <img src={size ? `${url}?size=${size}` : url} alt={alt} className={className} />;
}
