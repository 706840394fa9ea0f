package host

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// Lines are what go-plugin's logger was given, each a JSON object.
type Lines struct {
	mutex sync.Mutex
	all   []Line
	added chan struct{}
}

// Line of the log.
type Line map[string]any

// Level of the line, in lower case.
func (l Line) Level() string { return l.text("@level") }

// Message of the line.
func (l Line) Message() string { return l.text("@message") }

func (l Line) text(key string) string {
	text, _ := l[key].(string)
	return text
}

// NewLines is empty.
func NewLines() *Lines { return &Lines{added: make(chan struct{})} }

// Write takes whole lines, as hclog gives them.
func (l *Lines) Write(source []byte) (int, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	for one := range bytes.Lines(source) {
		line := Line{}
		if err := json.Unmarshal(one, &line); err != nil {
			line["@message"] = string(one)
		}
		l.all = append(l.all, line)
	}
	close(l.added)
	l.added = make(chan struct{})
	return len(source), nil
}

// Await a line that holds these words in its message.
func (l *Lines) Await(t testing.TB, words string) Line {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	for {
		l.mutex.Lock()
		at := slices.IndexFunc(l.all, func(line Line) bool { return strings.Contains(line.Message(), words) })
		if at >= 0 {
			defer l.mutex.Unlock()
			return l.all[at]
		}
		added := l.added
		l.mutex.Unlock()
		select {
		case <-added:
		case <-ctx.Done():
			t.Fatalf("no line holds %q:\n%s", words, l)
		}
	}
}

// String has all lines so far.
func (l *Lines) String() string {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	var text strings.Builder
	for _, line := range l.all {
		source, _ := json.Marshal(line)
		text.Write(append(source, '\n'))
	}
	return text.String()
}
