// Package host starts a plugin's process as Grafana does: go-plugin's client, and the SDK's plugins for its services.
package host

import (
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend/grpcplugin"
	"github.com/hashicorp/go-hclog"
	goplugin "github.com/hashicorp/go-plugin"
	"google.golang.org/grpc"
)

// Process is a plugin that runs.
type Process struct {
	Client *goplugin.Client
	// Protocol is the connection to it.
	Protocol goplugin.ClientProtocol
	// Lines is what it writes to standard error, as go-plugin reads it.
	Lines *Lines

	grpcplugin.ResourceClient
	grpcplugin.DataClient
	grpcplugin.DiagnosticsClient
	grpcplugin.StreamClient

	command *exec.Cmd
}

// Start runs a binary with nothing but this environment, and ends it with the test.
func Start(t testing.TB, binary string, environment ...string) *Process {
	t.Helper()
	lines := NewLines()
	p := &Process{Lines: lines, command: exec.Command(binary)}
	// Of what is said twice the last counts.
	p.command.Env = append([]string{"PLUGIN_UNIX_SOCKET_DIR=" + sockets(t)}, environment...)
	// pkg/plugins/backendplugin/grpcplugin/client.go
	p.Client = goplugin.NewClient(&goplugin.ClientConfig{
		Cmd: p.command,
		HandshakeConfig: goplugin.HandshakeConfig{
			ProtocolVersion:  grpcplugin.ProtocolVersion,
			MagicCookieKey:   grpcplugin.MagicCookieKey,
			MagicCookieValue: grpcplugin.MagicCookieValue,
		},
		VersionedPlugins: map[int]goplugin.PluginSet{grpcplugin.ProtocolVersion: {
			"diagnostics": &grpcplugin.DiagnosticsGRPCPlugin{},
			"resource":    &grpcplugin.ResourceGRPCPlugin{},
			"data":        &grpcplugin.DataGRPCPlugin{},
			"stream":      &grpcplugin.StreamGRPCPlugin{},
		}},
		AllowedProtocols: []goplugin.Protocol{goplugin.ProtocolGRPC},
		SkipHostEnv:      true,
		StartTimeout:     30 * time.Second,
		Logger:           hclog.New(&hclog.LoggerOptions{Level: hclog.Trace, JSONFormat: true, Output: lines}),
	})
	t.Cleanup(p.end)
	protocol, err := p.Client.Client()
	if err != nil {
		t.Fatalf("%s does not start: %v\n%s", binary, err, lines)
	}
	p.Protocol = protocol
	dispense(t, protocol, "resource", &p.ResourceClient)
	dispense(t, protocol, "data", &p.DataClient)
	dispense(t, protocol, "diagnostics", &p.DiagnosticsClient)
	dispense(t, protocol, "stream", &p.StreamClient)
	return p
}

// sockets is a directory for the plugin's socket, which goes with the test: a plugin that is killed leaves the socket behind.
// TempDir would have the test's name in its own, and the path of a socket is short.
func sockets(t testing.TB) string {
	t.Helper()
	folder, err := os.MkdirTemp("", "grr")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	return folder
}

func dispense[T any](t testing.TB, protocol goplugin.ClientProtocol, name string, client *T) {
	t.Helper()
	raw, err := protocol.Dispense(name)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	*client = raw.(T)
}

// end does not wait for the plugin to stop by itself: that has tests of its own.
func (p *Process) end() {
	_ = p.Signal(os.Kill)
	p.Client.Kill()
}

// Signal sends one to the process.
func (p *Process) Signal(signal os.Signal) error {
	if p.command.Process == nil {
		return nil
	}
	return p.command.Process.Signal(signal)
}

// ExitCode of the process, once it has ended: -1 where a signal ended it.
func (p *Process) ExitCode() int { return p.command.ProcessState.ExitCode() }

// Conn is what all services share.
func (p *Process) Conn() *grpc.ClientConn { return p.Protocol.(*goplugin.GRPCClient).Conn }
