package client

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"

	"conformance/internal/host"
)

// TestARoleThatTheSDKDoesNotKnow comes from Grafana since it has users without a basic role.
func TestARoleThatTheSDKDoesNotKnow(t *testing.T) {
	request := host.Request("GET", "pid", nil)
	request.PluginContext.User.Role = "None"
	answer, err := startProbe(t).Send(t.Context(), request)
	if target() == sdkTarget {
		if err == nil {
			t.Fatalf("the SDK lets the role pass now: %v", answer)
		}
		return
	}
	if err != nil || answer.Status != 200 {
		t.Fatalf("%v, %v", answer, err)
	}
}

func TestAHeaderThatIsGivenTwice(t *testing.T) {
	headers := startProbe(t).Must(t, "GET", "headers", nil).Headers
	// The SDK has one value a name, so the library joins them there.
	if want := on([]string{"one", "two"}, []string{"one, two"}, []string{"one", "two"}); !reflect.DeepEqual(headers["x-two"], want) {
		t.Errorf("x-two: %q, expected %q", headers["x-two"], want)
	}
}

func TestAHeaderOfTheRequestThatHasManyValues(t *testing.T) {
	request := host.Request("GET", "pid", nil)
	request.Headers["X-Many"] = &pluginv2.StringList{Values: []string{"a", "b"}}
	request.Headers["X-None"] = &pluginv2.StringList{}
	answer, err := startProbe(t).Send(t.Context(), request)
	if err != nil || answer.Status != 200 {
		t.Fatalf("%v, %v", answer, err)
	}
}

// TestAMessageThatIsNoRequestOfHTTP sends what the Rust SDK fails the whole call for. Answered in band, Grafana's front
// end has words to show.
func TestAMessageThatIsNoRequestOfHTTP(t *testing.T) {
	process := startProbe(t)
	for name, change := range map[string]func(*pluginv2.CallResourceRequest){
		"a quotation mark in the URL": func(r *pluginv2.CallResourceRequest) { r.Url = `pid?a="x"` },
		"a space in the URL":          func(r *pluginv2.CallResourceRequest) { r.Path, r.Url = "a b", "a b" },
		"a name that is none":         func(r *pluginv2.CallResourceRequest) { r.Headers["X Bad"] = values("1") },
		"a line break in a header":    func(r *pluginv2.CallResourceRequest) { r.Headers["X-Line"] = values("a\nb") },
		"a method that is none":       func(r *pluginv2.CallResourceRequest) { r.Method = "G ET" },
	} {
		t.Run(name, func(t *testing.T) {
			request := host.Request("GET", "pid", nil)
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
	process.Must(t, "GET", "pid", nil)
}

func values(all ...string) *pluginv2.StringList { return &pluginv2.StringList{Values: all} }

// Some versions of Grafana's /apis send the URL that they were called with.
func TestThePathCountsWhereTheURLSaysSomethingElse(t *testing.T) {
	process := startProbe(t)
	for url, want := range map[string]int32{
		"/apis/x.grafana.app/v0alpha1/namespaces/default/datasources/u/resources/pid?a=b": on[int32](200, 404, 200),
		// A whole URL is believed by Go only.
		"http://example.org/pid": on[int32](404, 404, 200),
	} {
		request := host.Request("GET", url, nil)
		request.Path = "pid"
		answer, err := process.Send(t.Context(), request)
		// The SDK hands on the URL only.
		if err != nil || answer.Status != want {
			t.Errorf("%s: %v, %v, expected %d", url, answer, err, want)
		}
	}
}

// Only the routes that read the settings fail.
func TestSettingsThatDoNotFit(t *testing.T) {
	process := startDevices(t)
	send := func(url string) (*host.Answer, error) {
		request := host.Request("GET", url, nil)
		request.PluginContext.DataSourceInstanceSettings.JsonData = []byte(`{"site":1}`)
		return process.Send(t.Context(), request)
	}
	config, err := send("config")
	if target() == goTarget {
		// There is no instance, and so no answer at all.
		if err == nil {
			t.Fatalf("%d %s", config.Status, config.Body)
		}
		return
	}
	inBand(t, config, err)
	if config.Status < 400 || !strings.Contains(string(config.Body), "site") {
		t.Errorf("%d %s", config.Status, config.Body)
	}
	if names, err := send("names"); err != nil || names.Status != 200 {
		t.Errorf("%v, %v", names, err)
	}
}

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
