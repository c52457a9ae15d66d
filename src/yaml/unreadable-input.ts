/** Input that cannot be read: the message says where and what to do. Exit code 2, nothing on stdout. */
export class UnreadableInput extends Error {
  override readonly name = "UnreadableInput";
}
