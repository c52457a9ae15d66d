// Argo CD's own comparison of what is applied with what is there, as an Application with the sync option ServerSideApply=true makes it.
//
// Reads {"ignoreDifferences": [...], "objects": [{"wanted": {...}, "live": {...}}, ...]}, where the first is of an Application, and writes
// [{"kind": ..., "name": ..., "live": ..., "predicted": ...}, ...] of the objects that Argo CD takes for out of sync.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/argoproj/argo-cd/v3/util/argo/normalizers"
	"github.com/argoproj/gitops-engine/pkg/diff"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

type input struct {
	IgnoreDifferences []v1alpha1.ResourceIgnoreDifferences `json:"ignoreDifferences"`
	Objects           []struct {
		Wanted *unstructured.Unstructured `json:"wanted"`
		Live   *unstructured.Unstructured `json:"live"`
	} `json:"objects"`
}

type difference struct {
	Kind      string          `json:"kind"`
	Name      string          `json:"name"`
	Live      json.RawMessage `json:"live"`
	Predicted json.RawMessage `json:"predicted"`
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	var given input
	if err := json.NewDecoder(os.Stdin).Decode(&given); err != nil {
		return err
	}
	normalizer, err := normalizers.NewIgnoreNormalizer(given.IgnoreDifferences, nil, normalizers.IgnoreNormalizerOpts{})
	if err != nil {
		return err
	}
	found := []difference{}
	for _, object := range given.Objects {
		result, err := diff.Diff(object.Wanted, object.Live,
			diff.WithNormalizer(normalizer),
			diff.WithStructuredMergeDiff(true),
			diff.WithManager("argocd-controller"))
		if err != nil {
			return fmt.Errorf("%s %s: %w", object.Live.GetKind(), object.Live.GetName(), err)
		}
		if result.Modified {
			found = append(found, difference{object.Live.GetKind(), object.Live.GetName(), result.NormalizedLive, result.PredictedLive})
		}
	}
	return json.NewEncoder(os.Stdout).Encode(found)
}
