package client

import (
	"encoding/json"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"

	"conformance/internal/host"
)

// TestAMessageThatIsNoRequestOfHTTP sends what the Rust SDK fails the whole call for. Answered in band, Grafana's front
// end has words to show.
func TestAMessageThatIsNoRequestOfHTTP(t *testing.T) {
	process := startDevices(t)
	for name, change := range map[string]func(*pluginv2.CallResourceRequest){
		"a quotation mark in the URL": func(r *pluginv2.CallResourceRequest) { r.Url = `names?a="x"` },
		"a space in the URL":          func(r *pluginv2.CallResourceRequest) { r.Path, r.Url = "a b", "a b" },
		"a name that is none":         func(r *pluginv2.CallResourceRequest) { r.Headers["X Bad"] = values("1") },
		"a line break in a header":    func(r *pluginv2.CallResourceRequest) { r.Headers["X-Line"] = values("a\nb") },
		"a method that is none":       func(r *pluginv2.CallResourceRequest) { r.Method = "G ET" },
		"settings that do not fit": func(r *pluginv2.CallResourceRequest) {
			r.PluginContext.DataSourceInstanceSettings.JsonData = []byte(`{"site":1}`)
			r.Path, r.Url = "config", "config"
		},
	} {
		t.Run(name, func(t *testing.T) {
			request := host.Request("GET", "names", nil)
			change(request)
			answer, err := process.Send(t.Context(), request)
			switch target() {
			case serverTarget:
				inBand(t, answer, err)
			case sdkTarget:
				if err == nil {
					t.Fatalf("the SDK lets it pass now: %d", answer.Status)
				}
			}
		})
	}
	// The process has seen worse.
	process.Must(t, "GET", "names", nil)
}

func values(all ...string) *pluginv2.StringList { return &pluginv2.StringList{Values: all} }

// inBand: an answer, and where it is a refusal a message.
func inBand(t *testing.T, answer *host.Answer, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	var body struct{ Message string }
	if answer.Status >= 400 && (json.Unmarshal(answer.Body, &body) != nil || body.Message == "") {
		t.Fatalf("%d %s", answer.Status, answer.Body)
	}
}
