package client

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"conformance/internal/host"
)

// want is what an answer has to be. A header that is not named is not looked at.
type want struct {
	status  int32
	headers map[string]string
	// JSON; only message is looked at where it is an error.
	json string
	text string
}

func is(json string) want {
	return want{status: 200, headers: map[string]string{"content-type": "application/json"}, json: json}
}

// refused with a message that holds these words.
func refused(status int32, words string) want {
	return want{status: status, headers: map[string]string{"content-type": "application/json"}, text: words}
}

func (w want) check(t *testing.T, answer *host.Answer) {
	t.Helper()
	if answer.Status != w.status {
		t.Errorf("status %d, expected %d: %s", answer.Status, w.status, answer.Body)
	}
	for name, value := range w.headers {
		if got := answer.Headers[name]; len(got) != 1 || got[0] != value {
			t.Errorf("%s: %q, expected %q", name, got, value)
		}
	}
	if w.json != "" {
		sameJSON(t, answer.Body, w.json)
		return
	}
	words, text := w.text, string(answer.Body)
	if w.status < 400 {
		if text != words {
			t.Errorf("body %q, expected %q", text, words)
		}
		return
	}
	var body struct{ Message string }
	if err := json.Unmarshal(answer.Body, &body); err != nil || !strings.Contains(body.Message, words) {
		t.Errorf("no JSON with a message that holds %q: %s", words, text)
	}
}

func sameJSON(t *testing.T, got []byte, want string) {
	t.Helper()
	var left, right any
	if err := json.Unmarshal(got, &left); err != nil {
		t.Errorf("no JSON: %v: %s", err, got)
		return
	}
	if err := json.Unmarshal([]byte(want), &right); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(left, right) {
		t.Errorf("%s, expected %s", got, want)
	}
}
