package devices

import (
	"encoding/json"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// config is an instance's jsonData.
type config struct {
	Site     string `json:"site"`
	PageSize int    `json:"pageSize"`
}

// configured is what may be shown of an instance's settings.
type configured struct {
	config
	HasToken bool `json:"hasToken"`
}

func read(settings backend.DataSourceInstanceSettings) (configured, error) {
	read := configured{config: config{Site: "home", PageSize: 20}}
	read.HasToken = settings.DecryptedSecureJSONData["token"] != ""
	if len(settings.JSONData) == 0 {
		return read, nil
	}
	return read, json.Unmarshal(settings.JSONData, &read.config)
}
