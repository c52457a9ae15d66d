/** Credentials cannot be had; the message is the rest of a sentence. */
export class CredentialProblem extends Error {
  override readonly name = "CredentialProblem";
}
