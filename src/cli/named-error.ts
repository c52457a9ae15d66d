/** What `use` does with a file. An error of the system gets the name that the user gave to the file: some have none, some that of another file. */
export function named<Result>(path: string, use: () => Result): Result {
  try {
    return use();
  } catch (error) {
    throw error instanceof Error && "syscall" in error ? Object.assign(error, { path }) : error;
  }
}
