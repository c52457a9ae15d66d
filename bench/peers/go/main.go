// A function on sigs.k8s.io/kustomize/kyaml: pass-through, and with `append` one that adds objects of the size of ours.
package main

import (
	"fmt"
	"os"

	"sigs.k8s.io/kustomize/kyaml/fn/framework"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

const job = `apiVersion: batch/v1
kind: CronJob
metadata:
  name: %s-%d
  namespace: %s
  labels: {a: b, c: d, e: f}
spec:
  schedule: 30 2 * * *
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
          - name: x
            image: example/x
            env:
%s`

func main() {
	variables := ""
	for index := 0; index < 12; index++ {
		variables += fmt.Sprintf("            - name: VARIABLE_%d\n              value: some text of usual length, for the size\n", index)
	}
	process := framework.ResourceListProcessorFunc(func(list *framework.ResourceList) error {
		if len(os.Args) < 2 {
			return nil
		}
		for _, item := range list.Items {
			if item.GetKind() != "postgresql" {
				continue
			}
			for at := 0; at < 3; at++ {
				added, err := yaml.Parse(fmt.Sprintf(job, item.GetName(), at, item.GetNamespace(), variables))
				if err != nil {
					return err
				}
				list.Items = append(list.Items, added)
			}
		}
		return nil
	})
	if err := framework.Execute(process, nil); err != nil {
		os.Exit(1)
	}
}
