// Package devices is examples/devices as a Go author writes it: httpadapter, a ServeMux, and the rest by hand.
package devices

import (
	"fmt"
	"slices"
	"strings"
)

// Device as it is now.
type Device struct {
	ID     uint32 `json:"id"`
	Name   string `json:"name"`
	Kind   string `json:"kind"`
	State  State  `json:"state"`
	Locked bool   `json:"locked"`
}

// State says whether a device is on.
type State string

// UnmarshalText takes "on" and "off" only.
func (s *State) UnmarshalText(text []byte) error {
	if *s = State(text); *s != "on" && *s != "off" {
		return fmt.Errorf("state: expected on or off, not %q", text)
	}
	return nil
}

var kinds = []string{"lamp", "fan", "pump"}

// filter of a list of devices.
type filter struct {
	prefix string
	kinds  []string
	limit  int
}

func (f filter) admits(device Device) bool {
	return strings.HasPrefix(strings.ToLower(device.Name), strings.ToLower(f.prefix)) &&
		(len(f.kinds) == 0 || slices.Contains(f.kinds, device.Kind))
}
