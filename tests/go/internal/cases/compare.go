package cases

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"conformance/internal/host"
)

// Ours is what the case expects, in words. tests/cases.rs shows that it is what this library answers behind the SDK's
// server.
func (c Case) Ours() string {
	expect := c.Expect
	switch {
	case expect.Outcome == "sdk_error":
		return "500"
	case expect.QueryError:
		return "400"
	case expect.Outcome != "match":
		return words(string(expect.Outcome), expect.Allow)
	case c.Request.Method == "HEAD":
		return "200, no body"
	}
	params := map[string]string{}
	for name, value := range expect.Params {
		params[name] = string(value)
	}
	headers := map[string][]string{}
	for name, values := range c.Request.Headers {
		headers[strings.ToLower(name)] = values
	}
	return Report{expect.Route, params, expect.Query, headers, len(c.Request.Body())}.words()
}

// Gos is what Go answered, in the same words.
func (c Case) Gos(answer *host.Answer, err error) string {
	switch {
	case err != nil:
		// What gRPC puts around the reason says nothing more.
		_, reason, _ := strings.Cut(err.Error(), "desc = ")
		return "an error of gRPC: " + reason
	case answer.Status >= 300 && answer.Status < 400:
		return fmt.Sprintf("%d to %s", answer.Status, code(answer.Headers["location"][0]))
	case answer.Status != 200:
		var allow []string
		for _, line := range answer.Headers["allow"] {
			allow = append(allow, strings.Split(line, ", ")...)
		}
		return words(fmt.Sprint(answer.Status), allow)
	case c.Request.Method == "HEAD" && len(answer.Body) == 0:
		return "200, no body"
	case c.Request.Method == "HEAD":
		return "200, with the body of GET"
	}
	var report Report
	if err := json.Unmarshal(answer.Body, &report); err != nil {
		return "200, and no report"
	}
	if c.Expect.Outcome == "match" && c.Expect.Params == nil {
		// The case does not say which.
		report.Params = nil
	}
	return report.words()
}

func words(status string, allow []string) string {
	if len(allow) == 0 {
		return status
	}
	return status + ", Allow: " + strings.Join(slices.Sorted(slices.Values(allow)), ", ")
}

// words of a match. Go keeps no order among the keys of a query, so there is none here.
func (r Report) words() string {
	text := []string{code(r.Route)}
	for _, name := range slices.Sorted(maps.Keys(r.Params)) {
		text = append(text, name+" = "+code(r.Params[name]))
	}
	query := slices.Clone(r.Query)
	slices.SortStableFunc(query, func(a, b [2]string) int { return strings.Compare(a[0], b[0]) })
	for _, pair := range query {
		text = append(text, "?"+pair[0]+" = "+code(pair[1]))
	}
	if headers := r.headers(); headers != "" {
		text = append(text, headers)
	}
	if r.BodyLength > 0 {
		text = append(text, fmt.Sprintf("a body of %d bytes", r.BodyLength))
	}
	return strings.Join(text, ", ")
}

func (r Report) headers() string {
	var text []string
	for _, name := range slices.Sorted(maps.Keys(r.Headers)) {
		for _, value := range r.Headers[name] {
			text = append(text, code(name+": "+value))
		}
	}
	return strings.Join(text, ", ")
}

// code marks a text, in which what cannot be printed is escaped.
func code(text string) string {
	if text == "" {
		return "nothing"
	}
	quoted := strconv.Quote(text)
	return "`" + strings.ReplaceAll(quoted[1:len(quoted)-1], `\"`, `"`) + "`"
}

// Title of the case's request, as short as it fits into a table.
func (c Case) Title() string {
	title := c.Request.Method + " " + string(c.Request.URL)
	if len(c.Request.Headers) > 0 {
		return code(title) + " with " + Report{Headers: c.Request.Headers}.headers()
	}
	if c.Request.URL != c.Request.Path && !strings.HasPrefix(string(c.Request.URL), string(c.Request.Path)+"?") {
		return code(title) + ", path " + code(string(c.Request.Path))
	}
	return code(title)
}
