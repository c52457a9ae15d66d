/** What comes before the items of a list. */
export const head = "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n";

/** Items that must not be touched, each odd in its own way. */
export const foreign: readonly string[] = [
  "- apiVersion: v1\n  kind: ConfigMap\n  metadata:\n    name: a\n  data:\n    mode: 0644\n    on: yes\n    big: 9007199254740993\n    day: 2020-01-01\n    time: 12:30:45\n    n: 1_000\n",
  "- # a comment before\n  apiVersion: v1 # and one behind\n  kind: Service\n  metadata: {name: b, labels: {x: 'y'}}\n# at column 0\n",
  "- kind: Kustomization\n  resources: [a, b]\n",
  "- kind: Kustomization\n  resources: [a, b]\n",
  '- {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "c"}}\n',
  "- apiVersion: v1\n  kind: ConfigMap\n  metadata:\n    name: d\n  data:\n    list: |\n      - apiVersion: cpo.opensource.cybertec.at/v1\n        kind: postgresql\n      items:\n      - x\n",
  "- {}\n",
  "-\n",
  "- apiVersion: acid.zalan.do/v1\n  kind: postgresql\n  metadata:\n    name: other\n",
  "- apiVersion: v1\n  kind: Secret\n  metadata:\n    name: s\n  data:\n    x: aGVsbG8=\n\n\n",
  "- apiVersion: v1\n  kind: ConfigMap\n  metadata:\n    name: keep\n  data:\n    text: |+\n      x\n\n\n",
];
