// A function built on sigs.k8s.io/kustomize/kyaml. It passes the list through; given a file of objects, it adds those of each cluster's storage.
package main

import (
	"fmt"
	"os"

	"sigs.k8s.io/kustomize/kyaml/fn/framework"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

const clusterLabel = "cluster.cpo.opensource.cybertec.at/name"

func main() {
	process := framework.ResourceListProcessorFunc(func(list *framework.ResourceList) error {
		if len(os.Args) < 2 {
			return nil
		}
		objects, err := yaml.ReadFile(os.Args[1])
		if err != nil {
			return err
		}
		return addObjects(list, objects)
	})
	if err := framework.Execute(process, nil); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func addObjects(list *framework.ResourceList, byStorage *yaml.RNode) error {
	for _, item := range list.Items {
		if item.GetKind() != "postgresql" {
			continue
		}
		storage, err := item.Pipe(yaml.Lookup("spec", "backup", "pgbackrest", "repos", "[name=repo1]", "storage"))
		if err != nil {
			return err
		}
		objects, err := byStorage.Pipe(yaml.Lookup(yaml.GetValue(storage)))
		if err != nil {
			return err
		}
		templates, err := objects.Elements()
		if err != nil {
			return err
		}
		for at, template := range templates {
			added, err := ofCluster(template.Copy(), item, at)
			if err != nil {
				return err
			}
			list.Items = append(list.Items, added)
		}
	}
	return nil
}

// ofCluster gives an object the name, namespace, label and file of a cluster.
func ofCluster(object, cluster *yaml.RNode, at int) (*yaml.RNode, error) {
	name, namespace := cluster.GetName(), cluster.GetNamespace()
	path := fmt.Sprintf("%s/%s-pgbackrest.yaml", namespace, name)
	index := fmt.Sprint(at)
	for _, change := range []yaml.Filter{
		yaml.SetK8sName(fmt.Sprintf("%s-object-%d", name, at)),
		yaml.SetK8sNamespace(namespace),
		yaml.SetLabel(clusterLabel, name),
		yaml.SetAnnotation("config.kubernetes.io/path", path),
		yaml.SetAnnotation("config.kubernetes.io/index", index),
		yaml.SetAnnotation("internal.config.kubernetes.io/path", path),
		yaml.SetAnnotation("internal.config.kubernetes.io/index", index),
	} {
		if err := object.PipeE(change); err != nil {
			return nil, err
		}
	}
	return object, nil
}
