/** A healthy cluster with a volume, as an item of a list. */
export const cluster = (name: string, namespace = "pg") => `- apiVersion: cpo.opensource.cybertec.at/v1
  kind: postgresql
  metadata:
    name: ${name}
    namespace: ${namespace}
  spec:
    teamId: acid
    numberOfInstances: 1
    postgresql:
      version: "17"
    volume:
      size: 5Gi
    backup:
      pgbackrest:
        image: example/pgbackrest:18
        global:
          repo1-retention-full: "4"
        repos:
        - name: repo1
          storage: pvc
          volume:
            size: 5Gi
          schedule:
            full: 30 2 * * *
`;
