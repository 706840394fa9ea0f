// Package config asks the SDK for Go what maps of Grafana's configuration mean. What it says is committed, and held against
// the library's own reading by tests/behaviour/server/grafana_config.rs.
package config

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"reflect"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/config"
	"github.com/grafana/grafana-plugin-sdk-go/experimental/featuretoggles"
)

const committed = "../../behaviour/server/grafana_config.json"

var update = flag.Bool("update", false, "write what the SDK says")

// A result is a value, or null where the SDK gives an error.
type answers struct {
	Config                 map[string]string `json:"config"`
	Features               map[string]bool   `json:"features"`
	AppURL                 any               `json:"appUrl"`
	ClientSecret           any               `json:"clientSecret"`
	ConcurrentQueryCount   any               `json:"concurrentQueryCount"`
	SQL                    any               `json:"sql"`
	ResponseLimit          int64             `json:"responseLimit"`
	UserFacingDefaultError any               `json:"userFacingDefaultError"`
}

var integers = []string{
	"", "0", "7", "-3", "+4", "007", "-0", " 5", "5 ", "5\n", "1e3", "0x10", "1_000", "3.0", "NaN", "+", "-", "--1", "٣",
	"9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809", "true",
}

var features = []string{
	"", ",", "a", "a,b", "a, b", " a", "a,,b", ",a", "a,", "A", "a=true", "a,a", "größe",
}

var texts = []string{"", " ", "http://grafana/", "https://example.com/sub/", "ü\n"}

func maps() []map[string]string {
	all := []map[string]string{nil, {}, {"GF_UNKNOWN": "1"}}
	for _, value := range integers {
		for _, key := range []string{config.ConcurrentQueryCount, config.ResponseLimit} {
			all = append(all, map[string]string{key: value})
		}
		all = append(all, sql(config.SQLRowLimit, value))
	}
	for _, key := range []string{
		config.SQLMaxOpenConnsDefault, config.SQLMaxIdleConnsDefault, config.SQLMaxConnLifetimeSecondsDefault,
	} {
		for _, value := range []string{"", "x", "0", "-1"} {
			all = append(all, sql(key, value))
		}
		missing := sql(key, "")
		delete(missing, key)
		all = append(all, missing)
	}
	for _, value := range features {
		all = append(all, map[string]string{featuretoggles.EnabledFeatures: value})
	}
	for _, value := range texts {
		for _, key := range []string{config.AppURL, config.AppClientSecret, config.UserFacingDefaultError} {
			all = append(all, map[string]string{key: value})
		}
	}
	return all
}

// Settings for SQL that are right, but for one.
func sql(key, value string) map[string]string {
	all := map[string]string{
		config.SQLRowLimit:                      "1000000",
		config.SQLMaxOpenConnsDefault:           "100",
		config.SQLMaxIdleConnsDefault:           "99",
		config.SQLMaxConnLifetimeSecondsDefault: "14400",
	}
	all[key] = value
	return all
}

func orNull[T any](value T, err error) any {
	if err != nil {
		return nil
	}
	return value
}

func ask(from map[string]string) answers {
	cfg := config.NewGrafanaCfg(from)
	toggles := map[string]bool{}
	for _, name := range append(features, "b") {
		toggles[name] = cfg.FeatureToggles().IsEnabled(name)
	}
	var limits any
	if sql, err := cfg.SQL(); err == nil {
		limits = []int64{
			sql.RowLimit, int64(sql.DefaultMaxOpenConns), int64(sql.DefaultMaxIdleConns),
			int64(sql.DefaultMaxConnLifetimeSeconds),
		}
	}
	return answers{
		Config:                 from,
		Features:               toggles,
		AppURL:                 orNull(cfg.AppURL()),
		ClientSecret:           orNull(cfg.PluginAppClientSecret()),
		ConcurrentQueryCount:   orNull(cfg.ConcurrentQueryCount()),
		SQL:                    limits,
		ResponseLimit:          cfg.ResponseLimit(),
		UserFacingDefaultError: orNull(cfg.UserFacingDefaultError()),
	}
}

func TestWhatIsCommittedIsWhatTheSDKSays(t *testing.T) {
	for _, name := range []string{config.AppURL, config.AppClientSecret} {
		t.Setenv(name, "")
	}
	var said []answers
	for _, from := range maps() {
		said = append(said, ask(from))
	}
	if len(said) < 60 {
		t.Fatalf("only %d maps", len(said))
	}
	text := []byte("[")
	for place, one := range said {
		line, err := json.Marshal(one)
		if err != nil {
			t.Fatal(err)
		}
		text = fmt.Appendf(text, "%s\n%s", map[bool]string{true: "", false: ","}[place == 0], line)
	}
	text = append(text, "\n]\n"...)
	if *update {
		if err := os.WriteFile(committed, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	written, err := os.ReadFile(committed)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(written, text) {
		t.Fatal("the file differs: go test ./config -update")
	}
}
