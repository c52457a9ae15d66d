// Judges Kubernetes objects as an API server of this release would on create: strict decoding, defaulting, validation. It then does the
// same with what controllers make of them: the Jobs of a CronJob, the claims of a StatefulSet, and the pods of both.
//
// Reads YAML documents from standard input and writes one JSON line for each: the object, and what is wrong with it.
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"

	batchv1 "k8s.io/api/batch/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apimachinery/pkg/util/yaml"
	"k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/apis/apps"
	_ "k8s.io/kubernetes/pkg/apis/apps/install"
	"k8s.io/kubernetes/pkg/apis/batch"
	_ "k8s.io/kubernetes/pkg/apis/batch/install"
	"k8s.io/kubernetes/pkg/apis/core"
	_ "k8s.io/kubernetes/pkg/apis/core/install"
	"k8s.io/kubernetes/pkg/apis/core/validation"
	"k8s.io/kubernetes/pkg/capabilities"
	"k8s.io/kubernetes/pkg/registry/apps/statefulset"
	"k8s.io/kubernetes/pkg/registry/batch/cronjob"
	"k8s.io/kubernetes/pkg/registry/batch/job"
	"k8s.io/kubernetes/pkg/registry/core/configmap"
	"k8s.io/kubernetes/pkg/registry/core/persistentvolumeclaim"
)

// Verdict is what there is to say of one object; no problems and no warnings for a good one.
type Verdict struct {
	Object   string   `json:"object"`
	Problems []string `json:"problems"`
	Warnings []string `json:"warnings"`
}

func main() {
	// As most API servers are started: with --allow-privileged.
	capabilities.Initialize(capabilities.Capabilities{AllowPrivileged: true})
	documents := yaml.NewYAMLReader(bufio.NewReader(os.Stdin))
	output := json.NewEncoder(os.Stdout)
	for {
		document, err := documents.Read()
		if err == io.EOF {
			return
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		if len(bytes.TrimSpace(document)) == 0 {
			continue
		}
		if err := output.Encode(judge(document)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

var strict = serializer.NewCodecFactory(legacyscheme.Scheme, serializer.EnableStrict).UniversalDeserializer()

func judge(document []byte) Verdict {
	verdict := Verdict{Problems: []string{}, Warnings: []string{}}
	decoded, kind, err := strict.Decode(document, nil, nil)
	if kind != nil {
		verdict.Object = kind.GroupVersion().String() + " " + kind.Kind
	}
	if err != nil {
		verdict.Problems = append(verdict.Problems, err.Error())
		return verdict
	}
	accessor, err := meta.Accessor(decoded)
	if err != nil {
		verdict.Problems = append(verdict.Problems, err.Error())
		return verdict
	}
	verdict.Object += " " + accessor.GetNamespace() + "/" + accessor.GetName()
	// Without a namespace an object is created in that of the request.
	namespace := accessor.GetNamespace()
	if namespace == "" {
		namespace = "default"
	}
	internal, err := defaulted(decoded)
	if err != nil {
		verdict.Problems = append(verdict.Problems, err.Error())
		return verdict
	}
	ctx := request.WithNamespace(request.NewContext(), namespace)
	switch object := internal.(type) {
	case *core.ConfigMap:
		verdict.create(ctx, "", configmap.Strategy, object)
	case *apps.StatefulSet:
		verdict.create(ctx, "", statefulset.Strategy, object)
		if len(verdict.Problems) == 0 {
			for _, claim := range claimsOf(object) {
				verdict.create(ctx, "its claim: ", persistentvolumeclaim.Strategy, claim)
			}
			verdict.validatePod("its pod: ", podOfStatefulSet(object))
		}
	case *batch.CronJob:
		verdict.create(ctx, "", cronjob.Strategy, object)
		if len(verdict.Problems) == 0 {
			made, err := jobOf(object)
			if err != nil {
				verdict.Problems = append(verdict.Problems, err.Error())
				return verdict
			}
			verdict.create(ctx, "its Job: ", job.Strategy, made)
			verdict.validatePod("its pod: ", podOfJob(made))
		}
	default:
		verdict.Problems = append(verdict.Problems, "no kind that the function makes")
	}
	return verdict
}

func (verdict *Verdict) create(ctx context.Context, what string, strategy rest.RESTCreateStrategy, object runtime.Object) {
	if accessor, err := meta.Accessor(object); err == nil {
		rest.FillObjectMetaSystemFields(accessor)
	}
	if err := rest.BeforeCreate(strategy, ctx, object); err != nil {
		verdict.Problems = append(verdict.Problems, what+err.Error())
	}
	for _, warning := range strategy.WarningsOnCreate(ctx, object) {
		verdict.Warnings = append(verdict.Warnings, what+warning)
	}
}

// The options are those of the newest API server with its default feature gates; for templates and pods they are the same here.
func (verdict *Verdict) validatePod(what string, pod *core.Pod) {
	for _, problem := range validation.ValidatePodCreate(pod, validation.PodValidationOptions{}) {
		verdict.Problems = append(verdict.Problems, what+problem.Error())
	}
}

func claimsOf(set *apps.StatefulSet) []*core.PersistentVolumeClaim {
	claims := []*core.PersistentVolumeClaim{}
	for _, template := range set.Spec.VolumeClaimTemplates {
		claim := template.DeepCopy()
		claim.Name = template.Name + "-" + set.Name + "-0"
		claim.Namespace = set.Namespace
		claim.Status = core.PersistentVolumeClaimStatus{}
		claims = append(claims, claim)
	}
	return claims
}

// As the StatefulSet controller makes it (pkg/controller/statefulset/stateful_set_utils.go): names and labels, a volume for each claim.
func podOfStatefulSet(set *apps.StatefulSet) *core.Pod {
	pod := podOf(set.Spec.Template, set.Namespace, set.Name+"-0")
	pod.Labels["statefulset.kubernetes.io/pod-name"] = pod.Name
	pod.Labels["apps.kubernetes.io/pod-index"] = "0"
	// The longest hash there is: a name that is too long with it fails for some revisions.
	pod.Labels["controller-revision-hash"] = set.Name + "-5d4f8c7b9c"
	pod.Spec.Hostname = pod.Name
	pod.Spec.Subdomain = set.Spec.ServiceName
	claims := map[string]bool{}
	volumes := []core.Volume{}
	for _, claim := range claimsOf(set) {
		name := claim.Name[:len(claim.Name)-len("-"+set.Name+"-0")]
		claims[name] = true
		source := core.VolumeSource{PersistentVolumeClaim: &core.PersistentVolumeClaimVolumeSource{ClaimName: claim.Name}}
		volumes = append(volumes, core.Volume{Name: name, VolumeSource: source})
	}
	for _, volume := range pod.Spec.Volumes {
		if !claims[volume.Name] {
			volumes = append(volumes, volume)
		}
	}
	pod.Spec.Volumes = volumes
	return pod
}

// As the CronJob controller makes it (pkg/controller/cronjob/utils.go).
func jobOf(cronJob *batch.CronJob) (*batch.Job, error) {
	template := cronJob.Spec.JobTemplate.DeepCopy()
	made := &batch.Job{ObjectMeta: template.ObjectMeta, Spec: template.Spec}
	made.Name = cronJob.Name + "-29384710"
	made.Namespace = cronJob.Namespace
	external := &batchv1.Job{}
	if err := legacyscheme.Scheme.Convert(made, external, nil); err != nil {
		return nil, err
	}
	internal, err := defaulted(external)
	if err != nil {
		return nil, err
	}
	return internal.(*batch.Job), nil
}

// An object of a version, with the API server's defaults, in the form that is validated.
func defaulted(external runtime.Object) (runtime.Object, error) {
	legacyscheme.Scheme.Default(external)
	return legacyscheme.Scheme.ConvertToVersion(external, runtime.InternalGroupVersioner)
}

func podOfJob(made *batch.Job) *core.Pod {
	return podOf(made.Spec.Template, made.Namespace, made.Name+"-x7k2p")
}

func podOf(template core.PodTemplateSpec, namespace, name string) *core.Pod {
	copied := template.DeepCopy()
	pod := &core.Pod{ObjectMeta: copied.ObjectMeta, Spec: copied.Spec}
	pod.Namespace = namespace
	pod.Name = name
	if pod.Labels == nil {
		pod.Labels = map[string]string{}
	}
	return pod
}
