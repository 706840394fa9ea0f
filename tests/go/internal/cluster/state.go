package cluster

import "fmt"

var (
	nodes          = []string{"worker-a", "worker-b", "worker-c"}
	namespaceNames = []string{"default", "kube-system", "monitoring", "payments", "search"}
	podNames       = []string{"coredns-5d78c9869d", "ingress-7f4b", "agent-x2x9p", "proxy-0"}
)

const metricHelp = "Bytes received by the container's network devices since it was started, loopback left out. " +
	"The figure starts again at nought whenever the container does, so ask for its rate and not for its value; over " +
	"intervals shorter than twice the scrape interval the rate is nought or nothing at all. Containers that share " +
	"the host's network are counted once, under the node."

// state is what the handlers look things up in. Nothing changes it.
type state struct {
	namespaces []namespace
	pods       []pod
	metrics    []metric
}

func newState() *state {
	made := &state{}
	for _, name := range namespaceNames {
		made.namespaces = append(made.namespaces, namespace{name, "Active"})
		for _, of := range podNames {
			number := len(made.pods)
			made.pods = append(made.pods, pod{of, name, nodes[number%len(nodes)], "Running", number % 4})
		}
	}
	for number := range 9 {
		name := fmt.Sprintf("container_network_receive_bytes_%02d", number)
		made.metrics = append(made.metrics, metric{name, "counter", "bytes", metricHelp})
	}
	return made
}

func (s *state) namespace(name string) *namespace {
	for i := range s.namespaces {
		if s.namespaces[i].Name == name {
			return &s.namespaces[i]
		}
	}
	return nil
}

// list gives the pods of a namespace that come after one, limit at most.
func (s *state) list(namespace, after string, limit int, label *string) podList {
	list := podList{Items: []*pod{}, Label: label}
	for i := range s.pods {
		if pod := &s.pods[i]; len(list.Items) < limit && pod.Namespace == namespace && pod.Name > after {
			list.Items = append(list.Items, pod)
		}
	}
	if len(list.Items) == limit && limit > 0 {
		list.Next = &list.Items[limit-1].Name
	}
	return list
}

func (s *state) pod(namespace, name string) *pod {
	for i := range s.pods {
		if pod := &s.pods[i]; pod.Namespace == namespace && pod.Name == name {
			return pod
		}
	}
	return nil
}
