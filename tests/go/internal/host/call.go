package host

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
)

// deadline of a call. Nothing takes this long unless it never comes.
const deadline = 30 * time.Second

// Request of a resource, with the path that Grafana makes of the URL.
func Request(method, url string, body []byte) *pluginv2.CallResourceRequest {
	path, _, _ := strings.Cut(url, "?")
	request := &pluginv2.CallResourceRequest{
		PluginContext: Context(), Method: method, Path: path, Url: url, Body: body,
		Headers: map[string]*pluginv2.StringList{"Accept": {Values: []string{"application/json, text/plain, */*"}}},
	}
	if body != nil {
		request.Headers["Content-Type"] = &pluginv2.StringList{Values: []string{"application/json"}}
	}
	return request
}

// Context of a call by an admin, for a data source without settings of its own.
func Context() *pluginv2.PluginContext {
	return &pluginv2.PluginContext{
		OrgId: 1, PluginId: "conformance", PluginVersion: "1.2.3", ApiVersion: "v0alpha1",
		User: &pluginv2.User{Login: "admin", Name: "Ada", Email: "ada@example.org", Role: "Admin"},
		DataSourceInstanceSettings: &pluginv2.DataSourceInstanceSettings{
			Id: 7, Uid: "example", Name: "Example", JsonData: []byte("{}"), LastUpdatedMS: 1_700_000_000_000,
		},
		GrafanaConfig: map[string]string{"GF_VERSION": "12.0.0"}, UserAgent: "Grafana/12.0.0 (linux; amd64)",
	}
}

// Answer of a call.
type Answer struct {
	Status int32
	// Headers have their names in lower case.
	Headers map[string][]string
	Body    []byte
}

// Send waits for the whole answer.
func (p *Process) Send(ctx context.Context, request *pluginv2.CallResourceRequest) (*Answer, error) {
	ctx, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	stream, err := p.CallResource(ctx, request)
	if err != nil {
		return nil, err
	}
	var answer *Answer
	for {
		message, err := stream.Recv()
		if errors.Is(err, io.EOF) && answer != nil {
			return answer, nil
		}
		if err != nil {
			return answer, err
		}
		if answer == nil {
			answer = head(message)
		}
		answer.Body = append(answer.Body, message.Body...)
	}
}

func head(message *pluginv2.CallResourceResponse) *Answer {
	answer := &Answer{Status: message.Code, Headers: map[string][]string{}}
	for name, list := range message.Headers {
		answer.Headers[strings.ToLower(name)] = list.Values
	}
	return answer
}

// Must is Send in a test that needs an answer.
func (p *Process) Must(t testing.TB, method, url string, body []byte) *Answer {
	t.Helper()
	answer, err := p.Send(t.Context(), Request(method, url, body))
	if err != nil {
		t.Fatalf("%s %s: %v", method, url, err)
	}
	return answer
}

// Stream of an answer, piece by piece.
type Stream struct {
	Answer *Answer
	stream pluginv2.Resource_CallResourceClient
	Cancel context.CancelFunc
}

// Open starts a call, and does not wait for its answer.
func (p *Process) Open(t testing.TB, url string) *Stream {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), deadline)
	t.Cleanup(cancel)
	stream, err := p.CallResource(ctx, Request("GET", url, nil))
	if err != nil {
		t.Fatalf("%s: %v", url, err)
	}
	return &Stream{stream: stream, Cancel: cancel}
}

// Next piece of the body; io.EOF at its end. A head without a body is no piece.
func (s *Stream) Next() (string, error) {
	for {
		message, err := s.stream.Recv()
		if err != nil {
			return "", err
		}
		if s.Answer == nil {
			s.Answer = head(message)
		}
		if piece := bytes.Clone(message.Body); len(piece) > 0 {
			return string(piece), nil
		}
	}
}
