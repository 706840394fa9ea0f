package cases

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// Report is what a handler was given; tests/cases/report.rs has the same.
type Report struct {
	Route      string              `json:"route"`
	Params     map[string]string   `json:"params"`
	Query      [][2]string         `json:"query"`
	Headers    map[string][]string `json:"headers"`
	BodyLength int                 `json:"body_length"`
}

// Mux registers a table's routes, and gives those that cannot be registered with the reason.
func Mux(plugin Plugin) (*http.ServeMux, map[string]string) {
	mux, refused := http.NewServeMux(), map[string]string{}
	for _, route := range plugin.Routes {
		if route.Express == "no" {
			continue
		}
		if problem := register(mux, route); problem != "" {
			refused[route.Title()] = problem
		}
	}
	return mux, refused
}

// register gives the words that the mux refuses a pattern with: it panics.
func register(mux *http.ServeMux, route Route) (problem string) {
	defer func() {
		if cause := recover(); cause != nil {
			problem = fmt.Sprint(cause)
		}
	}()
	mux.HandleFunc(pattern(route), report(route))
	return ""
}

// pattern says a route in the mux's syntax. Only "/" needs care: without {$} it would stand for every path.
func pattern(route Route) string {
	path := strings.NewReplacer("{*path}", "{path...}", "{*rest}", "{rest...}").Replace(route.Pattern)
	if path == "/" {
		path = "/{$}"
	}
	if route.Method == "ANY" {
		return path
	}
	return route.Method + " " + path
}

func report(route Route) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		report := Report{Route: route.Title(), Params: map[string]string{}, Headers: map[string][]string{}}
		for _, name := range route.Params {
			report.Params[name] = r.PathValue(name)
		}
		for name, values := range r.URL.Query() {
			for _, value := range values {
				report.Query = append(report.Query, [2]string{name, value})
			}
		}
		for name, values := range r.Header {
			report.Headers[strings.ToLower(name)] = values
		}
		// httpadapter leaves Body nil where there is none, and reading it would panic.
		if r.Body != nil {
			body, _ := io.ReadAll(r.Body)
			report.BodyLength = len(body)
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(report)
	}
}
