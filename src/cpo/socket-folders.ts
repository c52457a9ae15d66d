/** Where pgBackRest is told that the socket is. `/var/run` is `/run` in the image. */
export const isSocketFolder = (path: string): boolean => /^(?:\/var)?\/run\/postgresql\/*$/.test(path);

/** The folders of a value of `unix_socket_directories`, in each of which PostgreSQL has a socket. */
export const socketFolders = (value: string): readonly string[] =>
  value.split(",").map((folder) => folder.trim().replace(/^"(.*)"$/, "$1"));
