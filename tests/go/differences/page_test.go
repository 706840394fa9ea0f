package differences

import (
	"fmt"
	"strings"
	"testing"
)

// above the table, with the number of all cases and of those that differ.
const above = `# Where Go answers otherwise

Written by tests/go/differences; do not edit.

%d requests of real plugins (tests/cases) were sent to a plugin in Go that has the same routes: grafana-plugin-sdk-go's
datasource.Manage and httpadapter, and net/http's ServeMux with the patterns of Go 1.22. Each route reports what it was
given: the route, its parameters, query, headers and the length of the body. For %d requests that report, the status or
Allow is not what this library gives. A route is said as a Go author would say it: ` + "`{*rest}` is `{rest...}`, `ANY` is a\n" +
	"pattern without a method, and `/` is `/{$}`" + `.

| request | this library | Go | why |
|---|---|---|---|
`

// below the table.
const below = `
## In every answer

- What ServeMux refuses by itself it refuses as plain text, of which Grafana's front end shows nothing. Here it is JSON
  with a message.
- Where httpadapter fails, the call fails, and Grafana answers 500 with words of its own. Behind ` + "`Server`" + ` every
  refusal is an answer with a status.
- ServeMux redirects a path that has an empty or a dot segment to the same path without, from the plugin's own root, so
  the browser goes to a page of Grafana's. Here an empty segment fills no parameter, and a parameter whose value climbs
  is refused.
- A trailing slash is a path of its own for ServeMux, so ` + "`devices/`" + ` is 404 where ` + "`devices`" + ` is a route.
- go-plugin's server stops at once when Grafana asks it to shut down, and what is under way fails. ` + "`Server`" + `
  lets it finish.

## Answers that have changed

Parameters that climb reached the handler in the first versions. They are refused with 400 now, since the plugins of five
CVEs (CVE-2026-42129, CVE-2026-10601, CVE-2026-21726, CVE-2025-3454, CVE-2025-8341) put such values behind the URL of a
service:

| request | the parameter's value | why it is refused |
|---|---|---|
| ` + "`GET services/%00/operations`" + ` | a NUL | a control character |
| ` + "`GET endpoint/sim/links/..`" + ` | ` + "`..`" + ` | a dot segment |
| ` + "`GET a/../b`" + ` | ` + "`a/../b`" + ` | a dot segment |
| ` + "`GET azuremonitor/../loganalytics/x`" + ` | ` + "`../loganalytics/x`" + ` | a dot segment |
| ` + "`GET azuremonitor//double/slash`" + ` | ` + "`/double/slash`" + ` | an empty segment in a tail |

An argument of the type ` + "`Raw<T>`" + ` takes such a value all the same.

## Not compared

- What a handler does with a body, or with a query that lacks a key: in Go each handler decides. A request without a body
  has a nil Body in Go, and a handler that reads it panics.
- The order of different keys of a query, which url.Values does not keep.
- Routes that the tables mark as not expressible (one hook for all that is not found). ServeMux took all others.
`

// page is the whole document.
func page(t *testing.T, rows []row, all int) string {
	t.Helper()
	var text strings.Builder
	fmt.Fprintf(&text, above, all, len(rows))
	unused := map[string]bool{}
	for id := range why {
		unused[id] = true
	}
	for _, row := range rows {
		reason := why[row.of.ID]
		if reason == "" {
			t.Errorf("%s has no reason: ours %s, Go's %s", row.of.ID, row.ours, row.gos)
		}
		delete(unused, row.of.ID)
		ours := cell(row.ours)
		if server := served[row.of.ID]; server != "" {
			ours = "behind the SDK's server " + ours + "; behind `Server` " + server
		}
		fmt.Fprintf(&text, "| %s | %s | %s | %s |\n", cell(row.of.Title()), ours, cell(row.gos), cell(reason))
	}
	for id := range unused {
		t.Errorf("%s is answered alike, and has a reason", id)
	}
	text.WriteString(below)
	return text.String()
}

// cell keeps a table's line a line.
func cell(text string) string { return strings.ReplaceAll(text, "|", `\|`) }
