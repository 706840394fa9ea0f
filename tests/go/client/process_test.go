package client

import (
	"os"
	"path/filepath"
	"testing"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/status"
)

func TestTheProtocolIsTheOneThatWasAskedFor(t *testing.T) {
	client := startProbe(t).Client
	network := on(map[string]string{"tcp": "tcp", "unix": "unix", "auto": "unix"}[listen()], "tcp", "unix")
	if got := client.ReattachConfig().Addr.Network(); got != network {
		t.Errorf("network %s, expected %s", got, network)
	}
	if version := client.NegotiatedVersion(); version != 2 {
		t.Errorf("version %d", version)
	}
}

func TestTheSocketIsForNobodyElseAndGoesWithTheProcess(t *testing.T) {
	skipOn(t, "puts it into the folder for temporary files", goTarget, sdkTarget)
	process := startProbe(t)
	address := process.Client.ReattachConfig().Addr
	if address.Network() != "unix" {
		t.Skip("no socket")
	}
	folder := filepath.Dir(address.String())
	info, err := os.Stat(folder)
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Fatalf("%s: %v, %v", folder, info.Mode(), err)
	}
	process.Client.Kill()
	if _, err := os.Stat(folder); !os.IsNotExist(err) {
		t.Fatalf("%s is still there: %v", folder, err)
	}
}

func TestTheSocketIsInTheFolderThatTheHostNames(t *testing.T) {
	skipOn(t, "listens on TCP", sdkTarget)
	folder := t.TempDir()
	process := startProbe(t, "PLUGIN_UNIX_SOCKET_DIR="+folder)
	address := process.Client.ReattachConfig().Addr
	if address.Network() != "unix" {
		t.Skip("no socket")
	}
	inside, err := filepath.Rel(folder, address.String())
	if err != nil || !filepath.IsLocal(inside) {
		t.Fatalf("%s is not in %s", address, folder)
	}
	process.Must(t, "GET", "pid", nil)
}

func TestPing(t *testing.T) {
	err := startProbe(t).Protocol.Ping()
	if want := on(codes.OK, codes.NotFound, codes.OK); status.Code(err) != want {
		t.Fatalf("%v, expected %v", err, want)
	}
}

func TestEachServiceSaysThatItServes(t *testing.T) {
	skipOn(t, "the probe has resources only", sdkTarget)
	skipOn(t, "only plugin is there", goTarget)
	health := grpc_health_v1.NewHealthClient(startProbe(t).Conn())
	for _, service := range []string{
		"plugin", "pluginv2.Resource", "pluginv2.Data", "pluginv2.Diagnostics", "pluginv2.Stream",
	} {
		answer, err := health.Check(soon(t), &grpc_health_v1.HealthCheckRequest{Service: service})
		if err != nil || answer.Status != grpc_health_v1.HealthCheckResponse_SERVING {
			t.Errorf("%s: %v, %v", service, answer, err)
		}
	}
}
