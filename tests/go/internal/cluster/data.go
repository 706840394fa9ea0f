// Package cluster is the plugin of the benchmarks (tests/benches) as a Go author writes it: the same routes, the same
// replies.
package cluster

type namespace struct {
	Name  string `json:"name"`
	Phase string `json:"phase"`
}

type pod struct {
	Name      string `json:"name"`
	Namespace string `json:"namespace"`
	Node      string `json:"node"`
	Phase     string `json:"phase"`
	Restarts  int    `json:"restarts"`
}

type podList struct {
	Items []*pod  `json:"items"`
	Label *string `json:"label"`
	Next  *string `json:"next"`
}

type metric struct {
	Name string `json:"name"`
	Kind string `json:"kind"`
	Unit string `json:"unit"`
	Help string `json:"help"`
}

// newQuery is the body of POST /queries.
type newQuery struct {
	Name            string   `json:"name"`
	Description     string   `json:"description"`
	IntervalSeconds uint32   `json:"intervalSeconds"`
	Enabled         bool     `json:"enabled"`
	Tags            []string `json:"tags"`
	Targets         []struct {
		RefID      string  `json:"refId"`
		Expression string  `json:"expression"`
		Legend     *string `json:"legend"`
		Hidden     bool    `json:"hidden"`
	} `json:"targets"`
}

type savedQuery struct {
	ID      uint32 `json:"id"`
	Name    string `json:"name"`
	Targets int    `json:"targets"`
}

type device struct {
	ID    uint32 `json:"id"`
	State string `json:"state"`
}

// entry is a thing of which only its place is known.
type entry struct {
	Kind   string  `json:"kind"`
	Parent *string `json:"parent"`
	Name   string  `json:"name"`
}

type caller struct {
	Login    string `json:"login"`
	Name     string `json:"name"`
	OrgID    int64  `json:"orgId"`
	PluginID string `json:"pluginId"`
	Tenant   string `json:"tenant"`
}

type settings struct {
	Tenant         string   `json:"tenant"`
	TimeoutSeconds uint32   `json:"timeoutSeconds"`
	Clusters       []string `json:"clusters"`
}

type file struct {
	Path  string `json:"path"`
	Depth int    `json:"depth"`
}
