export interface EncodedImage {
  bytes: Buffer;
  /** In pixels. */
  width: number;
  height: number;
}
/** Makes pictures that people send into pictures that can be shown. */
export interface ImageEncoder {
  /**
   * A WebP of it, upright, its longest edge at most `edge`, without anything that was hidden in the file (place, camera, thumbnails).
   * @throws DomainError `unsupported_media_type` for what is no still JPEG, PNG, WebP, AVIF or HEIF picture, `invalid` for one that is
   * broken or too many pixels, `unavailable` when too many wait.
   */
  webp(bytes: Buffer, edge: number): Promise<EncodedImage>;
}
