/** Of messages no more text than this is put on one page: a page is read, encoded and sent in one go. */
export const pageBytes = 512 * 1024;
