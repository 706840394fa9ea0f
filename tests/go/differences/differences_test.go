// Package differences sends the shared cases (tests/cases) to a Go plugin that has the same routes on a ServeMux, and
// keeps docs/go-differences.md: what Go answers otherwise than this library, and why.
//
//	go test ./differences           checks that the document is in step
//	go test ./differences -update   writes it
package differences

import (
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"

	"conformance/internal/cases"
	"conformance/internal/host"
)

var update = flag.Bool("update", false, "write the document")

const (
	folder   = "../../cases"
	document = "../../../docs/go-differences.md"
)

// row of the table.
type row struct {
	of        cases.Case
	ours, gos string
}

func TestTheDocumentIsInStep(t *testing.T) {
	all, err := cases.All(folder)
	if err != nil {
		t.Fatal(err)
	}
	text := page(t, differing(t, all), len(all))
	if *update {
		if err := os.MkdirAll(filepath.Dir(document), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(document, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if stored, err := os.ReadFile(document); err != nil || string(stored) != text {
		t.Errorf("docs/go-differences.md is out of step (%v): go test ./differences -update", err)
	}
}

// TestAllRoutesCanBeRegistered would show patterns that a ServeMux takes for a conflict, so that the page can say so.
func TestAllRoutesCanBeRegistered(t *testing.T) {
	for _, table := range tables(t) {
		if _, refused := cases.Mux(table); len(refused) > 0 {
			t.Errorf("%s: %v", table.Name, refused)
		}
	}
}

func tables(t *testing.T) []cases.Plugin {
	t.Helper()
	tables, err := cases.Tables(folder)
	if err != nil || len(tables) == 0 {
		t.Fatalf("%s: %v", folder, err)
	}
	return tables
}

// differing asks the Go plugin, and gives what it answers otherwise.
func differing(t *testing.T, all []cases.Case) (rows []row) {
	t.Helper()
	process, tables := start(t), tables(t)
	for _, of := range all {
		instance := slices.IndexFunc(tables, func(table cases.Plugin) bool { return table.Name == of.Plugin })
		answer, err := process.Send(t.Context(), message(t, of, int64(instance)))
		row := row{of, of.Ours(), of.Gos(answer, err)}
		if row.ours != row.gos {
			rows = append(rows, row)
		}
	}
	return rows
}

func start(t *testing.T) *host.Process {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "plugin")
	if output, err := exec.Command("go", "build", "-o", binary, "../cmd/plugin").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	cases, err := filepath.Abs(folder)
	if err != nil {
		t.Fatal(err)
	}
	return host.Start(t, binary, "GO_PLUGIN=cases", "CASES="+cases)
}

// message of a case, to an instance that has the routes of the case's plugin.
func message(t *testing.T, of cases.Case, instance int64) *pluginv2.CallResourceRequest {
	t.Helper()
	table, err := json.Marshal(map[string]string{"plugin": of.Plugin})
	if err != nil {
		t.Fatal(err)
	}
	sent := of.Request
	message := host.Request(sent.Method, string(sent.URL), sent.Body())
	message.Path, message.Headers = string(sent.Path), map[string]*pluginv2.StringList{}
	for name, values := range sent.Headers {
		message.Headers[name] = &pluginv2.StringList{Values: values}
	}
	settings := message.PluginContext.DataSourceInstanceSettings
	settings.Id, settings.JsonData = instance+1, table
	return message
}
