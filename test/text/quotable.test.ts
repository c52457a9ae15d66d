import { expect } from "chai";
import { foreignLines, quotableFile, quotableName, quotableText, quotedParts } from "../../src/text/quotable.ts";

describe("what a message quotes of the input", () => {
  describe("as a name", () => {
    for (const name of [
      "repo1-s3-keysecret",
      "repo1-retension-full",
      "Process-Max",
      "no-such-option",
      "repo1_cipher_pass",
      "PGBACKREST_REPO1_S3_KEY_SECRET",
      "storageClassName",
      "numberInstances",
      "S3Key",
      "repo1S3KeySecret",
      "expand-pgbackrest.fn.cpo.opensource.cybertec.at/checks",
      "kubectl.kubernetes.io/last-applied-configuration",
      "v1beta1",
      "status.hostIPs",
      "2FAST",
      "acme-prod-x7f3k2",
      "acme-backups-8f3a2b1c0d9e",
      "prod-eu-central-1-pg-7d9f8b6c5",
      "app-7d9f8b6c5-x7f3k",
      "my-project-123456",
      "vpc-0a1b2c3d4e5f",
      "project-4f3a2b1c0d9e.json",
      "PostgreSQL",
      "größe",
      "restore-20260301T120000Z",
      "restore-20260301T120000Z-2",
      "20260131-023000F_20260201-023000I",
      `\${FULL_SCHEDULE}`,
      "{{ .Values.schedule }}",
      "*",
    ])
      it(`is ${name} in full`, () => expect(quotableName(name)).to.equal(name));

    for (const [name, shown] of [
      ["repo1-s3-key-secret=AKIAhush", "repo1-s3-key-secret…"],
      ["repo1-cipher-pass: foo", "repo1-cipher-pass…"],
      [" repo1-cipher-pass foo", "repo1-cipher-pass…"],
      ["--repo1-cipher-pass=foo", "--re…"],
      ["PGBACKREST_REPO1_CIPHER_PASS=hush", "PGBACKREST_REPO1_CIPHER_PASS…"],
      ['{"type": "service_account"}', '{"ty…'],
      ["-----BEGIN PRIVATE KEY-----", "----…"],
      ["x9Kd2LmQpW7", "x9Kd…"],
      ["dGhpc0lzQVNlY3JldA==", "dGhp…"],
      ["0f20d2e683438e8f", "0f20…"],
      ["x7f3k2p9", "x7f3…"],
      ["3f2504e0-4f89-11d3-9a0c-0305e82c3301", "3f25…"],
      ["repo1-0f20d2e683438e8f0f20d2e6", "repo…"],
      ["acme-X7F3k2", "acme…"],
      ["restore-20260301T120000Zx9Kd2LmQ", "rest…"],
      [`\${x9Kd2LmQpW7}`, `\${x9…`],
      ["{{ x9Kd2LmQpW7 }}", "{{ x…"],
      ["", ""],
    ] as const)
      it(`is ${shown || "nothing"} of ${JSON.stringify(name)}`, () => expect(quotableName(name)).to.equal(shown));
  });

  describe("as the name of a file", () => {
    for (const [name, shown] of [
      ["project-4f3a2b1c0d9e.json", "project-4f3a2b1c0d9e.json"],
      ["s3.conf", "s3.conf"],
      ['{"private_key": "x"}', '{"pr…'],
    ] as const)
      it(`is ${shown} of ${name}`, () => expect(quotableFile(name)).to.equal(shown));
  });

  describe("as a value", () => {
    for (const text of [
      "30 2 * * 0",
      "CRON_TZ=Europe/Vienna 30 2 * * *",
      "4 GiB",
      "1e3Gi",
      "2026-01-31 11:59:00+00",
      "2026-01-01T00:00:00Z",
      "https://backups.s3.example.com",
      "s3://backups/pg/demo",
      "kept in the archive of paper (by law)",
      "team=a,stage!=b",
      "s3://acme-prod-x7f3k2/demo",
      "arn:aws:s3:::acme-prod-x7f3k2",
      "arn:aws:iam::123456789012:role/pgbackrest",
      "restore-20260301T120000Z",
      "20260131-023000F",
      `\${FULL_SCHEDULE}`,
      `\${FULL_SCHEDULE:=30 2 * * *}`,
      `\${S3_KEY}`,
      `s3://\${BUCKET}/demo`,
      '{{ .Values.backup.schedule | default "30 2 * * *" }}',
    ])
      it(`is ${text} in full`, () => expect(quotableText(text)).to.equal(text));

    for (const [text, shown] of [
      ["because of hunter22x9Kd2 and more", "beca…"],
      ["see repo1-cipher-pass=foo bar", "see repo1-cipher-pass…"],
      ["keys -----BEGIN PRIVATE KEY-----\nfoo", "keys -----…"],
      ["a,b;c|d>e&f", "a,b;…"],
      [`\${SCHEDULE:=x9Kd2LmQpW7}`, `\${SC…`],
      [`\${SCHEDULE:-hunter22x9Kd2}`, `\${SC…`],
      [`\${SCHEDULE}x9Kd2LmQpW7`, `\${SC…`],
      [`\${S3_KEY:=hush-hush}`, `\${S3_KEY…`],
      [`\${x9Kd2LmQpW7}`, `\${x9…`],
      ['{{ "x9Kd2LmQpW7" }}', '{{ "…'],
      ["20260131-x9Kd2LmQF", "2026…"],
    ] as const)
      it(`is ${shown} of ${JSON.stringify(text)}`, () => expect(quotableText(text)).to.equal(shown));
  });

  it("is, between backticks of a sentence, what looks like words or the name of a resource", () =>
    expect(
      quotedParts("Secret `demo-s3-5f7k9m2t4b` has `x9Kd2LmQpW7`, X9Kd2LmQpW7, and `repo1-path: /pg`, `Process-Max…`."),
    ).to.equal("Secret `demo-s3-5f7k9m2t4b` has `x9Kd…`, X9Kd2LmQpW7, and `repo1-path: /pg`, `Process-Max…`."));

  it("is, between backticks, an id of a restore, a label of a backup and what a later step fills in", () => {
    const sentence = `\`restore-20260301T120000Z\`, \`20260131-023000F\`, \`\${FULL_SCHEDULE}\`, \`\${A_SCHEDULE:=30 2 * * *}\`, \`s3://\${BUCKET}/a\` and \`{{ .Values.a }}\``;
    expect(quotedParts(sentence)).to.equal(sentence);
    expect(quotedParts(`\`\${A_SCHEDULE:=x9Kd2LmQpW7 b}\`, \`\${S3_KEY:=hushhush}\`, \`{{ x9Kd2LmQpW7 }}\``)).to.equal(
      `\`\${A_…\`, \`\${S3…\`, \`{{ x…\``,
    );
  });

  it("is, between backticks, a place in a resource with a key of it", () => {
    const sentence = 'line 10 of `data["s3.conf"]`, `stringData["acme-x7f3k2.json"]` and `data["x9Kd2LmQpW7"]`';
    expect(quotedParts(sentence)).to.equal(sentence.replace('data["x9Kd2LmQpW7"]', "data…"));
  });

  it("is, of another program's lines, all but secrets", () =>
    expect(
      foreignLines([
        "Error: no matches for Id Secret.v1.[noGrp]/demo-s3.pg; secret: demo-s3 is missing",
        "loading https://github.com/x/y?ref=0123456789abcdef0123456789abcdef01234567",
        "  repo1-s3-key-secret = hush",
        '  {"private_key": "hush"}',
        "  PGBACKREST_REPO1_CIPHER_PASS: hush",
        "-----BEGIN PRIVATE KEY-----",
        "hush",
        "-----END PRIVATE KEY-----",
        `data: ${"h7S/".repeat(12)}==`,
        "the rest",
      ]),
    ).to.deep.equal([
      "Error: no matches for Id Secret.v1.[noGrp]/demo-s3.pg; secret: demo-s3 is missing",
      "loading https://github.com/x/y?ref=0123456789abcdef0123456789abcdef01234567",
      "  repo1-s3-key-secret…",
      '  {"private_key…',
      "  PGBACKREST_REPO1_CIPHER_PASS…",
      "-----…",
      "data: h7S/…",
      "the rest",
    ]));

  it("is, of another program's lines, no secret in any of the ways in which programs show them", () => {
    for (const [line, shown] of [
      ["GET / Authorization: Bearer abc.HushHush1.def failed", "GET / Authorization: Bearer …"],
      ["sent 'Bearer abcHush1' twice", "sent 'Bearer …' twice"],
      ["authorization: Basic dTpIdXNoMQ==", "authorization: Basic …"],
      ["authorization: Hush1Hush", "authorization: …"],
      ["cannot open postgres://u:Hush1@h/db now", "cannot open postgres://…@h/db now"],
      ['{"a":1,"token":"Hush1"}', '{"a":1,"token":"…"}'],
      ["the value 'Hush1Hush' is bad", "the value 'Hush…' is bad"],
      ["denied: Secret value Hush1Hush", "denied: Secret value Hush…"],
      ["the value 'maybe' is bad, the basic settings too", "the value 'maybe' is bad, the basic settings too"],
      ["see https://example.com/docs", "see https://example.com/docs"],
    ] as const)
      expect(foreignLines([line])).to.deep.equal([shown]);
  });
});
