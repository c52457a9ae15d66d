// Says what Kubernetes' own readers of YAML find in texts: kubectl's (sigs.k8s.io/yaml, document by document) and kustomize's (kyaml).
//
// Each line of standard input is a JSON string, a text; each line of standard output is {"kubectl": ..., "kyaml": ...}, in the same order. For
// each reader: {"error": "..."}, or {"items": [...]}, the items of a ResourceList or the documents of a stream, as JSON, and with
// "functionConfig" and "results" what a ResourceList has of them.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"

	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/kustomize/kyaml/kio"
	kyaml "sigs.k8s.io/kustomize/kyaml/yaml"
	"sigs.k8s.io/yaml"
)

type reading struct {
	Error          string `json:"error,omitempty"`
	Items          []any  `json:"items,omitempty"`
	FunctionConfig any    `json:"functionConfig,omitempty"`
	Results        any    `json:"results,omitempty"`
}

type answer struct {
	Kubectl reading `json:"kubectl"`
	Kyaml   reading `json:"kyaml"`
}

func main() {
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriterSize(os.Stdout, 1<<20)
	defer out.Flush()
	// Answers in the order of the questions, worked out in parallel.
	pending := make(chan chan []byte, 4*runtime.NumCPU())
	done := make(chan struct{})
	go func() {
		for next := range pending {
			out.Write(<-next)
			out.WriteByte('\n')
			if len(pending) == 0 {
				out.Flush()
			}
		}
		close(done)
	}()
	for {
		line, err := in.ReadBytes('\n')
		if len(line) > 0 {
			reply := make(chan []byte, 1)
			pending <- reply
			go func() { reply <- answerTo(line) }()
		}
		if err != nil {
			break
		}
	}
	close(pending)
	<-done
}

func answerTo(line []byte) []byte {
	var text string
	if err := json.Unmarshal(line, &text); err != nil {
		panic(err)
	}
	reply, err := json.Marshal(answer{Kubectl: guarded(text, readAsKubectl), Kyaml: guarded(text, readAsKyaml)})
	if err != nil {
		panic(err)
	}
	return reply
}

// A reader that panics cannot read the text either.
func guarded(text string, read func(string) (reading, error)) (result reading) {
	defer func() {
		if problem := recover(); problem != nil {
			result = reading{Error: fmt.Sprint("panic: ", problem)}
		}
	}()
	result, err := read(text)
	if err != nil {
		return reading{Error: err.Error()}
	}
	return result
}

func readAsKubectl(text string) (reading, error) {
	documents := []any{}
	reader := utilyaml.NewYAMLReader(bufio.NewReader(strings.NewReader(text)))
	for {
		document, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return reading{}, err
		}
		asJSON, err := yaml.YAMLToJSONStrict(document)
		if err != nil {
			return reading{}, err
		}
		value, err := decoded(asJSON)
		if err != nil {
			return reading{}, err
		}
		if value != nil {
			documents = append(documents, value)
		}
	}
	return readingOf(documents)
}

// The reader itself takes the items out of a list, but not where it is followed by a marker, and it does the same with a `List`.
func readAsKyaml(text string) (reading, error) {
	reader := kio.ByteReader{Reader: strings.NewReader(text), OmitReaderAnnotations: true, DisableUnwrapping: true}
	nodes, err := reader.Read()
	if err != nil {
		return reading{}, err
	}
	documents := []any{}
	for _, node := range nodes {
		value, err := valueOf(node)
		if err != nil {
			return reading{}, err
		}
		documents = append(documents, value)
	}
	return readingOf(documents)
}

func readingOf(documents []any) (reading, error) {
	if len(documents) == 1 {
		if list, ok := documents[0].(map[string]any); ok && isResourceList(list) {
			items, ok := list["items"].([]any)
			if !ok && list["items"] != nil {
				return reading{}, errors.New("items are not a list")
			}
			return reading{Items: items, FunctionConfig: list["functionConfig"], Results: list["results"]}, nil
		}
	}
	return reading{Items: documents}, nil
}

func isResourceList(list map[string]any) bool {
	version, _ := list["apiVersion"].(string)
	return list["kind"] == "ResourceList" && strings.HasPrefix(version, "config.kubernetes.io/")
}

func valueOf(node *kyaml.RNode) (any, error) {
	if node == nil {
		return nil, nil
	}
	var value any
	if err := node.YNode().Decode(&value); err != nil {
		return nil, err
	}
	// What JSON cannot hold, such as keys that are no text, is not for Kubernetes.
	asJSON, err := json.Marshal(withTextKeys(value))
	if err != nil {
		return nil, err
	}
	return decoded(asJSON)
}

func withTextKeys(value any) any {
	switch value := value.(type) {
	case map[any]any:
		result := map[string]any{}
		for key, field := range value {
			result[fmt.Sprint(key)] = withTextKeys(field)
		}
		return result
	case map[string]any:
		for key, field := range value {
			value[key] = withTextKeys(field)
		}
	case []any:
		for index, item := range value {
			value[index] = withTextKeys(item)
		}
	}
	return value
}

func decoded(asJSON []byte) (any, error) {
	var value any
	decoder := json.NewDecoder(bytes.NewReader(asJSON))
	decoder.UseNumber()
	err := decoder.Decode(&value)
	return value, err
}
