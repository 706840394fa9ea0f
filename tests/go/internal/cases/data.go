// Package cases reads tests/cases, registers each plugin's routes on a ServeMux, and compares what Go answers with what
// the cases expect.
package cases

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
)

// Plugin is the route table of a real plugin.
type Plugin struct {
	Name   string  `json:"plugin"`
	Routes []Route `json:"routes"`
}

// Route of a table.
type Route struct {
	// "ANY" is every method.
	Method  string   `json:"method"`
	Pattern string   `json:"pattern"`
	Params  []string `json:"params"`
	// "no" where the path cannot be said by ours; those are not registered.
	Express string `json:"express"`
}

// Title as the cases name a route.
func (r Route) Title() string { return r.Method + " " + r.Pattern }

// Case is one request, and what a resource router should answer.
type Case struct {
	ID      string  `json:"id"`
	Plugin  string  `json:"plugin"`
	Request Request `json:"request"`
	Expect  Expect  `json:"expect"`
}

// Request is Grafana's message.
type Request struct {
	Method  string              `json:"method"`
	Path    text                `json:"path"`
	URL     text                `json:"url"`
	Headers map[string][]string `json:"headers"`
	Text    text                `json:"body"`
	Base64  []byte              `json:"body_base64"`
}

// Body of the message.
func (r Request) Body() []byte { return append([]byte(r.Text), r.Base64...) }

// Expect is what should come of a request.
type Expect struct {
	Outcome    outcome         `json:"outcome"`
	Route      string          `json:"route"`
	Params     map[string]text `json:"params"`
	Query      [][2]string     `json:"query"`
	QueryError bool            `json:"query_error"`
	Allow      []string        `json:"allow"`
}

// outcome is "match", "sdk_error", or a status.
type outcome string

func (o *outcome) UnmarshalJSON(source []byte) error {
	var status int
	if json.Unmarshal(source, &status) == nil {
		*o = outcome(strconv.Itoa(status))
		return nil
	}
	return json.Unmarshal(source, (*string)(o))
}

// Tables reads routes.json in a folder.
func Tables(folder string) ([]Plugin, error) {
	var plugins []Plugin
	return plugins, read(folder, "routes.json", &plugins)
}

// All reads requests.json in a folder.
func All(folder string) ([]Case, error) {
	var cases []Case
	return cases, read(folder, "requests.json", &cases)
}

func read(folder, name string, target any) error {
	source, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		return err
	}
	return json.Unmarshal(source, target)
}
